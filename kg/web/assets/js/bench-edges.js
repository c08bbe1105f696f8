// The edges of an answer: of a graph its triples, of a table the rows of two columns of things. Pure over values.

const THING = (term) => term?.type === "uri" || term?.type === "bnode";

/** Return the columns that hold things. */
export function thingColumns(result) {
  return result.names.filter((name) => result.rows.some((row) => THING(row[name])));
}

/** Return { from, to, said } for each edge once; of a table between the columns *from* and *to*. */
export function edgesOf(result, from, to) {
  const found = new Map();
  const graph = result.kind === "graph";
  for (const row of result.rows) {
    const [begin, end] = graph ? [row.subject, row.object] : [row[from], row[to]];
    if (!THING(begin) || !THING(end)) continue;
    const said = graph ? row.predicate.value : null;
    const key = JSON.stringify([begin.value, said, end.value]);
    if (!found.has(key)) found.set(key, { from: begin, to: end, said });
  }
  return [...found.values()];
}
