import type { Asked, CallPage, CallTurn, Exchange, TurnTimes } from "../api/calls";
import type { Json, JsonMap } from "../api/types";
import { fill, LABELS } from "../labels";
import { type Part, PARTS } from "./times";

/** A bar of the chart of a turn, in percent of its axis; `over` is what lies beyond the limit. */
export interface Bar {
  part: Part;
  ms: number;
  fromMs: number;
  from: number;
  width: number;
  over: number;
}

/** The parts of a turn one after the other on one axis. Marks are in percent, and only where somebody spoke. */
export interface Chart {
  bars: Bar[];
  sumMs: number;
  marks: { at: number; ms: number; kind: "promise" | "limit" }[];
}

const ROOM = 1.06; // right of the limit, which a quick turn has on its axis too: so it looks quick

export function chartOf(times: TurnTimes, promiseMs: number, budgetMs: number): Chart {
  const parts = PARTS.map((part) => ({ part, ms: times.parts[part] ?? 0 })).filter(({ ms }) => ms > 0);
  const sumMs = parts.reduce((sum, { ms }) => sum + ms, 0);
  const axisMs = times.spoken ? Math.max(sumMs, budgetMs) * ROOM : Math.max(sumMs, 1);
  const limitMs = times.spoken ? budgetMs : Number.POSITIVE_INFINITY;
  let fromMs = 0;
  const bars = parts.map(({ part, ms }): Bar => {
    const begin = fromMs;
    fromMs += ms;
    const beyond = Math.min(ms, Math.max(0, fromMs - limitMs));
    return { part, ms, fromMs: begin, from: share(begin, axisMs), width: share(ms, axisMs), over: share(beyond, axisMs) };
  });
  const marks = times.spoken ? [{ kind: "promise" as const, ms: promiseMs }, { kind: "limit" as const, ms: budgetMs }].map((mark) => ({ ...mark, at: share(mark.ms, axisMs) })) : [];
  return { bars, sumMs, marks };
}

function share(ms: number, axisMs: number): number {
  return Math.round((10_000 * ms) / axisMs) / 100;
}

/** Whether a turn took longer than callers should wait. */
export function isSlow(times: TurnTimes | null, budgetMs: number): boolean {
  return times !== null && times.spoken && times.total_ms !== null && times.total_ms > budgetMs;
}

/** A time as people say it: seconds with two figures, or milliseconds where that would be nothing. */
export function took(ms: number): string {
  return ms < 100 ? fill(LABELS.turnMs, { ms: ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms) }) : fill(LABELS.callSeconds, { seconds: (ms / 1000).toFixed(2) });
}

export function lengthOf(seconds: number): string {
  if (seconds < 60) return fill(LABELS.callSeconds, { seconds: seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds) });
  const whole = Math.round(seconds);
  return fill(LABELS.callMinutes, { minutes: Math.floor(whole / 60), seconds: String(whole % 60).padStart(2, "0") });
}

/** The turns of a call with what was said in each, in the order of the talk. */
export interface Talk {
  turn: Exchange;
  title: string;
  /** What the caller did, in short. */
  words: string;
  lines: CallTurn[];
}

export function talksOf(page: CallPage): Talk[] {
  let number = 0;
  return page.exchanges.map((turn) => {
    const lines = keysTogether(page.turns.filter(({ seq }) => seq >= turn.seq && seq <= turn.last));
    const greets = turn.began_with === "call_started";
    const title = greets ? LABELS.turnGreeting : fill(LABELS.turnNumber, { number: ++number });
    const own = lines.find(({ who, text }) => (who === "caller" && text) || who === "keys" || who === "silence") ?? lines.find(({ who }) => who === "bot");
    return { turn, title, words: own ? own.text || LABELS.callSilence : "", lines };
  });
}

/** Keys that were pressed one after the other are one line. */
function keysTogether(lines: CallTurn[]): CallTurn[] {
  const made: CallTurn[] = [];
  for (const line of lines) {
    const before = made.at(-1);
    if (before?.who === "keys" && line.who === "keys") made[made.length - 1] = { ...line, text: `${before.text} ${line.text}` };
    else made.push(line);
  }
  return made;
}

export interface Step {
  number: number;
  flow: string;
  node: string;
}

/** The nodes that a call came by, in order; standing at one over several events is one step. */
export function stepsOf(path: readonly { flow: string; node: string }[]): Step[] {
  const steps: Step[] = [];
  for (const { flow, node } of path) {
    const before = steps.at(-1);
    if (before?.flow !== flow || before.node !== node) steps.push({ number: steps.length + 1, flow, node });
  }
  return steps;
}

const MOST_NUMBERS = 3;

/** For each node of a flow the numbers of its steps, such as `2, 5`. */
export function orderIn(steps: readonly Step[], flow: string): Map<string, string> {
  const numbers = new Map<string, number[]>();
  for (const step of steps) if (step.flow === flow) numbers.set(step.node, [...(numbers.get(step.node) ?? []), step.number]);
  return new Map([...numbers].map(([node, all]) => [node, all.slice(0, MOST_NUMBERS).join(", ") + (all.length > MOST_NUMBERS ? " …" : "")]));
}

const ENDS: Record<string, string> = { goodbye: LABELS.endGoodbye, hangup: LABELS.endHangup, handoff: LABELS.endHandoff, limit: LABELS.endLimit, error: LABELS.endError, lost: LABELS.endLost };

/** How a call ended, in words; the reason itself where there are none for it. */
export function endWords(reason: string): string {
  return ENDS[reason] ?? reason;
}

/** A value in a sentence. */
export function plain(value: Json | undefined): string {
  if (value === null || value === undefined) return "—";
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What the bot knew after a turn, and what of it was new. */
export function knownOf(turn: Exchange, before: JsonMap): { name: string; value: string; fresh: boolean }[] {
  return Object.entries(turn.slots).map(([name, value]) => ({ name, value: plain(value), fresh: JSON.stringify(before[name]) !== JSON.stringify(value) }));
}

/** Names and values of what a tool was asked with, or gave; a text stands alone. */
export function pairsOf(value: Json | undefined): { name: string; value: string }[] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value !== "object" || Array.isArray(value)) return [{ name: "", value: plain(value) }];
  return Object.entries(value).map(([name, one]) => ({ name, value: plain(one) }));
}

/** What came of asking outside; undefined where nothing ever did. */
export function cameOf(asked: Asked): Json | undefined {
  return asked.result ?? asked.text ?? asked.values;
}
