import type { Json, JsonMap } from "../api/types";
import type { Trial } from "./trial";

const NAME_CHARACTERS = 48;

/** A conversation as it stands under `tests:`: what the caller did, and where the bot waited then. Null where the caller
 * has done nothing. */
export function caseOf(trial: Trial): JsonMap | null {
  const turns: JsonMap[] = [];
  for (const line of trial.lines) {
    const done = line.silent ? { silence: true } : line.keys !== null ? { dtmf: line.keys } : line.who === "you" ? { user: line.text } : null;
    if (done) turns.push({ ...done, ...(line.stand ? { expect: { ...line.stand } } : {}) });
  }
  const last = turns.at(-1);
  if (!last) return null;
  if (trial.reason === "goodbye" || trial.reason === "handoff") last.expect = { ended: trial.reason };
  return { ...(trial.began ? { now: trial.began } : {}), turns: turns as Json[] };
}

/** A name for it: the caller's first words. */
export function caseName(trial: Trial, taken: ReadonlySet<string>): string {
  const words = trial.lines.find((line) => line.who === "you" && line.keys === null)?.text ?? "keys";
  const stem = words.toLowerCase().replace(/[^\p{L}\p{N}' ]+/gu, " ").replace(/\s+/g, " ").trim().slice(0, NAME_CHARACTERS).trim() || "trial";
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem} ${number}`;
    if (!taken.has(name)) return name;
  }
}

/** The names under `tests:`, as far as they stand on lines of their own. */
export function caseNames(text: string): Set<string> {
  const lines = text.split("\n");
  const begin = lines.findIndex((line) => /^tests:/.test(line));
  const names = new Set<string>();
  let margin: number | null = null;
  for (const line of begin < 0 ? [] : lines.slice(begin + 1)) {
    if (/^\s*(#|$)/.test(line)) continue;
    const indent = line.length - line.trimStart().length;
    if (indent === 0) break;
    margin ??= indent;
    const key = indent === margin ? /^\s*(?:"([^"]*)"|'([^']*)'|([^:]+?))\s*:/.exec(line) : null;
    if (key) names.add(key[1] ?? key[2] ?? (key[3] as string));
  }
  return names;
}
