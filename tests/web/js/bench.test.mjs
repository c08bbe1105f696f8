// The workbench's pure modules: where the cursor stands, what is offered, what a program of each language reads.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const from = (name) => import(new URL(`${process.env.KG_JS}/${name}`, "file://"));
const { context, declared, variables } = await from("bench-context.js");
const { Completer } = await from("bench-complete.js");
const { javascript, python, r, shell, snippets } = await from("bench-snippets.js");
const { Lines, Solutions } = await from("bench-run.js");
const { comparing, direction, instant, seen } = await from("bench-terms.js");
const { edgesOf } = await from("bench-edges.js");

const at = (query) => { const offset = query.indexOf("|"); return context(query.replace("|", ""), offset); };

test("what may stand where the cursor is", () => {
  for (const [query, what, word] of [
    ["SEL|", "keyword", "SEL"], ["PREFIX isn|", "prefix", "isn"], ["SELECT * { ?s |", "property", ""], ["SELECT * { ?s a x:A ; x:|", "property", "x:"],
    ["SELECT * { ?s a تصر|", "class", "تصر"], ["SELECT * { ?s x:p/x:q|", "property", "x:q"], ["SELECT * { ?s x:p ?o , محمد بن سل|", "object", "محمد بن سل"],
    ["SELECT * { FILTER(?x = 1) ?s |", "property", ""], ["SELECT * { ?s x:p [ a x:B ; x:|] }", "property", "x:"], ["SELECT * { ?s ?p ?na|", "variable", "?na"],
    ['SELECT * { ?s ?p "ab|c" }', null, ""], ["SELECT * { # ab|c\n}", null, ""], ["SELECT * { VALUES ?x { وز| } }", "subject", "وز"], ["SELECT * { GRAPH ?g { ?s a x:|", "class", "x:"],
  ]) {
    const found = at(query);
    assert.deepEqual([found.what, found.word], [what, word], query);
  }
  assert.deepEqual(at("SELECT * { ?s | . ?s a x:A . ?o x:p ?s }").types["?s"], { classes: ["x:A"], of: ["x:p"] });
  assert.deepEqual(declared("PREFIX x: <http://x/> # PREFIX y: <http://y/>\nASK {}"), { x: "http://x/" });
  assert.deepEqual(variables('SELECT ?a { ?a ?ب "?c" }'), ["?a", "?ب"]);
});

test("terms are offered by class, by any of their words, with the prefix to be declared", async () => {
  const vocabulary = {
    prefixes: { x: "http://x/", bad: "http://x> . DROP" }, values: { "x:mode": [{ name: "x:direct", said: { ar: "مباشر" } }] },
    classes: [{ name: "x:Said", count: 9, said: { ar: "قول" }, also: ["تصريح"] }, { name: "x:Who", count: 4, said: { ar: "جهة" } }],
    properties: [{ name: "x:p", count: 9, said: {}, to: ["x:Who"] }, { name: "x:name", count: 5, said: { ar: "اسم" } }], of: { "x:Said": { "x:p": 9 }, "x:Who": { "x:name": 4 } },
  };
  const completer = new Completer(vocabulary, "ar", async (word) => [{ iri: "http://x/id/1", name: `${word}!` }, { iri: "http://x/> } DROP", name: "bad" }]);
  const offered = async (query) => { const offset = query.indexOf("|"); return (await completer.at(query.replace("|", ""), offset)).list; };
  const [first] = await offered("ASK { ?s a تصريح|");
  assert.deepEqual([first.text, first.count, first.declare], ["x:Said", 9, ["x", "http://x/"]]);
  assert.deepEqual((await offered("ASK { ?s a x:Said ; |")).map((one) => one.name), ["x:p"]);
  assert.deepEqual((await offered("PREFIX x: <http://x/> ASK { ?s x:p ?w . ?w |")).map((one) => [one.name, one.declare]), [["x:name", null]]);
  assert.deepEqual((await offered("ASK { ?s x:mode |")).map((one) => one.name), ["x:direct"]);
  assert.deepEqual((await offered("ASK { ?s ?p وزير|")).map((one) => one.text), ["<http://x/id/1>"]);
  assert.deepEqual((await offered("PREFIX |")).map((one) => one.name), ["x:"]);
});

const NASTY = "SELECT * { ?s ?p \"قال 'نعم' \\\\ \\\"لا\\\" $HOME `id` ${x} %s {0}\" }\n# </script><!-- \"\"\" ''' \\";

test("each language reads back the very query", () => {
  assert.equal(execFileSync("sh", ["-c", `printf %s ${shell(NASTY)}`]).toString(), NASTY);
  assert.equal(eval(javascript(NASTY)), NASTY); // eslint-disable-line no-eval
  assert.ok(!/<\/script|<!--/i.test(javascript(NASTY)));
  const python3 = process.env.KG_PYTHON;
  const read = execFileSync(python3, ["-c", `import sys\nsys.stdout.buffer.write((${python(NASTY)}).strip("\\n").encode())`]);
  assert.equal(read.toString(), NASTY);
  assert.equal(r('a"b\\c'), '"a\\"b\\\\c"');
  for (const kind of ["solutions", "graph", "truth"]) {
    for (const one of snippets(NASTY, "http://x/sparql", kind).filter((one) => one.id.endsWith("python") || one.id === "sparqlwrapper")) {
      execFileSync(python3, ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], { input: one.code });
    }
    assert.ok(!snippets(NASTY, "http://x/sparql", kind).some((one) => one.code.includes("undefined")));
  }
});

test("answers are read in pieces of any size", () => {
  const rows = [{ s: { type: "uri", value: "http://x/{}[]" } }, { s: { type: "literal", value: 'a "} \\ ] ب', "xml:lang": "ar" } }, {}];
  const text = JSON.stringify({ head: { vars: ["s"] }, results: { bindings: rows } });
  for (const size of [1, 2, 7, 1000]) {
    const reader = new Solutions();
    for (let i = 0; i < text.length; i += size) reader.feed(text.slice(i, i + size));
    reader.end();
    assert.deepEqual([reader.names, reader.rows, reader.truth], [["s"], rows, undefined]);
  }
  const truth = new Solutions();
  truth.feed('{"head":{},"boolean":true}');
  truth.end();
  assert.equal(truth.truth, true);
  const lines = new Lines();
  lines.feed('<http://s> <http://p> "\\u0642\\n"@ar .\n_:b <http:');
  lines.feed('//p> "1"^^<http://t> .\n');
  lines.end();
  assert.deepEqual(lines.rows.map((row) => row.object), [{ type: "literal", value: "ق\n", "xml:lang": "ar" }, { type: "literal", value: "1", datatype: "http://t" }]);
  assert.equal(edgesOf({ kind: "graph", names: lines.names, rows: lines.rows }).length, 0);
});

test("terms keep their direction and their order", () => {
  const literal = (value, type) => ({ type: "literal", value, datatype: `http://www.w3.org/2001/XMLSchema#${type}` });
  const compare = comparing({ lang: "ar", prefixes: {}, base: "http://x/" });
  assert.deepEqual([literal("10", "integer"), literal("9", "integer"), undefined].sort(compare).map((one) => one?.value), ["9", "10", undefined]);
  assert.deepEqual(["ياسر", "إيمان", "باسم"].map((value) => ({ type: "literal", value })).sort(compare).map((one) => one.value), ["إيمان", "باسم", "ياسر"]);
  assert.ok(instant("2026-03") < instant("2026-03-02") && Number.isNaN(instant("soon")));
  assert.deepEqual([{ type: "literal", value: "x", "xml:lang": "ar-SA" }, literal("1", "date"), { type: "literal", value: "x" }].map(direction), ["rtl", "ltr", "auto"]);
  assert.equal(seen("a\u202eb\u200f"), "a[U+202E]b\u200f");
});
