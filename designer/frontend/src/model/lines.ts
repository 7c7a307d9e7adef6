/** Two texts line by line: what both begin and end with is equal, what lies between is shown as changed, with some
 * lines around it. */
export function sideBySide(left: string, right: string, around = 6): { left: Line[]; right: Line[] } {
  const a = left.split("\n");
  const b = right.split("\n");
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const part = (lines: string[]) => {
    const end = lines.length - tail;
    return lines.slice(Math.max(0, start - around), end + around).map((text, at) => {
      const line = Math.max(0, start - around) + at;
      return { text, changed: line >= start && line < end };
    });
  };
  return { left: part(a), right: part(b) };
}

export interface Line {
  text: string;
  changed: boolean;
}
