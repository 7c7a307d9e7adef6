import type { Splice } from "../api/types";
import { applied, difference } from "./splice";

/** Two texts that were made of the same one, by two people at once. */

const TOKEN = /[\p{L}\p{N}_]+|\s|[^\p{L}\p{N}_\s]/gu; // a word is changed as a whole: half of each of two words is none
const MOST = 1_000_000; // cells of a table: some ms, for a paragraph that was written anew

/** The edits that make `after` of `before`, each as small as a word: places that stayed are told of as such. */
export function changes(before: string, after: string): Splice[] {
  const [whole] = difference(before, after);
  if (!whole) return [];
  // From the beginning of a line to the end of one: nothing before and behind it differs.
  const from = before.lastIndexOf("\n", whole[0] - 1) + 1;
  const end = before.indexOf("\n", whole[1]);
  const to = end < 0 ? before.length : end;
  const old = before.slice(from, to);
  const now = after.slice(from, after.length - (before.length - to));
  return pieces(old, now, (text) => text.split(/(?<=\n)/), (one, two, at) => pieces(one, two, (text) => text.match(TOKEN) ?? [], (a, b, place) => [[place, place + a.length, b]], at), from);
}

/** Edits that make what they did of my text, and of the text that both began with; null where both changed the same
 * word. What both did is done once; of what both put at the same place, theirs comes first. */
export function together(base: string, mine: string, theirs: string): { here: Splice[]; theirs: Splice[] } | null {
  const made = changes(base, theirs);
  const here = beside(made, changes(base, mine));
  return here && { here, theirs: made };
}

/** A text with what both did; null where both changed the same word. */
export function merged(base: string, mine: string, theirs: string): string | null {
  const found = together(base, mine, theirs);
  return found && applied(mine, found.here);
}

function beside(edits: readonly Splice[], over: readonly Splice[]): Splice[] | null {
  const moved: Splice[] = [];
  for (const [from, to, insert] of edits) {
    if (over.some(([start, end, text]) => start === from && end === to && text === insert)) continue;
    let shift = 0;
    for (const [start, end, text] of over) {
      const samePlace = start === end && from === to && start === from;
      if (end <= from && !samePlace) shift += text.length - (end - start);
      else if (start < to) return null;
    }
    moved.push([from + shift, to + shift, insert]);
  }
  return moved;
}

type Cut = (text: string) => string[];

/** What differs between two texts by their pieces; `inner` tells of what stands for each other in more detail. */
function pieces(before: string, after: string, cut: Cut, inner: (old: string, now: string, at: number) => Splice[], at: number): Splice[] {
  const [old, now] = [cut(before), cut(after)];
  const found: Splice[] = [];
  let [left, right, place] = [0, 0, at];
  for (const [a, b] of [...kept(old, now), [old.length, now.length] as const]) {
    const gone = old.slice(left, a).join("");
    const come = now.slice(right, b).join("");
    if (gone && come) found.push(...inner(gone, come, place));
    else if (gone || come) found.push([place, place + gone.length, come]);
    place += gone.length + (old[a]?.length ?? 0);
    [left, right] = [a + 1, b + 1];
  }
  return found;
}

/** The longest row of pieces that both have in the same order, by their places in each. */
function kept(old: readonly string[], now: readonly string[]): [number, number][] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let tail = 0;
  while (tail < old.length - start && tail < now.length - start && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const ends = (count: number, from: number, to: number) => Array.from({ length: count }, (_, at): [number, number] => [from + at, to + at]);
  const [rows, columns] = [old.length - start - tail, now.length - start - tail];
  return [...ends(start, 0, 0), ...middle(old, now, start, rows, columns), ...ends(tail, old.length - tail, now.length - tail)];
}

function middle(old: readonly string[], now: readonly string[], start: number, rows: number, columns: number): [number, number][] {
  if (rows * columns === 0 || rows * columns > MOST) return [];
  const width = columns + 1;
  const longest = new Uint32Array((rows + 1) * width);
  const same = (row: number, column: number) => old[start + row] === now[start + column];
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      longest[row * width + column] = same(row, column)
        ? (longest[(row + 1) * width + column + 1] as number) + 1
        : Math.max(longest[(row + 1) * width + column] as number, longest[row * width + column + 1] as number);
    }
  }
  const found: [number, number][] = [];
  for (let [row, column] = [0, 0]; row < rows && column < columns; ) {
    if (same(row, column)) found.push([start + row++, start + column++]);
    else if ((longest[(row + 1) * width + column] as number) >= (longest[row * width + column + 1] as number)) row++;
    else column++;
  }
  return found;
}
