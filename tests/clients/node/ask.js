// Reads a list of {query, sources} from the standard input and prints what Comunica answers to each, as JSON.
const { QueryEngine } = require("@comunica/query-sparql");

const term = (t) => {
  switch (t.termType) {
    case "NamedNode": return `<${t.value}>`;
    case "BlankNode": return `_:${t.value.replace(/[^A-Za-z0-9]/g, "")}`;
    case "Literal": {
      const said = JSON.stringify(t.value).replace(/\u007f/g, "\\u007F");
      return said + (t.language ? `@${t.language}` : `^^<${t.datatype.value}>`);
    }
    default: return t.value;
  }
};

const answer = async (engine, { query, sources }) => {
  const result = await engine.query(query, { sources });
  const found = await result.execute();
  if (result.resultType === "boolean") return found;
  const items = await found.toArray();
  return result.resultType === "bindings"
    ? items.map((row) => Object.fromEntries([...row].map(([name, value]) => [name.value, term(value)])))
    : items.map((q) => `${term(q.subject)} ${term(q.predicate)} ${term(q.object)} .`);
};

(async () => {
  let text = "";
  for await (const piece of process.stdin) text += piece;
  const engine = new QueryEngine();
  const answers = [];
  for (const asked of JSON.parse(text)) answers.push(await answer(engine, asked));
  return answers;
})().then(
  (answers) => process.stdout.write(JSON.stringify(answers), () => process.exit(0)),
  (error) => process.stderr.write(String(error.stack || error), () => process.exit(1)),
);
