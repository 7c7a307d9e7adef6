import type { ServerMessage } from "./protocol";

/** Where the time of a turn goes, in the order in which it goes: docs/reference/turn-parts.md. */
export const PARTS = [
  "uplink",
  "hold",
  "recognition",
  "understanding",
  "engine",
  "first_token",
  "clause",
  "synthesis",
  "egress",
] as const;
export type Part = (typeof PARTS)[number];

/** One spoken turn. Times in milliseconds. */
export interface TimedTurn {
  readonly turn: number;
  readonly parts: Readonly<Record<Part, number>>;
  readonly totalMs: number | null; // null: cut off before anything could be heard
  readonly answerMs: number | null; // later than the total where a filler came first
  readonly speculated: boolean;
  readonly holdMs: number | null; // how long the silence at its end had to last; the part `hold` is what it took
  readonly why: string | null; // and why so long
}

/** What the server has told of the times of a call; nothing of it reaches callers without the debug scope. */
export interface Times {
  readonly told: boolean;
  readonly turns: readonly TimedTurn[];
}

export const NO_TIMES: Times = { told: false, turns: [] };

/** The times after one more message. A turn that was typed, and the greeting, have none. */
export function follow(times: Times, message: ServerMessage): Times {
  if (message.type === "ready") return message.debug ? { told: true, turns: [] } : NO_TIMES;
  if (message.type !== "turn" || message.timed === null) return times;
  return { told: true, turns: [...times.turns, message.timed] };
}

/** What a `turn` message says of time; `null` where there was no last sound to count from. */
export function readTurn(raw: Readonly<Record<string, unknown>>): TimedTurn | null {
  const sent = record(raw["parts"]);
  if (!PARTS.some((part) => part in sent)) return null;
  const parts = Object.fromEntries(PARTS.map((part) => [part, Math.max(0, ms(sent[part]) ?? 0)]));
  const { ms: holdMs, why } = record(raw["hold"]);
  return {
    turn: ms(raw["turn"]) ?? 0,
    parts: parts as Record<Part, number>,
    totalMs: ms(raw["total_ms"]),
    answerMs: ms(raw["answer_ms"]),
    speculated: raw["speculated"] === true,
    holdMs: ms(holdMs),
    why: typeof why === "string" ? why : null,
  };
}

export interface Summary {
  readonly medianMs: number;
  readonly slowest: TimedTurn & { readonly totalMs: number };
}

/** Of the turns that were answered; `null` before the first one. */
export function summary(turns: readonly TimedTurn[]): Summary | null {
  const answered = turns.filter((turn): turn is Summary["slowest"] => turn.totalMs !== null);
  const sorted = answered.toSorted((one, other) => one.totalMs - other.totalMs);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  const slowest = sorted.at(-1);
  if (low === undefined || high === undefined || slowest === undefined) return null;
  return { medianMs: (low.totalMs + high.totalMs) / 2, slowest };
}

/** All of a turn that has a time: its total, or as far as it came. */
export function length(turn: TimedTurn): number {
  return turn.totalMs ?? PARTS.reduce((sum, part) => sum + turn.parts[part], 0);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}

function ms(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
