// The answer in its views: tabs, of which each loads its module when it is first chosen.

import { element, fill, isDate, seen } from "./bench-terms.js";

const VIEWS = {
  table: () => import("./bench-table.js"),
  graph: () => import("./bench-graph.js"),
  timeline: () => import("./bench-timeline.js"),
  raw: () => ({ draw: (panel, result) => panel.replaceChildren(element("pre", { dir: "ltr", tabindex: "0" }, element("code", {}, seen(laidOut(result).slice(0, MOST_RAW))))) }),
};
const RESULTS = ["json", "xml", "csv", "tsv"];
const GRAPHS = ["turtle", "ntriples", "rdfxml", "jsonld", "trig"];
const LONGEST = 8_000;
const MOST_RAW = 200_000;

/** Return an answer's text with a line for each part, so that Arabic stays by itself. */
function laidOut(result) {
  if (result.kind === "graph" || !result.whole) return result.raw;
  try {
    return JSON.stringify(JSON.parse(result.raw), null, 1);
  } catch {
    return result.raw; // More came than was kept.
  }
}

/** Draw an answer into *place*; *view* is the one to begin with, *chosen* is told when another is chosen. */
export function show(place, result, bench, { view, chosen, extra }) {
  const { words } = bench;
  const parts = [element("h2", { id: "answer-title", tabindex: "-1" }, words.answer)];
  if (result.kind === "truth") parts.push(element("p", { class: "truth" }, result.truth ? words.yes : words.no));
  if (result.broken) parts.push(element("p", { class: "notice bad", role: "alert" }, words.cut));
  else if (!result.whole) parts.push(element("p", { class: "notice" }, fill(words.capped, { rows: new Intl.NumberFormat(bench.locale).format(result.rows.length) })));
  place.replaceChildren(...parts);
  if (result.kind !== "truth" && !result.rows.length) place.append(element("p", { class: "empty" }, words.nothing));
  else if (result.kind !== "truth") place.append(...tabs(result, bench, view, chosen));
  place.append(downloads(result, bench, extra));
}

/** Return the views that an answer has. */
function fitting(result) {
  const cells = (test) => result.names.filter((name) => result.rows.slice(0, 200).some((row) => row[name] && test(row[name])));
  const things = cells((term) => term.type === "uri" || term.type === "bnode");
  const edges = result.kind === "graph" || things.length > 1;
  return ["table", ...(edges ? ["graph"] : []), ...(cells(isDate).length ? ["timeline"] : []), "raw"];
}

function tabs(result, bench, wanted, chosen) {
  const names = fitting(result);
  const list = element("div", { role: "tablist", class: "tabs", "aria-label": bench.words.views });
  const panels = new Map();
  const choose = async (name, focus = false) => {
    for (const tab of list.children) {
      const on = tab.dataset.view === name;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on && focus) tab.focus();
    }
    for (const [other, panel] of panels) panel.hidden = other !== name;
    const panel = panels.get(name);
    if (!panel.dataset.drawn) {
      panel.dataset.drawn = "1";
      const view = await VIEWS[name]();
      await view.draw(panel, result, bench);
    }
  };
  for (const name of names) {
    const tab = element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}`, "data-view": name, onclick: () => { choose(name); chosen(name); } }, bench.words[name]);
    list.append(tab);
    panels.set(name, element("div", { role: "tabpanel", id: `view-${name}`, "aria-labelledby": `tab-${name}`, class: "view", hidden: true }));
  }
  list.addEventListener("keydown", (event) => {
    const turn = { ArrowRight: bench.dir === "rtl" ? -1 : 1, ArrowLeft: bench.dir === "rtl" ? 1 : -1 }[event.key];
    const at = [...list.children].indexOf(document.activeElement);
    const to = event.key === "Home" ? 0 : event.key === "End" ? names.length - 1 : turn && (at + turn + names.length) % names.length;
    if (to === undefined || at < 0) return;
    event.preventDefault();
    choose(names[to], true);
    chosen(names[to]);
  });
  choose(names.includes(wanted) ? wanted : "table");
  return [list, ...panels.values()];
}

function downloads(result, bench, extra) {
  const forms = result.kind === "graph" ? GRAPHS : RESULTS;
  const links = forms.map((name) => {
    const asked = new URLSearchParams([["query", result.query], ["format", name], ...extra]);
    const href = `${bench.prefix}sparql?${asked}`;
    const said = element("span", { dir: "ltr" }, name);
    if (href.length <= LONGEST) return element("a", { href, download: `answer.${name}` }, said);
    const form = element("form", { method: "post", action: `${bench.prefix}sparql` }, element("button", { class: "quiet" }, said));
    for (const [key, value] of asked) form.append(element("input", { type: "hidden", name: key, value }));
    return form;
  });
  return element("p", { class: "formats" }, bench.words.downloads, ...links.flatMap((link) => [" ", link]));
}
