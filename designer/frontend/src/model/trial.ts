import type { Json, JsonMap } from "../api/types";
import { timed, type TimedTurn } from "./times";

/** A place in the bot. */
export interface Stand {
  flow: string;
  node: string;
}

export interface TrialLine {
  id: number;
  who: "bot" | "you" | "note";
  text: string;
  /** What was understood of the caller's words, such as `start_flow transfer 84 %`. */
  acts: string[];
  /** The nodes that the engine visited then, in order. */
  steps: Stand[];
  /** The turn of the call; null where it is none. */
  turn: number | null;
  /** Where its time went; null where it was typed. */
  time: TimedTurn | null;
  /** Where the bot waited after it, null: nowhere; null as a whole where that is not known. */
  stand: { flow: string | null; node: string | null } | null;
  /** Keys that were pressed; null for anything else. */
  keys: string | null;
  /** The caller said nothing in the time they had. */
  silent: boolean;
}

export type TrialPhase = "idle" | "starting" | "listening" | "thinking" | "speaking" | "ended" | "failed";

/** A conversation with the draft, as far as it is heard. */
export interface Trial {
  phase: TrialPhase;
  mode: "text" | "voice";
  /** Whether the microphone is off. */
  muted: boolean;
  /** What the caller is saying just now, as far as it is heard. */
  partial: string;
  lines: TrialLine[];
  /** Where the bot waits. */
  at: Stand | null;
  /** Everything that was visited. */
  visited: Stand[];
  values: JsonMap;
  /** The draft's revision that is tried. */
  rev: number;
  /** When the conversation began, as the bot counts time. */
  began: string | null;
  /** Why it is over. */
  reason: string | null;
  /** The draft could not be tried, for what was wrong with it. */
  refused: boolean;
}

export const NO_TRIAL: Trial = { phase: "idle", mode: "text", muted: false, partial: "", lines: [], at: null, visited: [], values: {}, rev: 0, began: null, reason: null, refused: false };

/** Whether a draft that could not be tried was mended since: what was said of it holds no longer. */
export function isMended(state: { trial: Trial; rev: number; readable: boolean; findings: readonly { severity: string }[] }): boolean {
  const { trial, rev, readable, findings } = state;
  return trial.phase === "failed" && trial.refused && trial.rev !== rev && readable && findings.every((one) => one.severity !== "error");
}

/** The words for what is told besides what is said. */
export interface TrialWords {
  ended: (reason: string) => string;
  suspended: string;
  silent: string;
}

/** The conversation after a message of the call's socket; docs/reference/socket.md. */
export function heard(trial: Trial, message: JsonMap, house: TrialWords): Trial {
  const words = text(message.text) ?? "";
  switch (message.type) {
    case "state":
      return trial.phase === "ended" ? trial : { ...trial, phase: PHASES[String(message.state)] ?? "thinking" };
    case "transcript":
      return message.final === true ? spoken(trial, words, number(message.turn)) : { ...trial, partial: words };
    case "said":
    case "filler":
      return said(trial, "bot", words, number(message.turn));
    case "turn":
      return measured(trial, message);
    case "log":
      return isMap(message.line) ? logged(trial, message.line, house) : trial;
    case "error":
      return { ...said(trial, "note", [message.message, message.remedy].filter((part) => typeof part === "string").join(" ")), phase: message.fatal === true ? "failed" : trial.phase };
    case "ended":
      return { ...said(trial, "note", house.ended(String(message.reason))), reason: String(message.reason), phase: "ended", at: null, partial: "" };
    case "suspended":
      return { ...said(trial, "note", house.suspended), phase: "ended", partial: "" };
    default:
      return trial;
  }
}

const PHASES: Record<string, TrialPhase> = { listening: "listening", thinking: "thinking", speaking: "speaking", ended: "ended", connecting: "starting" };

export function said(trial: Trial, who: TrialLine["who"], text: string, turn: number | null = null): Trial {
  const id = (trial.lines.at(-1)?.id ?? 0) + 1;
  return { ...trial, lines: [...trial.lines, { id, who, text, acts: [], steps: [], turn, time: null, stand: null, keys: null, silent: false }] };
}

export function pressed(trial: Trial, keys: string, text: string): Trial {
  const made = said(trial, "you", text);
  return withLine(made, made.lines.length - 1, { keys });
}

/** What the caller said; the words of a turn that went on after a pause are told again. */
function spoken(trial: Trial, text: string, turn: number | null): Trial {
  const settled = { ...trial, partial: "" };
  const again = trial.lines.findIndex((line) => line.who === "you" && line.turn !== null && line.turn === turn);
  if (again >= 0) return withLine(settled, again, { text });
  return text ? said(settled, "you", text, turn) : settled;
}

/** What came of a turn, and where its time went; a turn that goes on is told again. */
function measured(trial: Trial, message: JsonMap): Trial {
  const [turn, time] = [number(message.turn), timed(message)];
  const spoken = trial.lines.findLastIndex((line) => line.who === "you" && line.turn !== null && line.turn === turn);
  // A silence and keys have no words by which to know their turn: they are the last thing that the caller did.
  const last = trial.lines.findLastIndex((line) => line.who === "you" || line.silent);
  const at = spoken < 0 && last >= 0 && trial.lines[last]?.turn === null ? last : spoken;
  return turn === null || at < 0 ? trial : withLine(trial, at, { ...(time ? { time } : {}), stand: { flow: text(message.flow), node: text(message.node) } });
}

function withLine(trial: Trial, at: number, change: Partial<TrialLine>): Trial {
  return { ...trial, lines: trial.lines.map((line, one) => (one === at ? { ...line, ...change } : line)) };
}

/** A line of the event log: what the engine understood, where it went, and what it knows now. */
function logged(trial: Trial, line: JsonMap, words: TrialWords): Trial {
  const steps = list(line.trace).filter((step) => step.why === "visit" && typeof step.flow === "string" && typeof step.node === "string").map((step) => ({ flow: step.flow as string, node: step.node as string }));
  const event = isMap(line.event) ? line.event : {};
  const acts = list(isMap(event.understanding) ? event.understanding.acts : null).map(act);
  const changes = isMap(line.changes) ? line.changes : {};
  const values = { ...trial.values, ...map(changes.slots), ...map(changes.variables) };
  // A voice may have begun to answer, and a clock may have made a line of its own, before the log is told.
  const own = event.event === "user_said" ? trial.lines.findLastIndex((line) => line.who === "you") : -1;
  const lines = own < 0 ? trial.lines : trial.lines.map((one, at) => (at === own ? { ...one, acts, steps } : one));
  const visited = [...trial.visited, ...steps.filter((step) => !trial.visited.some((one) => one.flow === step.flow && one.node === step.node))];
  const told = event.event === "user_silent" ? withSilence({ ...trial, lines }, words.silent) : { ...trial, lines };
  const began = event.event === "call_started" ? text(event.now) : trial.began;
  return { ...told, began, values, visited, at: "stack" in changes ? standing(changes.stack) : trial.at };
}

function withSilence(trial: Trial, words: string): Trial {
  const made = said(trial, "note", words);
  return withLine(made, made.lines.length - 1, { silent: true });
}

/** Where the flow on top of the stack stands; the last one is on top. */
function standing(stack: Json | undefined): Stand | null {
  const top = list(stack).at(-1);
  return top && typeof top.flow === "string" && typeof top.node === "string" ? { flow: top.flow, node: top.node } : null;
}

function act(told: JsonMap): string {
  const about = told.flow ?? (told.slot ? (told.value !== null && told.value !== undefined ? `${String(told.slot)} = ${String(told.value)}` : told.slot) : null);
  const sure = typeof told.confidence === "number" ? `${Math.round(told.confidence * 100)} %` : "";
  return [String(told.act).replaceAll("_", " "), about === null ? "" : String(about), sure].filter(Boolean).join(" · ");
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function map(value: Json | undefined): JsonMap {
  return isMap(value) ? value : {};
}

function text(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function number(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function list(value: Json | undefined): JsonMap[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}
