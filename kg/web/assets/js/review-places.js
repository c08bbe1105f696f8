// Places in the text as the server counts them: Unicode code points, while the browser counts UTF-16 units.

// Return {start, stop, words} of what is selected within the text, or null. Blanks at the ends are left out.
export function spanOf(selection, text) {
  if (!text || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  let start = placeOf(range.startContainer, range.startOffset, text, false);
  let stop = placeOf(range.endContainer, range.endOffset, text, true);
  if (start === null || stop === null || start >= stop) return null;
  const letters = lettersOf(text, start, stop);
  while (start < stop && /^\s$/u.test(letters[0] ?? "")) { letters.shift(); start += 1; }
  while (start < stop && /^\s$/u.test(letters.at(-1) ?? "")) { letters.pop(); stop -= 1; }
  return start < stop ? { start, stop, words: letters.join("") } : null;
}

// Return the place of one end of a range: a node, and how far into it.
function placeOf(node, offset, text, ends) {
  if (node.nodeType === Node.TEXT_NODE) {
    const piece = node.parentElement.closest("[data-s]");
    if (!piece) return null;
    // What stands for a character that is not shown counts as that one character.
    if ("opaque" in piece.dataset) return Number(offset ? piece.dataset.e : piece.dataset.s);
    return Number(piece.dataset.s) + [...node.data.slice(0, offset)].length;
  }
  const child = node.childNodes[offset];
  const pieces = [...text.querySelectorAll("[data-s]")];
  if (child) {
    const next = pieces.find((piece) => piece === child || child.contains(piece) || child.compareDocumentPosition(piece) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (next) return Number(next.dataset.s);
  }
  const inside = pieces.filter((piece) => node === piece || node.contains(piece));
  const last = inside.at(-1) ?? pieces.at(-1);
  return last ? Number(ends || offset ? last.dataset.e : last.dataset.s) : null;
}

// Return the code points of the text from one place to another; one that is not shown is a blank.
export function lettersOf(text, start, stop) {
  const found = [];
  for (const piece of text.querySelectorAll("[data-s]")) {
    const from = Number(piece.dataset.s);
    const to = Number(piece.dataset.e);
    if (to <= start || from >= stop) continue;
    const letters = "opaque" in piece.dataset ? [" "] : [...piece.textContent];
    found.push(...letters.slice(Math.max(0, start - from), stop - from));
  }
  return found;
}
