// A query on its way: sent, read as it comes, counted while it comes, and ended when nobody wants it any more.

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";
export const MOST_ROWS = 10_000;

/** What the server said against a request: a problem as RFC 9457 has it. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "");
    this.problem = problem;
  }
}

/**
 * Send a query and return its answer:
 *   { kind: "solutions" | "truth" | "graph", names, rows, truth, raw, whole, broken, revision, seconds, first }
 * `rows` are objects of terms by variable; of a graph by subject, predicate and object. *told* is called with the
 * number of rows so far. At most MOST_ROWS are read: then the connection is closed, which ends the work behind it.
 */
export async function run(bench, query, { signal, told, extra = [] }) {
  const began = performance.now();
  const body = new URLSearchParams([["query", query], ...extra]);
  const answer = await fetch(`${bench.prefix}sparql`, { method: "POST", headers: { Accept: ACCEPT }, body, signal });
  if (!answer.ok) throw new Refused(await problemOf(answer));
  const graph = (answer.headers.get("content-type") ?? "").startsWith("application/n-triples");
  const reader = graph ? new Lines() : new Solutions();
  const got = { raw: "", broken: false, first: null };
  await read(answer, reader, got, () => {
    if (got.first === null && reader.rows.length) got.first = (performance.now() - began) / 1000;
    told(reader.rows.length);
  }, signal);
  const rows = reader.rows.slice(0, MOST_ROWS);
  const whole = !got.broken && reader.rows.length <= MOST_ROWS && !got.stopped;
  const seconds = (performance.now() - began) / 1000;
  const kind = graph ? "graph" : reader.truth === undefined ? "solutions" : "truth";
  return { kind, names: reader.names, truth: reader.truth, rows, raw: got.raw, whole, broken: got.broken, seconds, first: got.first ?? seconds, query };
}

async function problemOf(answer) {
  try {
    return await answer.json();
  } catch {
    return { title: answer.statusText, status: answer.status, detail: "" };
  }
}

async function read(answer, reader, got, counted, signal) {
  const stream = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await stream.read();
      if (done) break;
      if (got.raw.length < 1 << 20) got.raw += value;
      reader.feed(value);
      counted();
      if (reader.rows.length > MOST_ROWS) {
        got.stopped = true;
        await stream.cancel();
        break;
      }
    }
    reader.end();
  } catch (error) {
    if (signal?.aborted) throw error;
    got.broken = true; // The server broke off in the middle: what came is shown, and said to be a part.
  }
}

/** Reads SPARQL results in JSON in pieces: a row is read when its last brace is there. */
export class Solutions {
  rows = [];
  names = [];
  truth = undefined;
  #held = "";
  #scanned = 0;
  #depth = 0;
  #quoted = false;
  #skip = false;
  #start = -1;
  #inside = false;

  feed(text) {
    this.#held += text;
    if (!this.#inside && !this.#enter()) return;
    for (; this.#scanned < this.#held.length; this.#scanned += 1) {
      const one = this.#held[this.#scanned];
      if (this.#skip) this.#skip = false;
      else if (this.#quoted) { if (one === "\\") this.#skip = true; else if (one === '"') this.#quoted = false; }
      else if (one === '"') this.#quoted = true;
      else if (one === "{") { if (this.#depth === 0) this.#start = this.#scanned; this.#depth += 1; }
      else if (one === "}") { this.#depth -= 1; if (this.#depth === 0) this.#take(); else if (this.#depth < 0) break; }
      else if (one === "]" && this.#depth === 0) break;
    }
  }

  /** Read the head, once all of it is there; tell whether rows may follow. */
  #enter() {
    const begin = /"bindings"\s*:\s*\[/.exec(this.#held);
    if (!begin) return false;
    const head = /"head"\s*:\s*(\{[^}]*\})/.exec(this.#held.slice(0, begin.index));
    this.names = head ? (JSON.parse(head[1]).vars ?? []) : [];
    this.#inside = true;
    this.#scanned = begin.index + begin[0].length;
    return true;
  }

  #take() {
    this.rows.push(JSON.parse(this.#held.slice(this.#start, this.#scanned + 1)));
    if (this.#scanned > 1 << 16) {
      this.#held = this.#held.slice(this.#scanned + 1);
      this.#scanned = -1;
    }
  }

  end() {
    if (!this.#inside) this.truth = JSON.parse(this.#held).boolean;
  }
}

const PART = String.raw`<([^<>\s]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>\s]*)>)?`;
const TRIPLE = new RegExp(`^(?:${PART})\\s+<([^<>\\s]*)>\\s+(?:${PART})\\s*\\.\\s*$`);
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/** Reads N-Triples line by line. */
export class Lines {
  rows = [];
  names = ["subject", "predicate", "object"];
  truth = undefined;
  #held = "";

  feed(text) {
    const lines = (this.#held + text).split("\n");
    this.#held = lines.pop();
    for (const line of lines) this.#line(line);
  }

  #line(line) {
    const match = TRIPLE.exec(line.trim());
    if (match) this.rows.push({ subject: term(match.slice(1, 6)), predicate: { type: "uri", value: unescaped(match[6]) }, object: term(match.slice(7, 12)) });
    else if (line.trim()) this.rows.push({ subject: { type: "other", value: line.trim() } });
  }

  end() {
    this.#line(this.#held);
  }
}

function term([iri, blank, words, language, datatype]) {
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  return { type: "literal", value: unescaped(words), ...(language && { "xml:lang": language }), ...(datatype && { datatype }) };
}

function unescaped(words) {
  return words.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs, (_, four, eight, one) =>
    one === undefined ? String.fromCodePoint(Math.min(parseInt(four ?? eight, 16), 0x10ffff)) : (ESCAPES[one] ?? one));
}

/** Ask what becomes of a query without running it; *quick* looks at its words alone. */
export async function explain(bench, query, { quick = false, signal, extra = [] } = {}) {
  const answer = await fetch(`${bench.prefix}sparql/explain?quick=${quick ? 1 : 0}`, {
    method: "POST",
    body: new URLSearchParams([["query", query], ...extra.filter(([name]) => name !== "timeout")]),
    signal,
  });
  if (!answer.ok) throw new Refused(await problemOf(answer));
  return answer.json();
}

/** Ask what things are called, and which sentences prove them: { iri: { name, lang, proofs } }. */
export async function about(bench, iris) {
  const answer = await fetch(`${bench.prefix}sparql/about`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ things: iris, lang: bench.lang }),
  });
  return answer.ok ? (await answer.json()).things : {};
}
