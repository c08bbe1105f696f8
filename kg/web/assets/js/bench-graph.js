// An answer as a drawing of nodes and edges, with the same as a list for whoever cannot use the drawing.

import { edgesOf, thingColumns } from "./bench-edges.js";
import { script } from "./bench-editor.js";
import { about } from "./bench-run.js";
import { address, element, fill, seen, shortened, shown } from "./bench-terms.js";

const MOST_EDGES = 250;
const STYLE_ID = "__________cytoscape_stylesheet";

/** Draw the graph of an answer into *panel*. */
export async function draw(panel, result, bench) {
  const columns = thingColumns(result);
  const state = { from: columns[0], to: columns[1] };
  const choices = result.kind === "graph" || columns.length < 3 ? [] : ["from", "to"].map((end) => choice(end, columns, state, bench, () => redraw()));
  const drawing = element("div");
  panel.replaceChildren(element("p", { class: "tools" }, ...choices), drawing);
  const redraw = () => edges(drawing, edgesOf(result, state.from, state.to), bench);
  await redraw();
}

function choice(end, columns, state, bench, changed) {
  const select = element("select", { id: `edge-${end}`, dir: "ltr" }, ...columns.map((name) => element("option", { value: name, selected: name === state[end] }, `?${name}`)));
  select.addEventListener("change", () => { state[end] = select.value; changed(); });
  return element("span", {}, element("label", { for: `edge-${end}` }, bench.words[end]), " ", select);
}

async function edges(place, all, bench) {
  const { words } = bench;
  if (!all.length) return place.replaceChildren(element("p", { class: "empty" }, words["graph-none"]));
  const some = all.slice(0, MOST_EDGES);
  const nodes = new Map(some.flatMap((edge) => [edge.from, edge.to]).map((term) => [term.value, term]));
  const known = await about(bench, [...nodes.values()].filter((term) => term.type === "uri").map((term) => term.value).slice(0, 200)).catch(() => ({}));
  const numbers = new Intl.NumberFormat(bench.locale);
  const note = fill(words["graph-note"], { nodes: numbers.format(nodes.size), edges: numbers.format(some.length) });
  const many = all.length > some.length ? element("p", { class: "notice" }, fill(words["graph-many"], { edges: numbers.format(some.length) })) : null;
  const twin = list(some, known, bench);
  place.replaceChildren(element("p", { class: "soft" }, note), ...(many ? [many] : []));
  if (!(await cytoscape(bench))) return place.append(element("p", { class: "notice" }, words["graph-absent"]), twin);
  const canvas = element("div", { class: "canvas", dir: "ltr", role: "img", "aria-label": words["graph-label"] });
  place.append(canvas, element("details", {}, element("summary", {}, words.table), twin));
  paint(canvas, some, nodes, known, bench);
}

async function cytoscape(bench) {
  if (!bench.vendor.cytoscape) return false;
  if (!document.getElementById(STYLE_ID)) document.querySelector('link[href*="workbench.css"]')?.setAttribute("id", STYLE_ID);
  try {
    if (!window.cytoscape) await script("../vendor/cytoscape.js");
    return true;
  } catch {
    return false;
  }
}

function name(term, known, bench) {
  // A fact has no name: the words that prove it tell it from others.
  const called = known[term.value]?.name ?? known[term.value]?.proofs?.[0]?.words;
  const said = called ?? (term.type === "uri" ? shortened(term.value, bench) : `_:${term.value}`);
  return [...seen(said)].slice(0, 40).join("");
}

function paint(canvas, some, nodes, known, bench) {
  const colour = (token) => getComputedStyle(canvas).getPropertyValue(token).trim();
  const probe = (token) => { const one = element("span", { class: `probe-${token}` }); canvas.append(one); const found = getComputedStyle(one).color; one.remove(); return found; };
  const elements = [
    ...[...nodes].map(([id, term]) => ({ data: { id, name: name(term, known, bench), href: term.type === "uri" ? address(term.value, bench) : null } })),
    ...some.map((edge, place) => ({ data: { id: `edge-${place}`, source: edge.from.value, target: edge.to.value, said: edge.said ? shortened(edge.said, bench) : "" } })),
  ];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const drawn = window.cytoscape({
    container: canvas, elements,
    layout: { name: "cose", animate: calm ? false : "end", animationDuration: 300, nodeRepulsion: 9000, idealEdgeLength: 90, padding: 24 },
    style: [
      { selector: "node", style: { "background-color": probe("node"), label: "data(name)", color: probe("ink"), "font-size": 12, "font-family": colour("--face") || "sans-serif", width: 18, height: 18, "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 130, "text-outline-width": 2, "text-outline-color": probe("paper") } },
      { selector: "edge", style: { "line-color": probe("line"), "target-arrow-color": probe("line"), "target-arrow-shape": "triangle", "curve-style": "bezier", width: 1.5, label: some.length <= 60 ? "data(said)" : "", color: probe("soft"), "font-size": 10, "text-outline-width": 2, "text-outline-color": probe("paper"), "text-rotation": "autorotate" } },
    ],
  });
  drawn.on("tap", "node", (event) => { const href = event.target.data("href"); if (href) location.assign(href); });
}

function list(some, known, bench) {
  const { words } = bench;
  const said = (term) => shown(term, bench, known[term.value]);
  const rows = some.map((edge) => element("tr", {}, element("td", {}, said(edge.from)), element("td", {}, edge.said ? shown({ type: "uri", value: edge.said }, bench) : "—"), element("td", {}, said(edge.to))));
  const head = [words.from, words.predicate, words.to].map((word) => element("th", { scope: "col" }, word));
  return element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": words.table }, element("table", { class: "answer" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)));
}
