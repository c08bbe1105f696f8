// Where in a query the cursor stands, and so what may be written there. No parser: a query that is being written does
// not parse. Pure functions over text; nothing here touches a page.

const TOKEN = new RegExp(
  [
    "(?<space>[ \\t\\r\\n]+|#[^\\r\\n]*)",
    "(?<string>\"\"\"(?:\"{0,2}(?:[^\"\\\\]|\\\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\\\]|\\\\.))*'''" +
      "|\"(?:[^\"\\\\\\r\\n]|\\\\.)*\"|'(?:[^'\\\\\\r\\n]|\\\\.)*')",
    "(?<iri><[^<>\"{}|^`\\\\\\u0000-\\u0020]*>)",
    "(?<variable>[?$][\\p{L}\\p{N}_]+)",
    "(?<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
    "(?<name>(?:_|\\p{L}[\\p{L}\\p{N}_.-]*)?:(?:[\\p{L}\\p{N}_:%.-]*[\\p{L}\\p{N}_:%-])?)",
    "(?<word>\\p{L}[\\p{L}\\p{M}\\p{N}_]*)",
    "(?<number>\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)",
    "(?<mark>\\^\\^|&&|\\|\\||[!<>]=|[^])",
  ].join("|"),
  "gsu",
);
const TERMS = new Set(["iri", "variable", "name", "number", "string", "language"]);
const BLOCKS = new Set(["OPTIONAL", "MINUS", "UNION", "WHERE", "EXISTS", "NOT"]);
const CALLS = new Set(["FILTER", "BIND", "HAVING", "GROUP", "ORDER", "BY", "ASC", "DESC", "LIMIT", "OFFSET", "SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "DISTINCT", "REDUCED", "FROM", "NAMED"]);
const RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

/** Return the tokens of a query: kind, text, start and stop (UTF-16 units). White space and comments are left out. */
export function tokens(text) {
  const found = [];
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    if (kind !== "space") found.push({ kind, text: match[0], start: match.index, stop: match.index + match[0].length });
  }
  return found;
}

/** Return the prefixes that a query declares: prefix to namespace. */
export function declared(text) {
  const found = {};
  const words = tokens(text);
  for (let i = 0; i + 2 < words.length; i += 1) {
    if (words[i].kind === "word" && words[i].text.toUpperCase() === "PREFIX" && words[i + 1].kind === "name" && words[i + 2].kind === "iri") {
      found[words[i + 1].text.slice(0, -1)] = words[i + 2].text.slice(1, -1);
    }
  }
  return found;
}

/** Return the variables of a query, each once, in the order they come. */
export function variables(text) {
  return [...new Set(tokens(text).filter((token) => token.kind === "variable").map((token) => `?${token.text.slice(1)}`))];
}

/**
 * Return what may stand at a place of a query:
 *   { what: "property" | "class" | "object" | "subject" | "variable" | "prefix" | "keyword" | "graph" | null,
 *     word: what is written there so far, from, to: its place, subject, property: the triple's, as written,
 *     types: subject to the classes it is said to be of }
 */
export function context(text, offset) {
  const inside = within(text, offset);
  if (inside) return { what: null, word: "", from: offset, to: offset, types: {} };
  const word = wordAt(text, offset);
  const rest = `${text.slice(0, word.from)} ${text.slice(word.to)}`;
  const state = walk(tokens(text.slice(0, word.from)));
  const types = typesOf(tokens(rest));
  const told = { ...word, subject: state.subject, property: state.property, types };
  if (/^[?$]/.test(word.word)) return { ...told, what: "variable" };
  return { ...told, what: state.what };
}

/** Tell whether a place is within a string, a comment, or an IRI that was begun. */
function within(text, offset) {
  for (const match of text.matchAll(TOKEN)) {
    const stop = match.index + match[0].length;
    if (match.index >= offset) return false;
    const comment = match.groups.space !== undefined && match[0].startsWith("#");
    if (comment && offset <= stop) return true;
    if ((match.groups.string !== undefined || match.groups.iri !== undefined) && offset < stop) return true;
    // A quotation mark that nothing closes: all up to the end of its line is a string that is being written.
    if (match.groups.mark !== undefined && /["']/.test(match[0]) && !/[\r\n]/.test(text.slice(stop, offset))) return true;
  }
  return false;
}

/** Return the word that a place is at the end of or in: a variable, a name with or without prefix, Arabic words. */
function wordAt(text, offset) {
  const before = /(?:[\p{Script=Arabic}\p{M}]+ )*[?$]?[\p{L}\p{M}\p{N}_:.%-]*$/u.exec(text.slice(0, offset))[0].replace(/^[.\-%\d]+/, "");
  const after = /^[\p{L}\p{M}\p{N}_:%-]*/u.exec(text.slice(offset))[0];
  return { word: before, from: offset - before.length, to: offset + after.length };
}

const frame = (kind) => ({ kind, pos: "S", subject: null, property: null, open: true });

/** Go through tokens and return what is expected behind them. */
function walk(found) {
  const stack = [frame("head")];
  let before = "";
  for (const token of found) {
    const top = stack.at(-1);
    const upper = token.kind === "word" ? token.text.toUpperCase() : token.text;
    if (upper === "{") stack.push(frame(before === "VALUES" ? "values" : "block"));
    else if (upper === "}") { if (stack.length > 1) stack.pop(); stack.at(-1).pos = "S"; }
    else if (upper === "(") {
      const path = top.kind === "block" && top.pos === "P" && !(before in { FILTER: 1, BIND: 1 });
      if (!path) stack.push(frame("call"));
    } else if (upper === ")") {
      if (top.kind === "call") { stack.pop(); if (stack.at(-1).kind === "block") close(stack.at(-1)); }
    } else if (upper === "[") { const inner = frame("bracket"); inner.pos = "P"; inner.subject = `[${token.start}`; stack.push(inner); }
    else if (upper === "]") { if (top.kind === "bracket") { stack.pop(); term(stack.at(-1), top.subject); } }
    else if (top.kind === "block" || top.kind === "bracket") step(top, token, upper);
    before = before === "VALUES" && token.kind === "variable" ? "VALUES" : upper;
  }
  return { what: expected(stack.at(-1), before), subject: stack.at(-1).subject, property: stack.at(-1).property };
}

function close(top) {
  if (top.pos !== "O") { top.pos = "S"; top.subject = top.property = null; }
}

function step(top, token, upper) {
  if (upper === ".") { top.pos = "S"; top.subject = top.property = null; }
  else if (upper === ";") { top.pos = "P"; top.open = true; top.property = null; }
  else if (upper === ",") top.pos = "O";
  else if (upper === "/" || upper === "|" || upper === "^") top.open = true;
  else if (token.kind === "word" && upper !== "A") { if (BLOCKS.has(upper) || CALLS.has(upper)) top.pos = "S"; else if (upper === "GRAPH" || upper === "SERVICE") top.pos = "G"; else if (upper === "TRUE" || upper === "FALSE") term(top, token.text); }
  else if (TERMS.has(token.kind) || token.text === "a") term(top, token.text);
}

function term(top, said) {
  if (top.pos === "G") top.pos = "S";
  else if (top.pos === "S") { top.subject = said; top.pos = "P"; top.open = true; }
  else if (top.pos === "P" && top.open) { top.property = said; top.open = false; top.pos = "V"; }
  else if (top.pos === "V" && top.open) { top.property = null; top.open = false; }
  else top.pos = "done";
}

function expected(top, before) {
  if (before === "PREFIX") return "prefix";
  if (top.kind === "call") return "value";
  if (top.kind === "values") return "subject";
  if (top.kind === "head") return "keyword";
  if (top.pos === "S") return "subject";
  if (top.pos === "G") return "graph";
  if (top.pos === "P" || (top.pos === "V" && top.open)) return "property";
  if (top.pos === "V" || top.pos === "O") return isType(top.property) ? "class" : "object";
  return "keyword";
}

/** Tell whether a property, as written, is rdf:type. */
export function isType(property) {
  return property === "a" || property === "rdf:type" || property === RDF_TYPE;
}

/** Return for each subject the classes that the query says it is of, and the properties that it is a value of. */
function typesOf(found) {
  const types = {};
  const stack = [frame("head")];
  for (const token of found) {
    const top = stack.at(-1);
    const upper = token.kind === "word" ? token.text.toUpperCase() : token.text;
    if (upper === "{") stack.push(frame("block"));
    else if (upper === "}") { if (stack.length > 1) stack.pop(); stack.at(-1).pos = "S"; }
    else if (upper === "(") stack.push(frame("call"));
    else if (upper === ")") { if (top.kind === "call") { stack.pop(); close(stack.at(-1)); } }
    else if (upper === "[") { const inner = frame("bracket"); inner.pos = "P"; inner.subject = `[${token.start}`; note(types, top, inner.subject); stack.push(inner); }
    else if (upper === "]") { if (top.kind === "bracket") { stack.pop(); term(stack.at(-1), top.subject); } }
    else if (top.kind === "block" || top.kind === "bracket") {
      if (TERMS.has(token.kind) && ((top.pos === "V" && !top.open) || top.pos === "O")) note(types, top, token.text);
      step(top, token, upper);
    }
  }
  return types;
}

function note(types, top, said) {
  if (!top.subject || !top.property) return;
  if (isType(top.property)) (types[top.subject] ??= { classes: [], of: [] }).classes.push(said);
  else (types[said] ??= { classes: [], of: [] }).of.push(top.property);
}
