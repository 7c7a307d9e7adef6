const BULLET = /^\s*(?:[-*•–]|\d+[.)])\s+/;

/** The lines of a pasted list: without bullets, numbers, quotes around them and empty ones. */
export function listOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.replace(BULLET, "").trim().replace(/^(["“'])(.*)(["”'])$/s, "$2").replace(/[,;]$/, "").trim()).filter((line) => line !== "");
}

/** A list with pasted lines from an index on; what it holds already is not added again. */
export function pastedInto(list: readonly string[], lines: readonly string[], at: number): { list: string[]; added: number; known: number } {
  const seen = new Set(list.map(folded));
  const fresh: string[] = [];
  for (const line of lines) {
    if (seen.has(folded(line))) continue;
    seen.add(folded(line));
    fresh.push(line);
  }
  return { list: [...list.slice(0, at + 1), ...fresh, ...list.slice(at + 1)], added: fresh.length, known: lines.length - fresh.length };
}

function folded(words: string): string {
  return words.trim().toLowerCase();
}

/** A text that somebody typed as the plain value it looks like. */
export function plainValue(words: string): string | number | boolean {
  const text = words.trim();
  if (text === "true" || text === "false") return text === "true";
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : words;
}
