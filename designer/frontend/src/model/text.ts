/** Where things stand in the text of a bot, by its lines: enough for block style, which is what people write. */

const KEY = /^( *)(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#'"{[&*!|>%@`-][^#]*?|-[^\s#][^#]*?))\s*:(?=\s|$)/;

function keyOf(line: string): { indent: number; name: string } | null {
  const found = KEY.exec(line);
  if (!found) return null;
  const name = found[2] ?? found[3]?.replaceAll("''", "'") ?? found[4] ?? "";
  return { indent: (found[1] as string).length, name };
}

/** The lines of a part at the margin, such as `slots`: [first, behind the last), from 0; null without one. */
export function sectionLines(lines: readonly string[], name: string): [number, number] | null {
  const from = lines.findIndex((line) => keyOf(line)?.indent === 0 && keyOf(line)?.name === name);
  if (from < 0) return null;
  let to = from + 1;
  while (to < lines.length && !/^[^\s#-]/.test(lines[to] as string)) to++;
  return [from, to];
}

/** The line of an entry of a part at the margin, from 1. */
export function entryLine(text: string, part: string, name: string): number | null {
  const lines = text.split("\n");
  const where = sectionLines(lines, part);
  const found = where && children(lines, where[0] + 1, where[1]).find((one) => one.name === name);
  return found ? found.from + 1 : null;
}

function children(lines: readonly string[], from: number, to: number): { name: string; from: number; to: number }[] {
  const found: { name: string; from: number; to: number }[] = [];
  let indent = -1;
  for (let at = from; at < to; at++) {
    const key = keyOf(lines[at] as string);
    if (!key) continue;
    if (indent < 0) indent = key.indent;
    if (key.indent !== indent) continue;
    const last = found.at(-1);
    if (last) last.to = at;
    found.push({ name: key.name, from: at, to });
  }
  return found;
}

/** The text of one entry of a part at the margin with its heading, to be read by itself; null where it has no own lines. */
export function entryText(text: string, part: string, name: string): string | null {
  const lines = text.split("\n");
  const where = sectionLines(lines, part);
  const found = where && children(lines, where[0] + 1, where[1]).find((one) => one.name === name);
  return found ? lines.slice(found.from, found.to).join("\n") : null;
}
