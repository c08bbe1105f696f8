// The workbench at /sparql: what the page's form does without a script, made quicker, and more.

import { copy, explanation, programs, questions, Recent } from "./bench-desk.js";
import { editorFor } from "./bench-editor.js";
import { explain, Refused, run } from "./bench-run.js";
import { element, fill } from "./bench-terms.js";

const LONGEST = 8_000;
const PAUSE = 1_000;
const QUICK = 1;

const page = document.getElementById("bench");
const bench = {
  ...JSON.parse(page.dataset.bench),
  lang: document.documentElement.lang,
  dir: document.documentElement.dir,
  locale: document.documentElement.lang === "ar" ? "ar-u-nu-arab" : "en",
  prefixes: {},
};
const { words } = bench;
const form = document.getElementById("ask");
const area = document.getElementById("query");
const results = document.getElementById("results");
const trouble = document.getElementById("trouble");
const asked = new URLSearchParams(location.search);
const extra = [...asked].filter(([name]) => ["default-graph-uri", "named-graph-uri", "timeout"].includes(name));
const numbers = new Intl.NumberFormat(bench.locale, { maximumFractionDigits: 2, minimumFractionDigits: 1 });
const whole = new Intl.NumberFormat(bench.locale);
const state = { running: null, last: null, view: asked.get("view") ?? "table", checking: null, timer: 0 };

const status = element("span", { class: "status", role: "status" });
const clock = element("span", { class: "status clock", "aria-hidden": "true" });
const runButton = document.getElementById("run");
const cancelButton = element("button", { type: "button", class: "quiet", id: "cancel", disabled: true, onclick: () => cancel() }, words.cancel);
const explainButton = element("button", { type: "button", class: "quiet", id: "explain", onclick: () => explainIt() }, words.explain);
const linkButton = element("button", { type: "button", class: "quiet", id: "permalink", onclick: () => copy(new URL(permalink(), location.href).href, bench) }, words.permalink);
const explained = element("div", { id: "explained", hidden: true });
bench.tell = (said) => { status.textContent = said; };

let editor;
let recent;
let program;
begin();

async function begin() {
  document.getElementById("long").remove(); // Long queries go by POST of themselves here.
  runButton.after(" ", cancelButton, " ", explainButton, " ", linkButton, " ", clock, status);
  const hash = new URLSearchParams(location.hash.slice(1));
  if (hash.get("query")) area.value = hash.get("query");
  editor = await editorFor(area, bench);
  editor.onKeys({ run: go, cancel });
  editor.onChange(changed);
  form.after(element("p", { class: "small soft keys" }, bench.vendor.yasqe ? words.keys : words["keys-plain"]));
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.running) cancel(); });
  recent = new Recent(bench, open);
  program = programs(bench, () => ({ query: editor.text, kind: state.last?.query === editor.text ? state.last.kind : kindOf(editor.text) }));
  trouble.after(program.element, recent.element, explained);
  questions(document.getElementById("ready"), bench, open);
  window.addEventListener("popstate", () => { const said = queryInAddress(); if (said !== null && said !== editor.text) editor.replace(said); });
  if (trouble.dataset.line) editor.mark({ line: Number(trouble.dataset.line), column: Number(trouble.dataset.column) });
  learn();
  // What the server has drawn stays until it is known that asking again costs little.
  if (hash.get("query")) { state.view = hash.get("view") ?? state.view; go(); }
  else if (results.dataset.seconds !== undefined) takeOver(Number(results.dataset.seconds));
}

function takeOver(seconds) {
  if (seconds < QUICK) return go({ quietly: true });
  results.querySelector("h2").after(element("button", { type: "button", class: "quiet", onclick: () => go() }, words["whole-answer"]));
}

/** Load what completion and short names rest on. */
async function learn() {
  const answer = await fetch(`${bench.prefix}sparql/vocabulary.json`);
  if (!answer.ok) return;
  const vocabulary = await answer.json();
  bench.prefixes = vocabulary.prefixes;
  const { Completer } = await import("./bench-complete.js");
  editor.completer = new Completer(vocabulary, bench.lang, things);
}

async function things(word) {
  const answer = await fetch(`${bench.prefix}reconcile/suggest/entity?${new URLSearchParams({ prefix: word, lang: bench.lang })}`).catch(() => null);
  if (!answer?.ok) return [];
  const { result } = await answer.json();
  return result.map((one) => ({ iri: `${bench.base}id/${one.id}`, name: one.name, description: one.description ?? one.notable?.[0]?.name }));
}

function queryInAddress() {
  return new URLSearchParams(location.hash.slice(1)).get("query") ?? new URLSearchParams(location.search).get("query");
}

/** Return the address that asks the query as it stands; a long one stands in the fragment, which no server sees. */
function permalink() {
  const said = new URLSearchParams([["query", editor.text], ...extra]);
  if (state.view !== "table") said.set("view", state.view);
  const address = `${bench.prefix}sparql?${said}`;
  if (address.length <= LONGEST) return address;
  said.delete("query");
  const rest = [...said].filter(([name]) => name !== "view");
  return `${bench.prefix}sparql${rest.length ? `?${new URLSearchParams(rest)}` : ""}#${new URLSearchParams({ query: editor.text, view: state.view })}`;
}

/** Tell by its words what a query answers with, for want of the server's. */
function kindOf(query) {
  const bare = query.replace(/#[^\n]*|<[^<>\s]*>|"[^"\n]*"|'[^'\n]*'/g, " ");
  const word = /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(bare)?.[1].toUpperCase();
  return word === "ASK" ? "truth" : word === "CONSTRUCT" || word === "DESCRIBE" ? "graph" : "solutions";
}

function open(query) {
  editor.replace(query);
  page.querySelector(".asking").scrollIntoView({ block: "start" });
}

function changed() {
  clearTimeout(state.timer);
  state.checking?.abort();
  program?.draw();
  state.timer = setTimeout(check, PAUSE);
}

/** Tell while one types whether the query parses. */
async function check() {
  const text = editor.text;
  if (state.running || !text.trim() || editor.choosing) return;
  state.checking = new AbortController();
  try {
    const told = await explain(bench, text, { quick: true, signal: state.checking.signal, extra });
    if (text !== editor.text || state.running) return;
    if (told.valid) settle();
    else complain(told.problem, { quietly: true });
  } catch {
    // A check that fails says nothing against the query.
  }
}

function settle() {
  editor.clear();
  trouble.replaceChildren();
}

/** Show what is wrong with the query, at its line. */
function complain(problem, { quietly = false } = {}) {
  editor.mark(problem);
  const place = problem.line ? [element("button", { type: "button", class: "quiet", onclick: () => editor.goTo(problem.line, problem.column) }, `${fill(words.line, { line: whole.format(problem.line), column: whole.format(problem.column ?? 1) })} — ${words.go}`)] : [];
  const line = /^add the line (PREFIX [^\s:]*: <[^<>\s]*>)$/.exec(problem.hint ?? "")?.[1];
  if (line) place.push(" ", element("button", { type: "button", onclick: () => { editor.prepend(`${line}\n`); settle(); } }, words.mend));
  if (quietly) return trouble.replaceChildren(element("p", { class: "small aside", role: "status" }, element("span", { lang: "en", dir: "ltr" }, problem.detail ?? ""), " ", ...place));
  trouble.replaceChildren(element("div", { class: "notice bad", role: "alert" },
    element("p", { lang: "en", dir: "ltr" }, element("strong", {}, `${problem.title ?? ""}.`), ` ${problem.detail ?? ""}`),
    problem.hint ? element("p", { lang: "en", dir: "ltr" }, problem.hint) : "",
    place.length ? element("p", {}, ...place) : ""));
  if (problem.line) editor.goTo(problem.line, problem.column);
}

function cancel() {
  state.running?.abort();
}

/** Run the query; *quietly* when the page was opened with it, so that nothing moves under its reader. */
async function go({ quietly = false } = {}) {
  const query = editor.text;
  if (!query.trim()) return editor.focus();
  cancel();
  const running = new AbortController();
  state.running = running;
  const began = performance.now();
  const elapsed = () => numbers.format((performance.now() - began) / 1000);
  let rows = 0;
  busy(true);
  const ticking = setInterval(() => { clock.textContent = fill(rows ? words.running : words.waiting, { seconds: elapsed(), rows: whole.format(rows) }); }, 100);
  try {
    const result = await run(bench, query, { signal: running.signal, extra, told: (count) => { rows = count; } });
    state.last = result;
    settle();
    await present(result, quietly);
    if (!quietly) remember(query);
  } catch (error) {
    if (state.running !== running) return;
    if (error.name === "AbortError") bench.tell(fill(words.cancelled, { seconds: elapsed() }));
    else if (error instanceof Refused) { bench.tell(""); complain(error.problem); }
    else complain({ title: words.unreachable, detail: "" });
  } finally {
    clearInterval(ticking);
    if (state.running === running) { state.running = null; busy(false); }
  }
}

function busy(on) {
  results.setAttribute("aria-busy", String(on));
  cancelButton.disabled = !on;
  clock.textContent = "";
  if (on) status.textContent = "";
}

function remember(query) {
  recent.add(query);
  const address = permalink();
  if (queryInAddress() === query) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

async function present(result, quietly) {
  const { show } = await import("./bench-results.js");
  show(results, result, bench, { view: state.view, extra, chosen: (view) => { state.view = view; history.replaceState(null, "", permalink()); } });
  const said = { solutions: words.done, graph: words["done-graph"], truth: words["done-truth"] }[result.kind];
  bench.tell(fill(said, { rows: whole.format(result.rows.length), seconds: numbers.format(result.seconds) }));
  program.draw();
  if (!quietly) results.scrollIntoView({ block: "nearest" });
}

async function explainIt() {
  try {
    const told = await explain(bench, editor.text, { extra });
    if (!told.valid) return complain(told.problem);
    const measured = state.last?.query === editor.text && state.last.kind !== "truth" ? state.last : null;
    explained.replaceChildren(...explanation(told, bench, (line, column) => editor.goTo(line, column), measured), element("p", {}, element("button", { type: "button", class: "quiet", onclick: () => { explained.hidden = true; explainButton.focus(); } }, words.close)));
    explained.hidden = false;
    explained.querySelector("h2").focus();
  } catch (error) {
    complain(error instanceof Refused ? error.problem : { title: words.unreachable });
  }
}
