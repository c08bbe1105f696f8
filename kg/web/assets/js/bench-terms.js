// RDF terms as a page shows them: each with its own language and direction, nothing in them turned round or clicked
// that should not be.

const XSD = "http://www.w3.org/2001/XMLSchema#";
const RTL = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"]);
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt", "unsignedLong"].map((name) => XSD + name));
const DATES = new Set(["date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"].map((name) => XSD + name));
const VOCABULARY = [
  ["https://w3id.org/isnad/ontology/examples#", "ontology/examples/"],
  ["https://w3id.org/isnad/ontology#", "ontology/"],
  ["https://w3id.org/isnad/shapes#", "shapes/"],
];
// Embeddings, overrides and isolates reorder what stands around them: they are shown by their number.
const REORDERING = /[\u2028-\u202e\u2066-\u2069]/g;

/** Return words with no character in them that reorders or hides what stands around it. */
export function seen(words) {
  return words.replace(REORDERING, (one) => `[U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

/** Return a new element: attributes by name, children nodes or words. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Fill in the places of a sentence: fill("{rows} rows", { rows: 3 }). */
export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Return the name of an IRI with a prefix where one fits, else its end. */
export function shortened(iri, bench) {
  if (iri.startsWith(bench.base)) return seen(decoded(iri.replace(/\/+$/, "").split("/").at(-1)));
  let best = "";
  for (const [prefix, namespace] of Object.entries(bench.prefixes ?? {})) {
    if (namespace && iri.startsWith(namespace) && namespace.length > (bench.prefixes[best]?.length ?? 0)) best = prefix;
  }
  if (best) return seen(`${best}:${iri.slice(bench.prefixes[best].length)}`);
  const end = iri.replace(/[/#]+$/, "").replace("#", "/").split("/").at(-1);
  return seen(decoded(end) || iri);
}

function decoded(words) {
  try {
    return decodeURIComponent(words);
  } catch {
    return words;
  }
}

/** Return the address a page links an IRI by, or null: our own names lead to their pages, other schemes nowhere. */
export function address(iri, bench) {
  for (const home of ["id/", "graph/"]) {
    if (iri.startsWith(bench.base + home)) return bench.prefix + encodeURI(iri.slice(bench.base.length)).replace(/[?#]/g, encodeURIComponent);
  }
  for (const [namespace, home] of VOCABULARY) {
    if (iri.startsWith(namespace)) return bench.prefix + home + encodeURIComponent(iri.slice(namespace.length));
  }
  // No other scheme may be clicked: javascript: is an IRI too.
  return /^https?:\/\//i.test(iri) ? iri : null;
}

/** Tell whether a term is one of our own things in an article, which sentences prove. */
export function isFact(term, bench) {
  return term?.type === "uri" && term.value.startsWith(`${bench.base}id/article/`);
}

/** Return the direction that a literal is drawn in. */
export function direction(term) {
  if (term.type !== "literal" || NUMBERS.has(term.datatype) || DATES.has(term.datatype)) return "ltr";
  const language = (term["xml:lang"] ?? "").split("-")[0].toLowerCase();
  if (language) return RTL.has(language) ? "rtl" : "ltr";
  return "auto";
}

export const isNumber = (term) => term?.type === "literal" && NUMBERS.has(term.datatype);
export const isDate = (term) => term?.type === "literal" && DATES.has(term.datatype);

/** Return the words that a term is found and sorted by. */
export function wordsOf(term, bench) {
  if (!term) return "";
  if (term.type === "uri") return shortened(term.value, bench);
  if (term.type === "triple") return `<< ${["subject", "predicate", "object"].map((part) => wordsOf(term.value[part], bench)).join(" ")} >>`;
  return seen(term.value);
}

/** Return an element that shows a term; *called* is what a thing is called, where that is known. */
export function shown(term, bench, called) {
  if (term.type === "uri") {
    const name = called?.name
      ? element("bdi", { lang: called.lang || null }, seen(called.name))
      : element("code", { dir: "ltr" }, shortened(term.value, bench));
    const href = address(term.value, bench);
    return href ? element("a", { href, title: seen(term.value) }, name) : name;
  }
  if (isDate(term)) return element("time", { dir: "ltr", datetime: term.value }, seen(term.value));
  if (term.type === "literal") {
    return element("span", { lang: term["xml:lang"] || null, dir: direction(term) }, seen(term.value));
  }
  return element("code", { dir: "ltr" }, term.type === "bnode" ? `_:${seen(term.value)}` : wordsOf(term, bench));
}

/** Return a function that compares two terms: numbers, then dates, then words as the page's language orders them. */
export function comparing(bench) {
  const collator = new Intl.Collator([bench.lang, "ar", "en"], { numeric: true, sensitivity: "base" });
  const rank = (term) => (isNumber(term) ? 0 : isDate(term) ? 1 : term.type === "literal" ? 2 : 3);
  return (a, b) => {
    if (!a || !b) return a ? -1 : b ? 1 : 0; // What is unbound comes last.
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    if (rank(a) === 0) return Number(a.value) - Number(b.value);
    if (rank(a) === 1) return instant(a.value) - instant(b.value);
    return collator.compare(wordsOf(a, bench), wordsOf(b, bench));
  };
}

/** Return a date as milliseconds; what has no day or month is its beginning. */
export function instant(words) {
  const match = /^(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(T.*)?/.exec(words);
  if (!match) return NaN;
  if (match[4]) return Date.parse(words);
  const made = new Date(0);
  made.setUTCFullYear(Number(match[1]), Number(match[2] ?? 1) - 1, Number(match[3] ?? 1));
  return made.getTime();
}

/** Make words equal that are the same to a reader: case, vowel signs, the forms of alef, yaa and taa marbuta. */
export function folded(words) {
  return words
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]/g, "")
    .replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627")
    .replace(/\u0649/g, "\u064a")
    .replace(/\u0629/g, "\u0647");
}
