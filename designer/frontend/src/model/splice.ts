import type { Splice } from "../api/types";

/** A text with edits whose places are those of the text before. */
export function applied(text: string, edits: readonly Splice[]): string {
  let made = "";
  let at = 0;
  for (const [from, to, insert] of edits) {
    made += text.slice(at, from) + insert;
    at = to;
  }
  return made + text.slice(at);
}

/** Whether every place is inside of a text of that length, and they are in order. */
export function fits(edits: readonly Splice[], length: number): boolean {
  let at = 0;
  return edits.every(([from, to]) => {
    const ok = from >= at && to >= from && to <= length;
    at = to;
    return ok;
  });
}

/** The way back, in places of the text after. */
export function inverseOf(text: string, edits: readonly Splice[]): Splice[] {
  let shift = 0;
  return edits.map(([from, to, insert]) => {
    const back: Splice = [from + shift, from + shift + insert.length, text.slice(from, to)];
    shift += insert.length - (to - from);
    return back;
  });
}

/** The one edit that makes `after` of `before`; none when they are equal. Never cuts a surrogate pair. */
export function difference(before: string, after: string): Splice[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--;
  let tail = 0;
  while (tail < most - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  if (tail > 0 && isLow(before.charCodeAt(before.length - tail))) tail--;
  return [[start, before.length - tail, after.slice(start, after.length - tail)]];
}

/** `edits` as they read once `over`, of the same text, has been made; null where the two touch the same place. */
export function rebased(edits: readonly Splice[], over: readonly Splice[]): Splice[] | null {
  const moved: Splice[] = [];
  for (const [from, to, insert] of edits) {
    let shift = 0;
    for (const [start, end, text] of over) {
      if (end <= from && !(start === end && from === to && start === from)) shift += text.length - (end - start);
      else if (start < to || (start === from && end === to)) return null;
    }
    moved.push([from + shift, to + shift, insert]);
  }
  return moved;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
