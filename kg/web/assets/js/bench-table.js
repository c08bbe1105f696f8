// An answer as a table: sorted by any column, filtered, in pages, each row with the sentences that prove it.

import { about } from "./bench-run.js";
import { comparing, direction, element, fill, folded, isFact, shown, wordsOf } from "./bench-terms.js";

const ROWS = 50;

/** Draw the table of an answer into *panel*. */
export function draw(panel, result, bench) {
  new Table(panel, result, bench).draw();
}

class Table {
  #page = 0;
  #sorted = null;
  #filter = "";

  constructor(panel, result, bench) {
    Object.assign(this, { panel, result, bench });
    this.numbers = new Intl.NumberFormat(bench.locale);
    this.rows = result.rows.map((row, place) => ({ row, place, words: null }));
    this.shown = this.rows;
    this.known = {};
    this.facts = result.rows.some((row) => result.names.some((name) => isFact(row[name], bench)));
  }

  draw() {
    const { words } = this.bench;
    this.status = element("span", { class: "soft", role: "status" });
    const filter = element("input", { type: "search", dir: "auto", id: "bench-filter" });
    filter.addEventListener("input", () => { this.#filter = folded(filter.value.trim()); this.#arrange(); });
    this.body = element("tbody");
    this.heads = this.result.names.map((name) => this.#head(name));
    const head = element("tr", {}, element("th", { scope: "col" }, element("span", { class: "unseen" }, words.number)), ...this.heads, this.facts ? element("th", { scope: "col" }, words.proof) : null);
    const table = element("table", { class: "answer" }, element("thead", {}, head), this.body);
    this.pager = element("nav", { class: "pages", "aria-label": words.views });
    this.panel.replaceChildren(
      element("p", { class: "tools" }, element("label", { for: "bench-filter" }, words.filter), filter, this.status),
      element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": words.answer }, table),
      this.pager,
    );
    this.#arrange();
  }

  #head(name) {
    const label = fill(this.bench.words.sort, { name });
    const said = this.bench.words[name] && this.result.kind === "graph" ? this.bench.words[name] : element("code", { dir: "ltr" }, `?${name}`);
    const button = element("button", { type: "button", class: "sort", title: label, onclick: () => this.#sort(name) }, said, element("span", { class: "arrow", "aria-hidden": "true" }));
    return element("th", { scope: "col", "data-name": name }, button);
  }

  #sort(name) {
    const way = this.#sorted?.name === name ? (this.#sorted.way === "ascending" ? "descending" : null) : "ascending";
    this.#sorted = way && { name, way };
    for (const head of this.heads) {
      if (way && head.dataset.name === name) head.setAttribute("aria-sort", way);
      else head.removeAttribute("aria-sort");
    }
    this.#arrange();
  }

  #arrange() {
    let rows = this.rows;
    if (this.#filter) rows = rows.filter((one) => this.#wordsOf(one).includes(this.#filter));
    if (this.#sorted) {
      const { name, way } = this.#sorted;
      const compare = comparing(this.bench);
      const sign = way === "descending" ? -1 : 1;
      // What is unbound stays last either way.
      rows = rows.toSorted((a, b) => (a.row[name] && b.row[name] ? sign : 1) * compare(a.row[name], b.row[name]) || a.place - b.place);
    }
    this.shown = rows;
    this.#page = 0;
    this.#fill();
  }

  #wordsOf(one) {
    one.words ??= folded(Object.values(one.row).map((term) => `${wordsOf(term, this.bench)} ${this.known[term.value]?.name ?? ""}`).join(" "));
    return one.words;
  }

  #fill() {
    const { words } = this.bench;
    const page = this.shown.slice(this.#page * ROWS, (this.#page + 1) * ROWS);
    this.body.replaceChildren(...page.map((one) => this.#row(one)));
    const counts = { shown: this.numbers.format(this.shown.length), rows: this.numbers.format(this.rows.length) };
    this.status.textContent = this.#filter ? fill(words.filtered, counts) : "";
    const pages = Math.max(1, Math.ceil(this.shown.length / ROWS));
    const turn = (by, word) => element("button", { type: "button", class: "quiet", disabled: this.#page + by < 0 || this.#page + by >= pages, onclick: () => this.#turn(by) }, word);
    const where = fill(words.page, { page: this.numbers.format(this.#page + 1), pages: this.numbers.format(pages) });
    this.pager.replaceChildren(...(pages > 1 ? [turn(-1, words.previous), element("span", { role: "status" }, where), turn(1, words.next)] : []));
    this.#learn(page);
  }

  #turn(by) {
    this.#page += by;
    this.#fill();
    const buttons = this.pager.querySelectorAll("button");
    const wanted = buttons[by < 0 ? 0 : 1];
    (wanted?.disabled ? buttons[by < 0 ? 1 : 0] : wanted)?.focus();
    this.panel.scrollIntoView({ block: "nearest" });
  }

  #row(one) {
    const cells = this.result.names.map((name) => this.#cell(one.row[name]));
    const proof = this.facts ? element("td", { class: "prove" }) : null;
    const made = element("tr", {}, element("th", { scope: "row", class: "ordinal" }, this.numbers.format(one.place + 1)), ...cells, proof);
    if (proof) this.#prove(one, proof);
    return made;
  }

  #cell(term) {
    if (!term) return element("td");
    const literal = term.type === "literal";
    const lang = literal ? (term["xml:lang"] ?? null) : null;
    return element("td", { lang, dir: literal && lang ? direction(term) : null }, shown(term, this.bench, this.known[term.value]));
  }

  #prove(one, cell) {
    const proofs = Object.values(one.row).flatMap((term) => this.known[term.value]?.proofs ?? []);
    if (!proofs.length) return;
    const count = proofs.length > 1 ? element("span", { class: "count" }, ` ${this.numbers.format(proofs.length)}`) : null;
    cell.replaceChildren(element("details", { class: "proof" }, element("summary", {}, this.bench.words.proof, count), ...proofs.map((proof) => quote(proof, this.bench))));
  }

  /** Ask what the things of a page are called and what proves them, and show it. */
  async #learn(page) {
    const things = [...new Set(page.flatMap((one) => Object.values(one.row)).filter((term) => term.type === "uri").map((term) => term.value))];
    const wanted = things.filter((iri) => !(iri in this.known)).slice(0, 200);
    if (!wanted.length) return;
    let told = {};
    try {
      told = await about(this.bench, wanted);
    } catch {
      return; // The table is whole without.
    }
    for (const iri of wanted) this.known[iri] = told[iri] ?? {};
    for (const one of page) one.words = null;
    const open = this.body.contains(document.activeElement) || this.body.querySelector("details[open]");
    if (!open && page[0] === this.shown[this.#page * ROWS]) this.body.replaceChildren(...page.map((one) => this.#row(one)));
  }
}

/** Return a sentence with its proof marked, and where it stands. */
export function quote(proof, bench) {
  const where = proof.headline ? element("bdi", {}, proof.headline) : bench.words["in-article"];
  const foot = [proof.href ? element("a", { href: proof.href }, where) : where];
  if (proof.publisher) foot.push(" · ", element("bdi", {}, proof.publisher));
  if (proof.published) foot.push(" · ", element("time", { dir: "ltr" }, proof.published));
  return element("blockquote", { lang: "ar", dir: "auto" },
    element("p", {}, proof.before, element("mark", {}, proof.words), proof.after),
    element("footer", { lang: bench.lang, dir: bench.dir }, ...foot));
}
