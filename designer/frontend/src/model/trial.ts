import type { Json, JsonMap } from "../api/types";

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
}

export type TrialPhase = "idle" | "starting" | "listening" | "thinking" | "ended" | "failed";

/** A conversation with the draft, as far as it is heard. */
export interface Trial {
  phase: TrialPhase;
  lines: TrialLine[];
  /** Where the bot waits. */
  at: Stand | null;
  /** Everything that was visited. */
  visited: Stand[];
  values: JsonMap;
  /** The draft's revision that is tried. */
  rev: number;
}

export const NO_TRIAL: Trial = { phase: "idle", lines: [], at: null, visited: [], values: {}, rev: 0 };

/** The words for what is told besides what is said. */
export interface TrialWords {
  ended: (reason: string) => string;
  suspended: string;
}

/** The conversation after a message of the call's socket; docs/reference/socket.md. */
export function heard(trial: Trial, message: JsonMap, words: TrialWords): Trial {
  const text = typeof message.text === "string" ? message.text : "";
  switch (message.type) {
    case "state":
      return trial.phase === "ended" ? trial : { ...trial, phase: message.state === "listening" ? "listening" : message.state === "ended" ? "ended" : "thinking" };
    case "transcript":
      return message.final === true && text ? said(trial, "you", text) : trial;
    case "said":
    case "filler":
      return said(trial, "bot", text);
    case "log":
      return isMap(message.line) ? logged(trial, message.line) : trial;
    case "error":
      return { ...said(trial, "note", [message.message, message.remedy].filter((part) => typeof part === "string").join(" ")), phase: message.fatal === true ? "failed" : trial.phase };
    case "ended":
      return { ...said(trial, "note", words.ended(String(message.reason))), phase: "ended", at: null };
    case "suspended":
      return { ...said(trial, "note", words.suspended), phase: "ended" };
    default:
      return trial;
  }
}

export function said(trial: Trial, who: TrialLine["who"], text: string): Trial {
  const id = (trial.lines.at(-1)?.id ?? 0) + 1;
  return { ...trial, lines: [...trial.lines, { id, who, text, acts: [], steps: [] }] };
}

/** A line of the event log: what the engine understood, where it went, and what it knows now. */
function logged(trial: Trial, line: JsonMap): Trial {
  const steps = list(line.trace).filter((step) => step.why === "visit" && typeof step.flow === "string" && typeof step.node === "string").map((step) => ({ flow: step.flow as string, node: step.node as string }));
  const event = isMap(line.event) ? line.event : {};
  const acts = list(isMap(event.understanding) ? event.understanding.acts : null).map(act);
  const changes = isMap(line.changes) ? line.changes : {};
  const values = { ...trial.values, ...map(changes.slots), ...map(changes.variables) };
  const lines = trial.lines.length && trial.lines.at(-1)?.who === "you" && event.event === "user_said" ? [...trial.lines.slice(0, -1), { ...(trial.lines.at(-1) as TrialLine), acts, steps }] : trial.lines;
  const visited = [...trial.visited, ...steps.filter((step) => !trial.visited.some((one) => one.flow === step.flow && one.node === step.node))];
  return { ...trial, lines, values, visited, at: "stack" in changes ? standing(changes.stack) : trial.at };
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

function list(value: Json | undefined): JsonMap[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}
