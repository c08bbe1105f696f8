// The network as something to move and grow. The page is whole without it: the picture and the table below say the same.
// It draws what /explore/network.json says, and what is chosen is shown with its sentences beside.

const place = document.getElementById("explorer");
const chosen = document.getElementById("chosen");
const style = getComputedStyle(document.documentElement);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const LIMIT = 300;

/** A token of base.css as the canvas needs it: light-dark() is told only by an element that has the colour. */
function colour(name) {
  const probe = document.createElement("i");
  probe.className = `probe-${name}`;
  place.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

const HUES = { met: "meeting", "spoke-of": "statement", agreed: "agreement", office: "position", forum: "forum" };
const STROKES = { "spoke-of": "dashed", "passed-on": "dotted", office: "dashed" };

function elements(told, known) {
  const nodes = told.nodes.filter((node) => !known.has(node.id)).map((node) => ({ classes: node.id === told.middle ? "middle" : "", data: { ...node, size: 14 + 6 * Math.log2(1 + node.weight) } }));
  const ties = told.ties.map((tie) => ({ data: { ...tie, id: `${tie.source} ${tie.relation} ${tie.target}`, width: 1 + Math.log2(tie.count) } }));
  return { nodes, ties };
}

function drawn(told) {
  const box = document.createElement("div");
  box.className = "live";
  box.tabIndex = 0;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", place.dataset.words);
  place.prepend(box);
  const edge = (relation) => ({ selector: `edge[relation ^= "${relation}"]`, style: { "line-color": colour(HUES[relation] ?? "soft"), "target-arrow-color": colour(HUES[relation] ?? "soft"), "line-style": STROKES[relation] ?? "solid" } });
  const first = elements(told, new Set());
  return cytoscape({
    container: box,
    elements: [...first.nodes, ...first.ties],
    layout: { name: "preset" },
    style: [
      { selector: "node", style: { label: "data(label)", width: "data(size)", height: "data(size)", "background-color": colour("actor"), color: colour("ink"), "font-family": style.getPropertyValue("--face") || "sans-serif", "font-size": 13, "text-valign": "bottom", "text-margin-y": 4, "text-outline-width": 3, "text-outline-color": colour("sheet"), "text-max-width": 160, "text-wrap": "ellipsis" } },
      { selector: "node.middle", style: { "background-color": colour("accent"), "font-weight": 700, "font-size": 16 } },
      { selector: "edge", style: { width: "data(width)", "curve-style": "bezier", opacity: 0.75 } },
      ...["met", "spoke-of", "passed-on", "agreed", "office", "forum"].map(edge),
      { selector: 'edge[relation = "spoke-of"], edge[relation = "passed-on"], edge[relation = "office"]', style: { "target-arrow-shape": "triangle" } },
      { selector: ":selected", style: { "overlay-color": colour("accent"), "overlay-opacity": 0.25, "overlay-padding": 6, opacity: 1 } },
    ],
  });
}

function arrange(cy) {
  cy.layout({ name: "fcose", quality: "default", animate: !still, animationDuration: 300, randomize: false, nodeSeparation: 110, idealEdgeLength: 120, packComponents: true }).run();
}

/** Show what stands at an address of ours beside the picture: the list of facts, each with its sentences. */
async function tell(title, href, node) {
  chosen.hidden = false;
  const head = document.createElement("h2");
  const link = document.createElement("a");
  link.href = href;
  link.textContent = title;
  head.append(link);
  chosen.replaceChildren(head);
  if (node) {
    const grow = document.createElement("button");
    grow.type = "button";
    grow.textContent = place.dataset.expand;
    grow.addEventListener("click", () => expand(node));
    chosen.append(grow);
    return;
  }
  const answer = await fetch(href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const facts = page.getElementById("facts");
  if (facts) chosen.append(document.adoptNode(facts));
}

let network;

async function expand(node) {
  const source = new URL(place.dataset.source, location.href);
  source.searchParams.set("who", node.id());
  source.searchParams.set("depth", "1");
  const answer = await fetch(source);
  if (!answer.ok) return;
  const told = await answer.json();
  const known = new Set(network.nodes().map((one) => one.id()));
  const more = elements(told, known);
  more.nodes.length = Math.min(more.nodes.length, Math.max(0, LIMIT - known.size));
  for (const one of more.nodes) {
    known.add(one.data.id);
    one.position = { x: node.position("x") + 60 * (Math.random() - 0.5), y: node.position("y") + 60 * (Math.random() - 0.5) };
  }
  network.add(more.nodes);
  network.add(more.ties.filter((tie) => known.has(tie.data.source) && known.has(tie.data.target) && network.getElementById(tie.data.id).empty()));
  arrange(network);
}

/** Move to the neighbour that lies in the direction of the key. */
function move(event) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const at = network.$("node:selected").first();
  if (event.key === "Enter" && at.nonempty()) {
    event.preventDefault();
    expand(at);
    return;
  }
  const way = ways[event.key];
  if (!way) return;
  event.preventDefault();
  const from = at.nonempty() ? at : network.nodes().first();
  let best = from;
  let least = Infinity;
  for (const other of network.nodes().difference(from)) {
    const [x, y] = [other.position("x") - from.position("x"), other.position("y") - from.position("y")];
    const along = x * way[0] + y * way[1];
    const aside = Math.abs(x * way[1]) + Math.abs(y * way[0]);
    if (along > 0 && along + 2 * aside < least) [least, best] = [along + 2 * aside, other];
  }
  network.elements().unselect();
  best.select();
}

function picture() {
  const button = document.createElement("a");
  button.href = "#files";
  button.textContent = ".png";
  button.dir = "ltr";
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const blob = await network.png({ output: "blob-promise", full: true, scale: 2, bg: colour("paper") });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "isnad-network.png";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  document.getElementById("files").append(" ", button);
}

async function begin() {
  const answer = await fetch(place.dataset.source);
  if (!answer.ok) return;
  const told = await answer.json();
  if (typeof cytoscapeFcose !== "undefined") cytoscape.use(cytoscapeFcose);
  network = drawn(told);
  // The places the server gave are the beginning: the live picture looks like the one it takes the place of.
  const spots = new Map([...place.querySelectorAll("a.spot")].map((spot) => [spot.dataset.actor, spot.querySelector("circle")]));
  network.nodes().forEach((node) => {
    const circle = spots.get(node.id());
    if (circle) node.position({ x: circle.cx.baseVal.value, y: circle.cy.baseVal.value });
  });
  place.querySelector(".network").hidden = true;
  arrange(network);
  network.on("select", "node", (event) => tell(event.target.data("label"), event.target.data("href") ?? "#", event.target));
  network.on("select", "edge", (event) => tell(`${event.target.source().data("label")} – ${event.target.target().data("label")} (${event.target.data("count")})`, event.target.data("href")));
  network.on("dbltap", "node", (event) => expand(event.target));
  place.querySelector(".live").addEventListener("keydown", move);
  picture();
}

if (typeof cytoscape !== "undefined") begin();
