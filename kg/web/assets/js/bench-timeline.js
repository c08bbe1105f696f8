// An answer along time: a dot a row in a drawing, and the same rows by date as a list.

import { element, fill, instant, isDate, isFact, shown, wordsOf } from "./bench-terms.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST = 500;
const [WIDTH, STEP, EDGE, LOW] = [960, 9, 30, 26];

/** Draw the timeline of an answer into *panel*. */
export function draw(panel, result, bench) {
  const columns = result.names.filter((name) => result.rows.some((row) => isDate(row[name])));
  const select = element("select", { id: "time-of", dir: "ltr" }, ...columns.map((name) => element("option", { value: name }, `?${name}`)));
  const place = element("div");
  select.addEventListener("change", () => along(place, result, select.value, bench));
  panel.replaceChildren(element("p", { class: "tools" }, element("label", { for: "time-of" }, bench.words["timeline-of"]), " ", select), place);
  along(place, result, columns[0], bench);
}

function along(place, result, column, bench) {
  const dated = result.rows
    .map((row) => ({ row, date: row[column], at: isDate(row[column]) ? instant(row[column].value) : NaN }))
    .filter((one) => Number.isFinite(one.at))
    .sort((a, b) => a.at - b.at);
  if (!dated.length) return place.replaceChildren(element("p", { class: "empty" }, bench.words["timeline-none"]));
  const rest = result.rows.length - dated.length;
  const numbers = new Intl.NumberFormat(bench.locale);
  const items = dated.slice(0, MOST).map((one, number) => element("li", { id: `moment-${number}`, tabindex: "-1" }, shown(one.date, bench), " ", ...others(one.row, column, result, bench)));
  place.replaceChildren(
    element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": bench.words.timeline }, picture(dated.slice(0, MOST), column, result, bench)),
    rest ? element("p", { class: "soft" }, fill(bench.words.undated, { rows: numbers.format(rest) })) : "",
    element("ol", { class: "plain moments" }, ...items),
  );
}

function others(row, column, result, bench) {
  return result.names.filter((name) => name !== column && row[name]).flatMap((name) => [" · ", shown(row[name], bench)]);
}

/** Return the drawing: time runs as the page reads. */
function picture(dated, column, result, bench) {
  const [first, last] = [dated[0].at, dated.at(-1).at];
  const span = Math.max(last - first, 1);
  const across = (at) => { const x = EDGE + ((at - first) / span) * (WIDTH - 2 * EDGE); return bench.dir === "rtl" ? WIDTH - x : x; };
  const heights = new Map();
  const dots = dated.map((one, number) => {
    const slot = Math.round(across(one.at) / STEP);
    const high = (heights.get(slot) ?? 0) + 1;
    heights.set(slot, high);
    return { number, x: slot * STEP, high, fact: Object.values(one.row).some((term) => isFact(term, bench)), words: result.names.map((name) => wordsOf(one.row[name], bench)).filter(Boolean).join(" · ") };
  });
  const height = LOW + 14 + Math.max(...heights.values()) * STEP;
  const day = new Intl.DateTimeFormat(bench.locale, { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" });
  const label = fill(bench.words["timeline-label"], { first: day.format(first), last: day.format(last) });
  const made = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "timeline", role: "group", "aria-label": label });
  made.append(svg("line", { x1: 0, x2: WIDTH, y1: height - LOW, y2: height - LOW, class: "axis" }));
  for (const at of ticks(first, last)) made.append(tick(across(at), height, day.format(at)));
  for (const dot of dots) {
    const link = svg("a", { href: `#moment-${dot.number}` });
    const title = svg("title");
    title.textContent = dot.words;
    link.append(title, svg("circle", { cx: dot.x, cy: height - LOW - 4 - (dot.high - 0.5) * STEP, r: 4, class: dot.fact ? "moment fact" : "moment" }));
    made.append(link);
  }
  return made;
}

function ticks(first, last) {
  return first === last ? [first] : [0, 0.25, 0.5, 0.75, 1].map((part) => first + (last - first) * part);
}

function tick(x, height, words) {
  const made = svg("text", { x: Math.min(Math.max(x, 50), WIDTH - 50), y: height - 6, class: "tick", "text-anchor": "middle" });
  made.textContent = words;
  return made;
}

function svg(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
