// What a page is found to be, as a value; each list names what is wrong, and is empty where nothing is.
() => {
  const root = document.documentElement;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false });
  const named = (element) => {
    const words = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 60);
    return `<${element.localName}${element.className && element.className.baseVal === undefined ? "." + element.className : ""}> ${words}`;
  };
  const direction = (element) => getComputedStyle(element).direction;
  const all = [...document.body.querySelectorAll("*")].filter(shown);

  // Code, names of things and days of data run from left to right on every page.
  const code = all.filter((e) => e.matches("code, pre, kbd, samp, time, textarea[name=query]"));
  const reversed = code.filter((e) => direction(e) !== "ltr" && /[A-Za-z0-9]/.test(e.textContent)).map(named);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const technical = /(?:^|\s)(?:https?:\/\/\S|\d{4}-\d\d-\d\d\b|\?[a-z]+\b|\.(?:ttl|jsonld|trig|nq|nt)\b|[a-z]+:[A-Z][A-Za-z]+\b)/;
  const prose = "blockquote, q, .text, mark, option, title, [lang][dir], [dir=auto], bdi";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!shown(holder) || holder.closest(prose) !== null && holder.closest(prose) !== root) continue;
    if (technical.test(node.data) && direction(holder) !== "ltr") reversed.push(named(holder));
  }

  // What cannot be seen whole, and cannot be scrolled to by keyboard either.
  const view = document.scrollingElement;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1;
  const stuck = all.filter((e) => scrolls(e) && e.tabIndex < 0 && !e.querySelector("a, button, input, select, textarea, [tabindex]")).map(named);
  const within = (element) => {
    for (let e = element.parentElement; e; e = e.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX)) return true;
    return false;
  };
  const wide = view.scrollWidth <= view.clientWidth ? [] : all
    .filter((e) => { const box = e.getBoundingClientRect(); return box.width > 0 && (box.right > view.clientWidth + 1 || box.left < -1) && !within(e); })
    .slice(-5).map(named);

  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown).map((h) => Number(h.localName[1]));
  const main = document.querySelector("main");
  return {
    language: root.lang,
    direction: getComputedStyle(root).direction,
    title: document.title,
    overflow: view.scrollWidth - view.clientWidth,
    wide, reversed, stuck,
    headings: levels.filter((level) => level === 1).length,
    leaps: levels.filter((level, i) => i > 0 && level > levels[i - 1] + 1).length,
    landmarks: ["header", "main", "footer", "nav"].filter((name) => !document.querySelector(name)),
    moving: document.getAnimations().length,
    words: main ? main.innerText.length : 0,
    links: main ? main.querySelectorAll("a[href]").length : 0,
    elements: document.querySelectorAll("*").length,
    dangerous: [...document.querySelectorAll("a[href], form[action], area[href]")]
      .map((e) => e.getAttribute("href") ?? e.getAttribute("action"))
      .filter((address) => /^\s*(?:javascript|data|vbscript):/i.test(address)),
    inline: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name))).map(named),
    ran: typeof window.hostile !== "undefined",
  };
}
