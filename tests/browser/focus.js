// What is wrong with how the element that has the keyboard is shown; "" where nothing is.
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const style = getComputedStyle(element);
  const ring = (parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none") || style.boxShadow !== "none";
  const box = element.getBoundingClientRect();
  const wrong = !ring ? "no ring: " : box.width * box.height === 0 ? "no size: " : "";
  return wrong && wrong + element.outerHTML.slice(0, 90);
}
