import type { JsonMap } from "../api/types";

/** Where the time of a turn goes, in the order in which it goes; docs/reference/turn-parts.md. */
export const PARTS = ["uplink", "hold", "recognition", "understanding", "engine", "first_token", "clause", "synthesis", "egress"] as const;
export type Part = (typeof PARTS)[number];

/** One spoken turn. Times in milliseconds. */
export interface TimedTurn {
  /** Only those that took any. */
  parts: { part: Part; ms: number }[];
  /** To the first sound; null: cut off before anything could be heard. */
  total: number | null;
  /** To the answer itself, where something else was said first. */
  answer: number | null;
  /** Why it waited at the end of the turn. */
  why: string | null;
}

/** What a `turn` message says of time; null where there was no last sound to count from. */
export function timed(message: JsonMap): TimedTurn | null {
  const told = map(message.parts);
  const parts = PARTS.map((part) => ({ part, ms: number(told[part]) ?? 0 })).filter(({ ms }) => ms > 0);
  if (parts.length === 0) return null;
  const [total, answer] = [number(message.total_ms), number(message.answer_ms)];
  const { why } = map(message.hold);
  return { parts, total, answer: answer !== null && answer !== total ? answer : null, why: typeof why === "string" ? why : null };
}

/** All of a turn that has a time: its total, or as far as it came. */
export function length(turn: TimedTurn): number {
  return turn.total ?? turn.parts.reduce((sum, { ms }) => sum + ms, 0);
}

function map(value: unknown): JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
}

function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
