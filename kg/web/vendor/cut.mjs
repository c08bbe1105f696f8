// Cuts fonts: reads [{from, to, characters: [[first, last], …]}, …] from standard input. Run where the packages are.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import subset from "subset-font";

for (const { from, to, characters } of JSON.parse(await text(process.stdin))) {
  let wanted = "";
  for (const [first, last] of characters)
    for (let code = first; code <= last; code++) wanted += String.fromCodePoint(code);
  // Who made it, and under which licence, stays in the font (names 0, 13 and 14).
  const cut = await subset(await readFile(from), wanted, { targetFormat: "woff2", preserveNameIds: [0, 13, 14] });
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, cut);
}
