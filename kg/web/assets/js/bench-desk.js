// What lies around the editor: recent queries, the query as a program, its explanation, and the ready questions.

import { snippets } from "./bench-snippets.js";
import { element, fill, folded, seen } from "./bench-terms.js";

const KEY = "isnad.sparql.recent";
const MOST = 20;

/** Put words on the clipboard and tell so. */
export async function copy(text, bench) {
  try {
    await navigator.clipboard.writeText(text);
    bench.tell(bench.words.copied);
  } catch {
    bench.tell(bench.words["not-copied"]);
  }
}

/** The last queries that were run, kept in this browser alone. */
export class Recent {
  constructor(bench, open) {
    Object.assign(this, { bench, open });
    this.list = element("ul", { class: "plain" });
    const clear = element("button", { type: "button", class: "quiet", onclick: () => this.#keep([]) }, bench.words["delete-all"]);
    this.element = element("details", { class: "recent" }, element("summary", {}, bench.words.recent), element("p", { class: "small soft" }, bench.words["recent-note"], " ", clear), this.list);
    this.#draw();
  }

  #read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  #keep(queries) {
    try {
      localStorage.setItem(KEY, JSON.stringify(queries.slice(0, MOST)));
    } catch {
      // A browser that keeps nothing: then there is nothing recent.
    }
    this.#draw();
  }

  add(query) {
    if (query.trim()) this.#keep([query, ...this.#read().filter((one) => one !== query)]);
  }

  #draw() {
    const queries = this.#read();
    this.element.hidden = !queries.length;
    this.list.replaceChildren(...queries.map((query) => {
      const brief = query.replace(/^\s*(PREFIX|BASE)\b[^\n]*\n/gim, "").replace(/\s+/g, " ").trim().slice(0, 120);
      return element("li", {},
        element("button", { type: "button", class: "quiet brief", onclick: () => this.open(query) }, element("code", { dir: "ltr" }, seen(brief || query.slice(0, 120)))),
        element("button", { type: "button", class: "quiet", "aria-label": `${this.bench.words.delete}: ${brief}`, onclick: () => this.#keep(this.#read().filter((one) => one !== query)) }, this.bench.words.delete));
    }));
  }
}

/** The query as a program, in a language that is chosen; *current* returns the query and what it answers with. */
export function programs(bench, current) {
  const select = element("select", { id: "program", dir: "ltr" });
  const code = element("code");
  const draw = () => {
    const { query, kind } = current();
    const all = snippets(query, new URL(`${bench.prefix}sparql`, location.href).href, kind);
    if (!select.options.length) select.append(...all.map((one) => element("option", { value: one.id }, one.name)));
    code.textContent = all.find((one) => one.id === select.value)?.code ?? "";
  };
  select.addEventListener("change", draw);
  const made = element("details", { class: "programs" }, element("summary", {}, bench.words.snippets),
    element("p", { class: "tools" }, element("label", { for: "program", class: "unseen" }, bench.words.snippets), select,
      element("button", { type: "button", class: "quiet", onclick: () => copy(code.textContent, bench) }, bench.words.copy)),
    element("pre", { dir: "ltr", tabindex: "0" }, code));
  made.addEventListener("toggle", () => { if (made.open) draw(); });
  return { element: made, draw: () => { if (made.open) draw(); } };
}

/** Show what the server tells of a query; *goTo* leads to a line, *measured* is what the last run took. */
export function explanation(told, bench, goTo, measured) {
  const { words } = bench;
  const numbers = new Intl.NumberFormat(bench.locale, { maximumFractionDigits: 3 });
  const n = (value) => numbers.format(value);
  const rows = told.steps.map((step) => {
    const indent = element("td", { class: "step" }, element("code", { dir: "ltr" }, seen(step.text)));
    indent.style.setProperty("--depth", String(Math.min(step.depth, 12)));
    const count = step.expected === 0 ? `${n(0)} · ${words.unused}` : step.expected === undefined ? "" : n(step.expected);
    return element("tr", step.expected === 0 ? { class: "unused" } : {},
      element("td", {}, element("button", { type: "button", class: "quiet line", "aria-label": fill(words.line, { line: step.line, column: 1 }), onclick: () => goTo(step.line, 1) }, n(step.line))),
      element("td", {}, words[`part-${step.part}`] ?? step.part), indent, element("td", { class: "number" }, count));
  });
  const head = ["", words.part, "", words.expected].map((word) => element("th", { scope: "col", class: word === words.expected ? "number" : null }, word || element("span", { class: "unseen" }, words.line.split(/[\s،,]/)[0])));
  const running = Object.values(told.lanes.running).reduce((sum, one) => sum + one, 0);
  const mega = (bytes) => n(Math.round(bytes / 1_000_000));
  return [
    element("h2", { id: "explained-title", tabindex: "-1" }, words.explained),
    rows.length ? element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": words.explained }, element("table", { class: "steps" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows))) : null,
    element("p", { class: "small soft" }, words["explain-note"]),
    told.rewritten ? element("details", {}, element("summary", {}, words.rewritten), element("pre", { dir: "ltr", tabindex: "0" }, element("code", {}, seen(told.rewritten)))) : element("p", {}, words.unwritten),
    element("p", {}, fill(words.limits, { seconds: n(told.limits.seconds), memory: mega(told.limits.memory), result: mega(told.limits.result) }), " ", fill(words.lanes, { running: n(running), waiting: n(told.lanes.waiting), idle: n(told.lanes.idle) })),
    element("p", {}, told.steady ? fill(words.steady, { revision: n(told.revision) }) : words.unsteady),
    measured ? element("p", {}, fill(words.measured, { rows: n(measured.rows.length), seconds: n(measured.seconds), first: n(measured.first) })) : null,
  ].filter(Boolean);
}

/** Let the ready questions be searched, and opened in the editor without losing what was typed. */
export function questions(place, bench, open) {
  if (!place) return;
  const { words } = bench;
  const items = [...place.querySelectorAll("li")];
  const none = element("p", { class: "empty", hidden: true }, words["no-question"]);
  const search = element("input", { type: "search", dir: "auto", id: "find-question" });
  search.addEventListener("input", () => {
    const wanted = folded(search.value).split(/\s+/).filter(Boolean);
    for (const item of items) item.hidden = !wanted.every((word) => folded(`${item.textContent} ${item.dataset.words}`).includes(word));
    none.hidden = items.some((item) => !item.hidden);
  });
  place.querySelector("h2").after(element("p", { class: "find" }, element("label", { for: "find-question", class: "unseen" }, words["search-questions"]), search), none);
  search.placeholder = words["search-questions"];
  for (const item of items) {
    const query = item.querySelector('input[name="query"]').value;
    item.querySelector("form button").before(element("button", { type: "button", onclick: () => { open(query); bench.tell(words.opened); } }, words.open), " ");
    item.querySelector("form button[type=submit]").classList.add("quiet");
  }
}
