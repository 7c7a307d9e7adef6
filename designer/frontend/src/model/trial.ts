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
  /** Which event of the conversation it is, where it is one of the caller's. */
  event: number | null;
  /** The lines of the event log that tell what came of it. */
  log: JsonMap[];
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
  /** The hash of the text that is tried. */
  text: string | null;
  /** All that has happened, as the engine got it. */
  events: JsonMap[];
  /** How many of the next events are those of a conversation from which this one goes on: their lines are here. */
  known: number;
  /** The log from the call to the caller's first turn. */
  opening: JsonMap[];
  /** The line to which what happens now belongs; null: to the opening. */
  current: number | null;
  /** The draft could not be tried, for what was wrong with it. */
  refused: boolean;
}

export const NO_TRIAL: Trial = { phase: "idle", mode: "text", muted: false, partial: "", lines: [], at: null, visited: [], values: {}, rev: 0, began: null, reason: null, refused: false, text: null, events: [], known: 0, opening: [], current: null };

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
  return { ...trial, lines: [...trial.lines, { id, who, text, acts: [], steps: [], turn, time: null, stand: null, keys: null, silent: false, event: null, log: [] }] };
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

/** The conversation cut off before one of the caller's turns, as it is when another call goes on from there. */
export function before(trial: Trial, line: TrialLine): Trial {
  const lines = trial.lines.slice(0, trial.lines.findIndex((one) => one.id === line.id));
  return { ...NO_TRIAL, phase: "thinking", rev: trial.rev, began: trial.began, text: trial.text, opening: trial.opening, lines, known: eventsBefore(trial, line).length };
}

/** What happened before it; that the bot was cut off by it is a part of the turn. */
export function eventsBefore(trial: Trial, line: TrialLine): JsonMap[] {
  const events = trial.events.slice(0, line.event ?? 0);
  while (events.at(-1)?.event === "user_interrupted") events.pop();
  return events;
}

/** A line of the event log: what the engine understood, where it went, and what it knows now. */
function logged(trial: Trial, line: JsonMap, words: TrialWords): Trial {
  if (typeof line.bot_hash === "string") return { ...trial, text: line.bot_hash };
  if (!isMap(line.event)) return known(trial, line);
  const told = known({ ...trial, events: [...trial.events, line.event] }, line);
  if (trial.known > 0) return { ...told, known: trial.known - 1 };
  return happened(told, line, line.event, words);
}

/** What the bot knows then, and where it stands. */
function known(trial: Trial, line: JsonMap): Trial {
  const steps = visits(line);
  const changes = map(line.changes);
  const values = { ...trial.values, ...map(changes.slots), ...map(changes.variables) };
  const visited = [...trial.visited, ...steps.filter((step) => !trial.visited.some((one) => one.flow === step.flow && one.node === step.node))];
  const event = map(line.event);
  const began = event.event === "call_started" ? text(event.now) : trial.began;
  return { ...trial, began, values, visited, at: "stack" in changes ? standing(changes.stack) : trial.at };
}

function visits(line: JsonMap): Stand[] {
  return list(line.trace).filter((step) => step.why === "visit" && typeof step.flow === "string" && typeof step.node === "string").map((step) => ({ flow: step.flow as string, node: step.node as string }));
}

/** An event belongs to the caller's turn that it is, or that led to it. */
function happened(trial: Trial, line: JsonMap, event: JsonMap, words: TrialWords): Trial {
  const made = event.event === "user_silent" ? withSilence(trial, words.silent) : trial;
  const own = ownLine(made, event);
  const current = own < 0 ? made.current : (made.lines[own]?.id ?? null);
  const at = made.lines.findIndex((one) => one.id === current);
  const turn = made.lines[at];
  if (!turn) return { ...made, current: null, opening: [...made.opening, line] };
  const acts = event.event === "user_said" ? list(map(event.understanding).acts).map(act) : turn.acts;
  const first = turn.event ?? (own < 0 ? null : made.events.length - 1);
  return { ...withLine(made, at, { acts, event: first, steps: [...turn.steps, ...visits(line)], log: [...turn.log, line] }), current };
}

/** The line of the caller's that an event is; -1 where it is none. A voice may have begun to answer before the log is
 * told, and more may have been typed. */
function ownLine(trial: Trial, event: JsonMap): number {
  const { lines } = trial;
  if (event.event === "user_said") {
    const words = text(map(event.understanding).text);
    const due = lines.findIndex((one) => one.who === "you" && one.keys === null && one.event === null && one.text === words);
    return due >= 0 ? due : lines.findLastIndex((one) => one.who === "you");
  }
  if (event.event === "user_silent") return lines.length - 1;
  if (event.event !== "key_pressed") return -1;
  const due = lines.findIndex((one) => one.keys !== null && one.event === null);
  return due >= 0 ? due : lines.findLastIndex((one) => one.keys !== null);
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
