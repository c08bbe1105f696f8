// What an editor offers: from the store's own vocabulary, by any word a term is called by, most used first.

import { context, declared, isType, variables } from "./bench-context.js";
import { folded } from "./bench-terms.js";

const KEYWORDS = "SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS GRAPH SERVICE BIND VALUES CONSTRUCT DESCRIBE ASK PREFIX FROM LIMIT OFFSET COUNT GROUP_CONCAT SAMPLE SUM AVG MIN MAX LANG STR CONTAINS REGEX COALESCE EXISTS".split(" ").concat(["ORDER BY", "GROUP BY", "NOT EXISTS", "FROM NAMED"]);
const MOST = 40;
const FETCHED = 2;
const UNFIT = /[<>"{}|^`\\\u0000-\u0020]/;

/** Offers completions for one store; *fetchThings* returns the known things whose names begin so. */
export class Completer {
  #vocabulary;
  #terms;
  #fetchThings;

  constructor(vocabulary, lang, fetchThings) {
    this.#vocabulary = vocabulary;
    this.lang = lang;
    this.#fetchThings = fetchThings;
    const named = (list) => new Map(list.map((one) => [one.name, one]));
    this.#terms = { class: named(vocabulary.classes), property: named(vocabulary.properties) };
  }

  /** Return { from, to, list } for a place of a query; each entry has text, name, said, count, kind, and a prefix to be declared. */
  async at(text, offset) {
    const place = context(text, offset);
    const list = await this.#offered(place, text);
    return { from: place.from, to: place.to, list: list.slice(0, MOST), word: place.word };
  }

  async #offered(place, text) {
    if (place.what === "variable") return this.#variables(place, text);
    if (place.what === "prefix") return this.#prefixes(place);
    const known = declared(text);
    const terms = this.#candidates(place).map((one) => this.#declaring(one, known));
    const words = place.what === "keyword" || place.what === "subject" || place.what === "value" ? this.#keywords(place.word) : [];
    const prefixes = this.#begun(place, known);
    const things = await this.#things(place);
    return [...terms, ...things, ...prefixes, ...words];
  }

  #variables(place, text) {
    const rest = text.slice(0, place.from) + text.slice(place.to);
    const word = `?${place.word.slice(1)}`;
    return variables(rest)
      .filter((name) => name.startsWith(word) && name !== word)
      .map((name) => ({ text: name, name, kind: "variable" }));
  }

  #prefixes(place) {
    return Object.entries(this.#vocabulary.prefixes)
      .filter(([prefix, namespace]) => prefix.startsWith(place.word.replace(/:$/, "")) && !UNFIT.test(namespace))
      .map(([prefix, namespace]) => ({ text: `${prefix}: <${namespace}>`, name: `${prefix}:`, detail: namespace, kind: "prefix" }));
  }

  /** Offer the prefixes themselves to somebody who has begun to write one. */
  #begun(place, known) {
    if (!/^[a-z]+$/i.test(place.word) || !["property", "class", "object", "subject"].includes(place.what)) return [];
    return Object.entries(this.#vocabulary.prefixes)
      .filter(([prefix, namespace]) => prefix.startsWith(place.word) && !UNFIT.test(namespace))
      .map(([prefix, namespace]) => ({ text: `${prefix}:`, name: `${prefix}:`, detail: namespace, kind: "prefix", again: true, declare: known[prefix] === undefined ? [prefix, namespace] : null }));
  }

  #candidates(place) {
    const { what, word } = place;
    if (what === "property") return this.#properties(place);
    if (what === "class") return matching(this.#vocabulary.classes, word, "class");
    if (what === "object") return matching(this.#vocabulary.values[this.#named(place.property)] ?? [], word, "value");
    if (what === "value" && word) {
      const values = Object.values(this.#vocabulary.values).flat();
      return matching([...new Map(values.map((one) => [one.name, one])).values()], word, "value");
    }
    return [];
  }

  /** Return the properties of a subject: of its class those it has or may have, and others where none of these is meant. */
  #properties(place) {
    const fitting = new Map();
    for (const kind of this.#classesOf(place)) {
      for (const [name, count] of Object.entries(this.#vocabulary.of[kind] ?? {})) fitting.set(name, Math.max(count, fitting.get(name) ?? 0));
    }
    const own = [...fitting].map(([name, count]) => ({ ...(this.#terms.property.get(name) ?? { name, said: {} }), count, fits: true }));
    own.sort((a, b) => b.count - a.count);
    const others = this.#vocabulary.properties.filter((one) => !fitting.has(one.name));
    const type = fitting.size || place.word ? [] : [{ name: "a", said: {}, count: null }];
    const fit = matching(own, place.word, "property");
    return [...type, ...(fit.length ? fit : matching(others, place.word, "property"))];
  }

  #classesOf(place) {
    const said = place.types[place.subject] ?? { classes: [], of: [] };
    const through = said.of.flatMap((property) => this.#terms.property.get(this.#named(property))?.to ?? []);
    return [...said.classes.map((name) => this.#named(name)), ...(said.classes.length ? [] : through)];
  }

  /** Return a name as the vocabulary writes it, for one that is written in full. */
  #named(written) {
    if (!written?.startsWith("<") || isType(written)) return written;
    for (const [prefix, namespace] of Object.entries(this.#vocabulary.prefixes)) {
      if (written.startsWith(`<${namespace}`)) return `${prefix}:${written.slice(namespace.length + 1, -1)}`;
    }
    return written;
  }

  #declaring(one, known) {
    const prefix = /^([^<:]*):/.exec(one.name)?.[1];
    const namespace = this.#vocabulary.prefixes[prefix];
    const declare = prefix !== undefined && namespace && !UNFIT.test(namespace) && known[prefix] === undefined ? [prefix, namespace] : null;
    return { text: one.name, name: one.name, said: one.said, count: one.count, kind: one.kind, fits: one.fits, declare };
  }

  #keywords(word) {
    if (!/^[a-z_]+$/i.test(word)) return [];
    const upper = word.toUpperCase();
    return KEYWORDS.filter((one) => one.startsWith(upper) && one !== upper).map((one) => ({ text: `${one} `, name: one, kind: "keyword" }));
  }

  async #things(place) {
    const fits = ["object", "subject", "value", "class"].includes(place.what);
    if (!fits || place.what === "class" || [...place.word].length < FETCHED || /[:?$]/.test(place.word)) return [];
    const found = await this.#fetchThings(place.word);
    return found
      .filter((one) => !UNFIT.test(one.iri))
      .map((one) => ({ text: `<${one.iri}>`, name: one.name, detail: one.description, kind: "entity", comment: one.name }));
  }
}

/** Return the entries that a word begins, or that have it within, best first; a word may be of any language. */
export function matching(list, word, kind) {
  const wanted = folded(word);
  if (!wanted) return list.map((one) => ({ ...one, kind }));
  const ranked = [];
  for (const one of list) {
    const rank = Math.min(...[one.name, one.name.split(":").at(-1), ...Object.values(one.said ?? {}), ...(one.also ?? [])].map((said) => rankOf(folded(said), wanted)));
    if (rank < 9) ranked.push([rank, ranked.length, { ...one, kind }]);
  }
  return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , one]) => one);
}

function rankOf(said, wanted) {
  if (said === wanted) return 0;
  if (said.startsWith(wanted)) return 1;
  if (said.replace(/^\u0627\u0644/, "").startsWith(wanted.replace(/^\u0627\u0644/, ""))) return 2;
  if (said.split(/[\s:-]/).some((part) => part.startsWith(wanted))) return 3;
  return wanted.length > 2 && said.includes(wanted) ? 4 : 9;
}
