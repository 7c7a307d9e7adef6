import type { Problem } from "./problems";
import type { BotInfo, CallMode, EndReason, ServerState } from "./protocol";

/** What the caller sees of a call: one value, changed only by `reduce`. */
export interface CallView {
  readonly phase: Phase;
  readonly step: Step | null;
  readonly mode: CallMode;
  readonly bot: BotInfo | null;
  readonly muted: boolean;
  readonly weak: boolean; // the audio has stopped for the moment; the call may recover
  readonly blocked: boolean; // the browser refused to play sound without a tap
  readonly problem: Problem | null;
  readonly ended: { readonly reason: EndReason; readonly detail: string } | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
}

export type Phase = "idle" | "connecting" | "reconnecting" | "listening" | "thinking" | "speaking" | "ended" | "error";
export type Step = "microphone" | "server" | "audio";

export type CallEvent =
  | { type: "start"; mode: CallMode }
  | { type: "step"; step: Step }
  | { type: "ready"; bot: BotInfo }
  | { type: "lost" }
  | { type: "state"; state: ServerState; atMs: number }
  | { type: "muted"; muted: boolean }
  | { type: "weak"; weak: boolean }
  | { type: "blocked"; blocked: boolean }
  | { type: "ended"; reason: EndReason; detail: string; atMs: number }
  | { type: "failed"; problem: Problem; atMs: number };

export const IDLE: CallView = {
  phase: "idle",
  step: null,
  mode: "voice",
  bot: null,
  muted: false,
  weak: false,
  blocked: false,
  problem: null,
  ended: null,
  startedAtMs: null,
  endedAtMs: null,
};

/** A call is going on or being set up. */
export function isLive(phase: Phase): boolean {
  return phase !== "idle" && phase !== "ended" && phase !== "error";
}

/** The conversation itself is running: text and keys reach the bot. */
export function isTalking(phase: Phase): boolean {
  return phase === "listening" || phase === "thinking" || phase === "speaking";
}

/** The next view. Late events of a finished call change nothing. */
export function reduce(view: CallView, event: CallEvent): CallView {
  if (event.type === "start") {
    if (isLive(view.phase)) return view;
    return { ...IDLE, bot: view.bot, mode: event.mode, phase: "connecting", step: "server" };
  }
  if (!isLive(view.phase)) return view;
  switch (event.type) {
    case "step":
      return view.phase === "connecting" ? { ...view, step: event.step } : view;
    case "ready":
      return { ...view, bot: event.bot };
    case "lost":
      return view.phase === "reconnecting" ? view : { ...view, phase: "reconnecting", step: null, weak: false };
    case "state":
      return onState(view, event.state, event.atMs);
    case "muted":
      return view.muted === event.muted ? view : { ...view, muted: event.muted };
    case "weak":
      return view.weak === event.weak ? view : { ...view, weak: event.weak };
    case "blocked":
      return view.blocked === event.blocked ? view : { ...view, blocked: event.blocked };
    case "ended":
      return {
        ...over(view, event.atMs),
        phase: "ended",
        ended: { reason: event.reason, detail: event.detail },
      };
    case "failed":
      return { ...over(view, event.atMs), phase: "error", problem: event.problem };
  }
}

function onState(view: CallView, state: ServerState, atMs: number): CallView {
  // `ended` as a state is followed by the `ended` message, which has the reason: wait for that one.
  if (state === "connecting" || state === "ended" || state === view.phase) return view;
  return { ...view, phase: state, step: null, startedAtMs: view.startedAtMs ?? atMs };
}

function over(view: CallView, atMs: number): CallView {
  return { ...view, step: null, weak: false, blocked: false, muted: false, endedAtMs: atMs };
}
