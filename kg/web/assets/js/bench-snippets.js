// The query as a program of one's own: each language with its own quoting. Pure functions over text.

const RESULTS = "application/sparql-results+json";
const GRAPH = "text/turtle";

/** Return a string of POSIX sh: between single quotes nothing has a meaning, but the quote itself. */
export function shell(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Return a string of Python: triple quotes where that keeps the lines readable. */
export function python(text) {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\r", "\\r").replaceAll("\0", "\\x00");
  return text.includes("\n") ? `"""\n${escaped}\n"""` : `"${escaped}"`;
}

/** Return a string of R, between double quotes: lines may stand in it as they are. */
export function r(text) {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\r", "\\r").replaceAll("\0", "")}"`;
}

/** Return a template literal of JavaScript; what would end a script element in HTML is broken up. */
export function javascript(text) {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("`", "\\`")
    .replaceAll("${", "\\${")
    .replaceAll("\r", "\\r")
    .replaceAll("\0", "\\x00")
    .replaceAll(/<(?=\/script|!--)/gi, "\\x3C");
  return `\`${escaped}\``;
}

/** Return the programs that ask *query* of the endpoint at *address*: { id, name, code } each; *kind* is the answer's. */
export function snippets(query, address, kind = "solutions") {
  const accept = kind === "graph" ? GRAPH : RESULTS;
  return [
    { id: "curl", name: "curl", code: `curl ${shell(address)} \\\n  -H 'Accept: ${accept}' \\\n  --data-urlencode query=${shell(query)}` },
    { id: "python", name: "Python", code: plainPython(query, address, kind, accept) },
    { id: "sparqlwrapper", name: "Python (SPARQLWrapper)", code: wrapped(query, address, kind) },
    { id: "r", name: "R", code: inR(query, address, kind, accept) },
    { id: "javascript", name: "JavaScript", code: inJavaScript(query, address, kind, accept) },
  ];
}

function plainPython(query, address, kind, accept) {
  const head = `import json\nimport urllib.parse\nimport urllib.request\n\nquery = ${python(query)}\n`;
  const send =
    `request = urllib.request.Request(\n    ${python(address)},\n    urllib.parse.urlencode({"query": query}).encode(),\n` +
    `    {"Accept": "${accept}"},\n)\nwith urllib.request.urlopen(request) as answer:\n`;
  const body = {
    graph: `    print(answer.read().decode())\n`,
    truth: `    print(json.load(answer)["boolean"])\n`,
    solutions: `    for row in json.load(answer)["results"]["bindings"]:\n        print({name: term["value"] for name, term in row.items()})\n`,
  };
  return (kind === "graph" ? head.replace("import json\n", "") : head) + send + body[kind];
}

function wrapped(query, address, kind) {
  const form = kind === "graph" ? "TURTLE" : "JSON";
  const head = `from SPARQLWrapper import ${form}, POST, SPARQLWrapper\n\nsparql = SPARQLWrapper(${python(address)})\n`;
  const send = `sparql.setMethod(POST)\nsparql.setReturnFormat(${form})\nsparql.setQuery(${python(query)})\n`;
  const body = {
    graph: `print(sparql.query().convert().decode())\n`,
    truth: `print(sparql.query().convert()["boolean"])\n`,
    solutions: `for row in sparql.query().convert()["results"]["bindings"]:\n    print({name: term["value"] for name, term in row.items()})\n`,
  };
  return head + send + body[kind];
}

function inR(query, address, kind, accept) {
  const type = kind === "solutions" ? "text/csv" : accept;
  const read = {
    graph: `cat(resp_body_string(answer))\n`,
    truth: `resp_body_json(answer, check_type = FALSE)$boolean\n`,
    solutions: `rows <- read.csv(text = resp_body_string(answer), encoding = "UTF-8")\nprint(rows)\n`,
  };
  return (
    `library(httr2)\n\nquery <- ${r(query)}\nanswer <- request(${r(address)}) |>\n  req_headers(Accept = "${type}") |>\n` +
    `  req_body_form(query = query) |>\n  req_perform()\n${read[kind]}`
  );
}

function inJavaScript(query, address, kind, accept) {
  const read = {
    graph: `console.log(await answer.text());\n`,
    truth: `console.log((await answer.json()).boolean);\n`,
    solutions: `for (const row of (await answer.json()).results.bindings) console.log(row);\n`,
  };
  return (
    `const query = ${javascript(query)};\nconst answer = await fetch(${JSON.stringify(address)}, {\n  method: "POST",\n` +
    `  headers: { Accept: "${accept}" },\n  body: new URLSearchParams({ query }),\n});\n${read[kind]}`
  );
}
