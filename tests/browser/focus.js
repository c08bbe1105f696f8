// What is wrong with how the element that has the keyboard is shown; "" where nothing is.
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return (parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none") || style.boxShadow !== "none";
  };
  const stroked = (one) => parseFloat(getComputedStyle(one).strokeWidth) >= 3;
  // Drawings ring what is within a link; an editor rings what its hidden field is within.
  const drawn = element instanceof SVGElement && [...element.querySelectorAll("*")].some((one) => ringed(one) || stroked(one));
  const around = element.closest(".CodeMirror");
  const ring = ringed(element) || drawn || (around && ringed(around));
  const box = element.getBoundingClientRect();
  const wrong = !ring ? "no ring: " : !around && box.width * box.height === 0 ? "no size: " : "";
  return wrong && wrong + element.outerHTML.slice(0, 90);
}
