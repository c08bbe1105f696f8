// The editor's keyboard: everything here is also on the page as a link or a form, and works without this script.
import { spanOf } from "./review-places.js";
import { dress, fill, lift } from "./review-sheet.js";

const live = document.getElementById("live");
const panel = document.getElementById("panel");
const help = document.getElementById("help");
const phrase = (name) => document.querySelector(`#phrases`).content.querySelector(`[data-phrase="${name}"]`).textContent;
const desk = () => document.getElementById("desk");
const here = desk().dataset.here;
const memory = `review ${desk().dataset.key} ${desk().dataset.page}`;
const items = () => [...desk().querySelectorAll("[data-item]")].filter((item) => item.offsetParent);
const current = () => desk().querySelector("[data-item][aria-current]");
let selected = null;
let opener = null;
let dirty = false;

function say(words) {
  live.textContent = "";
  // A region that is emptied first is read again, though the words be the same.
  setTimeout(() => { live.textContent = words; }, 30);
}

// One fact is the one at hand: the keyboard's letters are about it, and its words are lit in the text.
function choose(item, { focus = true } = {}) {
  for (const one of desk().querySelectorAll("[data-item][aria-current]")) one.removeAttribute("aria-current");
  for (const mark of desk().querySelectorAll(".lit")) mark.classList.remove("lit");
  if (!item) return;
  item.setAttribute("aria-current", "true");
  const marks = placesOf(item);
  for (const mark of marks) mark.classList.add("lit");
  const quietly = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  if (focus) {
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest", behavior: quietly });
    const sheet = desk().querySelector(".sheet");
    if (marks[0] && sheet.scrollHeight > sheet.clientHeight + 8) {
      const middle = marks[0].getBoundingClientRect().top - sheet.getBoundingClientRect().top - sheet.clientHeight / 3;
      sheet.scrollBy({ top: middle, behavior: quietly });
    }
  }
  sessionStorage.setItem(memory, item.id);
}

function placesOf(item) {
  if (item.dataset.kind !== "actor") return [...desk().querySelectorAll(`#text [data-f~="${CSS.escape(item.id)}"]`)];
  const spans = item.dataset.places.trim().split(/\s+/).map((place) => place.split("-").map(Number));
  return [...desk().querySelectorAll("#text [data-s]")].filter((piece) =>
    spans.some(([start, stop]) => Number(piece.dataset.s) < stop && start < Number(piece.dataset.e)));
}

function step(by) {
  const all = items();
  const at = all.indexOf(current());
  choose(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function onward(item) {
  const all = items();
  const behind = [...all.slice(all.indexOf(item) + 1), ...all.slice(0, all.indexOf(item))];
  choose(behind.find((one) => one.dataset.state === "machine" && one.dataset.kind !== "actor" && !one.dataset.busy) || item);
}

// What the server answers is a whole page: of it the part is taken that belongs where we are.
async function ask(address, options = {}) {
  const response = await fetch(address, { credentials: "same-origin", headers: { accept: "text/html" }, ...options });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (page.querySelector("form.sign-in")) throw new Error(phrase("signed-out"));
  return { page, response };
}

let queue = Promise.resolve();
let waiting = 0;

function inTurn(work) {
  waiting += 1;
  queue = queue.then(work).catch((error) => {
    for (const item of desk().querySelectorAll("[data-busy]")) delete item.dataset.busy;
    trouble(error instanceof TypeError ? phrase("lost") : error.message);
  }).finally(() => { waiting -= 1; });
  return queue;
}

function trouble(words) {
  const box = document.getElementById("trouble");
  box.hidden = false;
  box.querySelector("p").textContent = words;
  say(words);
}

function take({ page }, { stay = false } = {}) {
  document.getElementById("trouble").hidden = true;
  const newer = page.getElementById("desk");
  if (newer) {
    if (waiting > 1) return;
    const top = desk().querySelector(".sheet").scrollTop;
    const kept = current()?.id;
    desk().replaceWith(newer);
    newer.querySelector(".sheet").scrollTop = top;
    show();
    const about = newer.querySelector("#said").dataset.about;
    choose(document.getElementById(about || kept) || document.getElementById(kept) || items()[0], { focus: !panel.contains(document.activeElement) && !stay });
    say(newer.querySelector("#said").textContent.trim());
    return;
  }
  const sheet = page.getElementById("sheet");
  if (sheet) open(sheet);
  else trouble(page.querySelector("h1")?.textContent || phrase("lost"));
}

function open(sheet) {
  panel.replaceChildren(document.adoptNode(sheet));
  panel.hidden = false;
  document.body.classList.add("with-panel");
  dirty = false;
  dress(panel, phrase, () => selected);
  const first = panel.querySelector("[role=alert], [data-trouble] textarea, [data-trouble] input") || panel.querySelector("h1");
  first.tabIndex = first.tabIndex < 0 ? -1 : first.tabIndex;
  (first.matches("[role=alert]") ? first : panel.querySelector("textarea:not([type=hidden]), input:not([type=hidden]), select, button") || first).focus();
  panel.scrollIntoView({ block: "nearest" });
  const alert = panel.querySelector("[role=alert]");
  if (alert) say(alert.textContent.trim());
}

function close({ asked = false } = {}) {
  if (panel.hidden) return true;
  if (dirty && !asked && !confirm(phrase("unsaved"))) return false;
  panel.hidden = true;
  panel.replaceChildren();
  dirty = false;
  document.body.classList.remove("with-panel");
  choose(current() || opener);
  return true;
}

function lookAt(address, afterwards) {
  if (!close()) return;
  opener = current();
  say(phrase("working"));
  inTurn(async () => { take(await ask(address)); afterwards?.(); });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("#desk, #panel") || form.closest("dialog")) return;
  // Its buttons are called "action", and hide the form's own property of that name.
  const address = form.getAttribute("action");
  if (/\/(publish|discard)$/.test(address)) return;
  event.preventDefault();
  const button = event.submitter;
  const fields = new URLSearchParams(new FormData(form, button));
  if (form.method === "get") {
    inTurn(async () => take(await ask(`${address.split("?")[0]}?${fields}`)));
    return;
  }
  const item = form.matches(".verdict") ? form.closest("[data-item]") : null;
  if (item) {
    item.dataset.busy = button.value;
    choose(item, { focus: false });
    onward(item);
  }
  inTurn(async () => {
    const answer = await ask(address, { method: "POST", body: fields });
    if (answer.page.getElementById("desk") && !item && form.closest("#panel")) close({ asked: true });
    take(answer);
  });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link?.matches("[data-close]") && panel.contains(link)) { event.preventDefault(); close(); return; }
  if (link?.matches(".sign")) { event.preventDefault(); choose(document.getElementById(link.hash.slice(1))); return; }
  if (link?.matches("#desk [data-actor], #desk [data-key=E], #add")) {
    event.preventDefault();
    choose(link.closest("[data-item]") || current(), { focus: false });
    if (link.id === "add") add(); else lookAt(link.href);
    return;
  }
  const mark = event.target.closest("#text [data-f]");
  // A click that ends a selection is no click on a mark.
  if (mark && getSelection().isCollapsed) choose(document.getElementById(mark.dataset.f.split(" ").at(-1)));
  const item = event.target.closest("#desk [data-item]");
  if (item && !event.target.closest("a, button, summary, input")) choose(item);
  if (event.target.closest("#help-button")) help.showModal();
});

document.addEventListener("mouseover", (event) => {
  const name = event.target.closest?.("#text [data-f]")?.dataset.f.split(" ").at(-1) || event.target.closest?.("[data-item]")?.id;
  for (const one of document.querySelectorAll(".lively")) one.classList.remove("lively");
  const item = name && document.getElementById(name);
  if (!item) return;
  for (const one of [item, ...placesOf(item)]) one.classList.add("lively");
});

panel.addEventListener("input", () => { dirty = true; });
addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

document.addEventListener("selectionchange", () => {
  const span = spanOf(getSelection(), document.getElementById("text"));
  if (span) selected = span;
});

function add() {
  const span = spanOf(getSelection(), document.getElementById("text")) || selected;
  lookAt(span ? `${here}/add?at=${span.start}-${span.stop}` : `${here}/add`);
  if (!span) say(phrase("select-first"));
}

function press(selector, root = desk()) {
  const button = root.querySelector(selector);
  if (button && !button.disabled) button.click();
  else say(phrase("nothing-here"));
}

function person(focus) {
  const link = current()?.querySelector("[data-actor]");
  if (!link) { say(phrase("nothing-here")); return; }
  lookAt(link.href, () => panel.querySelector(focus)?.focus());
}

const deeds = {
  j: () => step(1),
  k: () => step(-1),
  a: () => press("button[value=accept]", current() || desk()),
  r: () => press("button[value=reject]", current() || desk()),
  e: () => { const link = current()?.querySelector("a[data-key=E], a[data-key=L]"); if (link) lookAt(link.href); },
  l: () => person("input[name=key]:checked, input[name=key]"),
  m: () => person("#other"),
  n: add,
  u: () => press("button[value=undo]"),
  U: () => press("button[value=redo]"),
  d: () => press("button[value=done]"),
  p: () => { if (!dirty || confirm(phrase("unsaved"))) { dirty = false; document.getElementById("publish").click(); } },
  t: () => (document.activeElement === document.getElementById("text") ? current()?.focus() : document.getElementById("text").focus()),
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || help.open) return;
  if (event.key === "Escape" && !panel.hidden) { close(); event.preventDefault(); return; }
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  // An Arabic keyboard has other letters on the same keys.
  const letter = /^[a-z?]$/i.test(event.key) ? event.key : /^Key[A-Z]$/.test(event.code) ? event.code.at(-1) : event.key === "؟" ? "?" : "";
  const deed = event.shiftKey && letter.toUpperCase() === "U" ? "U" : letter.toLowerCase();
  if (!(deed in deeds)) return;
  event.preventDefault();
  deeds[deed]();
});

function show() {
  const button = document.getElementById("help-button");
  button.hidden = false;
  for (const one of desk().querySelectorAll("[data-key]")) one.setAttribute("aria-keyshortcuts", one.dataset.key);
}

show();
lift(document);
fill(panel);
const named = location.hash.slice(1) || sessionStorage.getItem(memory);
const first = named && document.getElementById(named)?.matches("[data-item]") ? document.getElementById(named) : null;
choose(first || items().find((item) => item.dataset.state === "machine") || items()[0], { focus: Boolean(first) });
