// The place where a query is written: the page's own textarea, or, where it is installed, an editor in its place.

import { matching } from "./bench-complete.js";
import { element, fill, seen } from "./bench-terms.js";

const WORD = /[\p{L}\p{N}:_?$]/u;

/** Return where a line and a column (from 1, in code points) are in a text, in UTF-16 units of that line: [line, ch]. */
export function placeOf(text, line, column) {
  const lines = text.split("\n");
  const at = Math.min(Math.max(line, 1), lines.length) - 1;
  return [at, [...lines[at]].slice(0, Math.max(column - 1, 0)).join("").length];
}

/** The textarea as it is. */
export class Plain {
  constructor(area) {
    this.area = area;
  }
  get text() { return this.area.value; }
  replace(text) {
    this.area.focus();
    this.area.select();
    // Unlike setting the value, this can be undone.
    if (!document.execCommand("insertText", false, text)) this.area.value = text;
    this.area.dispatchEvent(new Event("input"));
  }
  prepend(line) { this.replace(line + this.text); }
  onChange(told) { this.area.addEventListener("input", told); }
  onKeys(keys) {
    this.area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); keys.run(); }
      if (event.key === "Escape") keys.cancel();
    });
  }
  mark() {}
  clear() {}
  goTo(line, column) {
    const [at, ch] = placeOf(this.text, line, column);
    const offset = this.text.split("\n").slice(0, at).reduce((sum, one) => sum + one.length + 1, ch);
    this.area.focus();
    this.area.setSelectionRange(offset, offset + 1);
  }
  focus() { this.area.focus(); }
}

/** An editor that colours, completes and marks. */
export class Rich {
  #marks = [];

  constructor(Yasqe, area, bench) {
    this.area = area;
    this.bench = bench;
    const holder = element("div", { class: "editor", dir: "ltr" });
    area.after(holder);
    Yasqe.defaults.autocompleters = []; // The built-in ones ask others, and their list of prefixes is not ours.
    this.cm = new Yasqe(holder, {
      value: area.value.replace(/\n$/, ""), autocompleters: [], persistenceId: null, createShareableLink: null, consumeShareLink: null,
      showQueryButton: false, resizeable: false, syntaxErrorCheck: false, editorHeight: "auto", direction: "ltr", rtlMoveVisually: true,
      screenReaderLabel: bench.words.editor, viewportMargin: 50, highlightSelectionMatches: false,
    });
    this.cm.setOption("lineWrapping", true);
    area.hidden = true;
    area.required = false; // What is not shown cannot be focused to be complained of.
    document.querySelector(`label[for="${area.id}"]`)?.addEventListener("click", () => this.cm.focus());
    this.cm.on("change", () => { area.value = this.cm.getValue(); });
    this.cm.on("inputRead", (_, change) => this.#typed(change));
  }

  get text() { return this.cm.getValue(); }
  /** Tell whether the list of completions is open. */
  get choosing() { return Boolean(this.cm.state.completionActive); }

  replace(text) {
    this.cm.operation(() => {
      const last = this.cm.lastLine();
      this.cm.replaceRange(text, { line: 0, ch: 0 }, { line: last, ch: this.cm.getLine(last).length });
      this.cm.setCursor({ line: 0, ch: 0 });
    });
    this.cm.focus();
  }
  prepend(line) { this.cm.replaceRange(line, { line: 0, ch: 0 }); }
  onChange(told) { this.cm.on("change", told); }

  onKeys(keys) {
    const run = () => keys.run();
    this.keys = {
      "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-S": () => {}, "Ctrl-Space": () => this.complete(true),
      "Ctrl-/": () => this.cm.commentLines(), "Shift-Ctrl-F": () => this.cm.autoformat(),
      Esc: () => keys.cancel(),
      // Tab leads on, as everywhere on the page: an editor that keeps it is a trap. Ctrl-] and Ctrl-[ indent.
      Tab: false, "Shift-Tab": false,
    };
    this.cm.setOption("extraKeys", this.keys);
  }

  mark(problem) {
    this.clear();
    if (!problem.line) return;
    const [line, ch] = placeOf(this.text, problem.line, problem.column ?? 1);
    const length = this.cm.getLine(line)?.length ?? 0;
    const from = Math.min(ch, Math.max(length - 1, 0));
    this.#marks = [this.cm.markText({ line, ch: from }, { line, ch: Math.max(from + 1, Math.min(length, from + 1)) }, { className: "fault" })];
    this.line = this.cm.addLineClass(line, "background", "faulty");
  }
  clear() {
    for (const mark of this.#marks) mark.clear();
    this.#marks = [];
    if (this.line) this.cm.removeLineClass(this.line, "background", "faulty");
    this.line = null;
  }
  goTo(line, column) {
    const [at, ch] = placeOf(this.text, line, column);
    this.cm.focus();
    this.cm.setCursor({ line: at, ch });
    this.cm.scrollIntoView(null, 60);
  }
  focus() { this.cm.focus(); }

  #typed(change) {
    if (this.completer && !this.cm.state.completionActive && WORD.test(change.text.at(-1).at(-1) ?? "")) this.complete(false);
  }

  /** Offer what may stand at the cursor. */
  complete() {
    if (!this.completer) return;
    const hint = async () => {
      const offset = this.cm.indexFromPos(this.cm.getCursor());
      const { from, to, list, word } = await this.completer.at(this.text, offset);
      const only = list.length === 1 && list[0].text === word;
      const place = { from: this.cm.posFromIndex(from), to: this.cm.posFromIndex(to) };
      const awaited = this.cm.state.completionActive?.widget?.picked;
      const offered = { ...place, list: only ? [] : list.slice(0, awaited ? 1 : undefined).map((one) => this.#entry(one, place)) };
      window.Yasqe.on(offered, "shown", () => this.#hasten(offered));
      return offered;
    };
    this.cm.showHint({ hint, completeSingle: false, closeCharacters: /[\s()[\]{};>,]/, alignWithWord: true });
  }

  /** While a list's successor is fetched, let Enter choose what still fits the word; where nothing does, the successor's first. */
  #hasten(offered) {
    const { widget } = this.cm.state.completionActive;
    const rest = widget.disable.bind(widget);
    widget.disable = () => {
      rest();
      const wait = widget.keyMap.Enter;
      widget.keyMap.Enter = () => {
        const word = this.cm.getRange(offered.from, this.cm.getCursor());
        const fitting = offered.list.findIndex(({ one }) => matching([one], word, one.kind).length);
        if (fitting < 0) wait();
        else widget.completion.pick(offered, fitting);
      };
    };
  }

  #entry(one, { from, to }) {
    return {
      one,
      text: one.text,
      render: (row) => row.append(...described(one, this.bench)),
      hint: () => this.#insert(one, from, to),
    };
  }

  #insert(one, from, to) {
    this.cm.operation(() => {
      // A list may be a letter behind: what was typed since is of the same word.
      const now = this.cm.getCursor();
      const end = now.line === to.line && now.ch > to.ch ? now : to;
      const blank = !this.cm.getLine(end.line).slice(end.ch).trim();
      const comment = one.comment && blank ? ` # ${seen(one.comment).replace(/[\r\n]+/g, " ")}` : "";
      this.cm.replaceRange(one.text + comment, from, end, "complete");
      this.cm.setCursor({ line: from.line, ch: from.ch + one.text.length });
      if (one.declare) this.cm.replaceRange(`PREFIX ${one.declare[0]}: <${one.declare[1]}>\n`, { line: 0, ch: 0 }, undefined, "complete");
    });
    if (one.again) setTimeout(() => this.complete(), 0);
  }
}

/** Return what a row of the list of completions says: the name, what it is called, how often it is used. */
function described(one, bench) {
  const said = one.said?.[bench.lang] ?? Object.values(one.said ?? {})[0] ?? one.detail;
  const language = one.said?.[bench.lang] ? bench.lang : Object.keys(one.said ?? {})[0];
  const number = one.count === null || one.count === undefined || one.kind === "value" ? "" : new Intl.NumberFormat(bench.locale).format(one.count);
  return [
    element("span", { class: "hint-name", dir: one.kind === "entity" ? "auto" : "ltr" }, seen(one.name)),
    element("span", { class: "hint-said", lang: language ?? null, dir: "auto" }, said ? seen(said) : ""),
    element("span", { class: "hint-count", title: bench.words[`kind-${one.kind}`] }, number || bench.words[`kind-${one.kind}`] || ""),
  ];
}

/** Load the editor, if it is installed, and return it; else the textarea. */
export async function editorFor(area, bench) {
  if (!bench.vendor.yasqe) return new Plain(area);
  try {
    await Promise.all([style("../vendor/yasqe.css"), script("../vendor/yasqe.js")]);
    return new Rich(window.Yasqe, area, bench);
  } catch {
    return new Plain(area);
  }
}

/** Load a script that is no module. */
export function script(name) {
  return loaded(element("script", { src: new URL(name, import.meta.url).href, async: true }));
}

function style(name) {
  const made = element("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href });
  // Before our own, which has the last word.
  const first = document.querySelector('link[rel="stylesheet"]');
  return loaded(made, first);
}

function loaded(made, before = null) {
  return new Promise((done, failed) => {
    made.addEventListener("load", () => done());
    made.addEventListener("error", () => failed(new Error(fill("{src}", { src: made.src ?? made.href }))));
    document.head.insertBefore(made, before);
  });
}
