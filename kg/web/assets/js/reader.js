// The reader: what hangs together lights up together, n and p walk through the facts, filters answer at once, and an
// address that names any place in the text (#c12-34) leads there. Places are code points of the text as published.
const text = document.getElementById("text");
const cards = [...document.querySelectorAll(".cards > .card")];
const facts = cards.filter((card) => card.classList.contains("fact"));
const segmentsOf = new Map();
for (const segment of text.querySelectorAll("[data-facts]")) {
  for (const fact of segment.dataset.facts.split(" ")) {
    if (!segmentsOf.has(fact)) segmentsOf.set(fact, []);
    segmentsOf.get(fact).push(segment);
  }
}
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const glide = () => (calm.matches ? "auto" : "smooth");

// Hovering or focusing either side lights the other.
let lively = [];
function light(ids) {
  for (const one of lively) one.classList.remove("lively");
  lively = ids.flatMap((id) => [document.getElementById(id), ...(segmentsOf.get(id) ?? [])]).filter(Boolean);
  for (const one of lively) one.classList.add("lively");
}
function meant(target) {
  const card = target.closest?.(".cards > .card");
  if (card) return [card.id];
  const sign = target.closest?.(".sign");
  if (sign) return [sign.hash.slice(1)];
  const inner = target.closest?.("[data-of]");
  return inner && text.contains(inner) ? [inner.dataset.of] : [];
}
for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => light(meant(event.target)));
}
text.addEventListener("click", (event) => {
  if (event.target.closest("a") || !getSelection().isCollapsed) return;
  const [id] = meant(event.target);
  if (id) go(document.getElementById(id));
});

function go(card) {
  if (!card) return;
  history.replaceState(null, "", `#${card.id}`);
  card.scrollIntoView({ block: "nearest", behavior: glide() });
  card.focus({ preventScroll: true });
  light([card.id]);
  const first = segmentsOf.get(card.id)?.[0];
  first?.scrollIntoView({ block: "center", behavior: glide() });
}

// n and p: the next fact and the one before it.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const way = { n: 1, p: -1 }[event.key] ?? { KeyN: 1, KeyP: -1 }[event.code];
  if (!way) return;
  const shown = facts.filter((card) => !card.hidden);
  if (!shown.length) return;
  const here = shown.indexOf(document.activeElement.closest?.(".fact"));
  go(shown[here < 0 ? (way > 0 ? 0 : shown.length - 1) : Math.min(Math.max(here + way, 0), shown.length - 1)]);
  event.preventDefault();
});

// Filters, at once. Without the script the same form asks the server.
const form = document.getElementById("sift");
function sift() {
  const wanted = new FormData(form);
  const kinds = new Set(wanted.getAll("kind"));
  const actor = wanted.get("actor") || "", rule = wanted.get("rule") || "", sure = Number(wanted.get("sure") || 0);
  const gone = new Set();
  for (const card of cards) {
    const isFact = card.classList.contains("fact");
    const kind = card.dataset.kind === "forum" ? "actor" : card.dataset.kind;
    let keep = kinds.has(kind);
    if (isFact) {
      keep &&= !actor || card.dataset.about.split(" ").includes(actor);
      keep &&= !rule || card.dataset.rules.split(" ").includes(rule);
      keep &&= !sure || card.dataset.sure === undefined || Number(card.dataset.sure) >= sure;
    }
    card.hidden = !keep;
    if (!keep) gone.add(card.id);
  }
  for (const layer of text.querySelectorAll("[data-of]")) layer.classList.toggle("layer", !gone.has(layer.dataset.of));
  for (const sign of text.querySelectorAll(".sign")) sign.hidden = gone.has(sign.hash.slice(1));
}
if (form) {
  form.addEventListener("change", sift);
  // What the server left out is not here to be shown again: then the form asks it.
  if (new URLSearchParams(location.search).has("kind")) form.removeEventListener("change", sift);
}

// Any place of the text. Elements with data-n stand for so many characters, whatever they show.
function point(at) {
  let line = null;
  for (const one of text.querySelectorAll("[data-start]")) {
    if (Number(one.dataset.start) > at) break;
    line = one;
  }
  if (!line) return null;
  let left = at - Number(line.dataset.start);
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && !node.dataset.n ? NodeFilter.FILTER_SKIP
      : node.nodeType === Node.TEXT_NODE && node.parentElement.closest("[data-n]") ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT);
  let last = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (left < Number(node.dataset.n)) return [node, 0];
      left -= Number(node.dataset.n);
      last = [node, node.childNodes.length];
      continue;
    }
    // A string is iterated by code points; its own length counts UTF-16.
    let units = 0;
    for (const letter of node.data) {
      if (left === 0) return [node, units];
      left -= 1;
      units += letter.length;
    }
    last = [node, units];
    if (left === 0) return last;
  }
  return last;
}
function visit() {
  const place = /^#c(\d+)-(\d+)$/.exec(location.hash);
  CSS.highlights?.delete("place");
  if (!place) return;
  const start = point(Number(place[1])), stop = point(Number(place[2]));
  if (!start || !stop) return;
  const range = new Range();
  range.setStart(...start);
  range.setEnd(...stop);
  if (globalThis.Highlight) CSS.highlights.set("place", new Highlight(range));
  const box = range.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) {
    start[0].parentElement.scrollIntoView({ block: "center", behavior: glide() });
  }
}
addEventListener("hashchange", visit);
visit();

const keys = document.querySelector(".keys");
keys.hidden = false;
const numbers = keys.querySelector("[data-numbers]");
numbers.addEventListener("click", () => {
  const on = document.body.classList.toggle("numbered");
  numbers.setAttribute("aria-pressed", String(on));
});
