import type { Variables } from "../options";
import { readTurn } from "./times";
import type { TimedTurn } from "./times";

/** The signalling protocol, `voxloom.v1`: JSON text frames over one WebSocket. */
export const SUB_PROTOCOL = "voxloom.v1";
export const TEXT_MAX_CHARS = 2000; // the server refuses longer texts

export type CallMode = "voice" | "text";
export type ServerState = "connecting" | "listening" | "thinking" | "speaking" | "ended";
export type EndReason = "goodbye" | "handoff" | "hangup" | "limit" | "error";

export interface BotInfo {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly language: string;
}

export interface Ticket {
  readonly ticket: string;
  readonly socket: string;
  readonly bot: BotInfo;
}

export type ClientMessage =
  | { type: "hello"; ticket: string; mode: CallMode; variables?: Variables }
  | { type: "hello"; resume: string; mode: CallMode; media: boolean }
  | { type: "offer"; sdp: string }
  | { type: "text"; text: string }
  | { type: "dtmf"; keys: string }
  | { type: "end" }
  | { type: "ping" };

export type ServerMessage =
  | { type: "ready"; conversation: string; bot: BotInfo; mode: CallMode; debug: boolean; attached: boolean; socket: string }
  | { type: "session"; session: string; seconds: number }
  | { type: "suspended"; detail: string }
  | { type: "turn"; turn: number; timed: TimedTurn | null }
  | { type: "answer"; sdp: string }
  | { type: "pong" }
  | { type: "state"; state: ServerState }
  | { type: "transcript"; turn: number; text: string; final: boolean }
  | { type: "said"; turn: number; text: string }
  | { type: "filler"; turn: number; text: string }
  | { type: "interrupted"; turn: number; heard: string }
  | { type: "ended"; reason: EndReason; detail: string }
  | { type: "error"; code: string; message: string; remedy: string; fatal: boolean };

const STATES: readonly string[] = ["connecting", "listening", "thinking", "speaking", "ended"];
const REASONS: readonly string[] = ["goodbye", "handoff", "hangup", "limit", "error"];

/** One frame of the server, or `null` for what this widget does not know (a newer server may say more). */
export function parseMessage(data: unknown): ServerMessage | null {
  if (typeof data !== "string") return null;
  let raw: unknown;
  try {
    raw = JSON.parse(data);
  } catch {
    return null;
  }
  if (raw === null || typeof raw !== "object") return null;
  const m = raw as Record<string, unknown>;
  switch (m["type"]) {
    case "ready":
      return {
        type: "ready",
        conversation: str(m["conversation"]),
        bot: readBot(m["bot"]),
        mode: m["mode"] === "voice" ? "voice" : "text",
        debug: m["debug"] === true,
        attached: m["attached"] === true,
        socket: str(m["socket"]),
      };
    case "session":
      return { type: "session", session: str(m["session"]), seconds: num(m["seconds"]) };
    case "suspended":
      return { type: "suspended", detail: str(m["detail"]) };
    case "turn":
      return { type: "turn", turn: num(m["turn"]), timed: readTurn(m) };
    case "answer":
      return { type: "answer", sdp: str(m["sdp"]) };
    case "pong":
      return { type: "pong" };
    case "state":
      return STATES.includes(str(m["state"])) ? { type: "state", state: m["state"] as ServerState } : null;
    case "transcript":
      return { type: "transcript", turn: num(m["turn"]), text: str(m["text"]), final: m["final"] === true };
    case "said":
    case "filler":
      return { type: m["type"], turn: num(m["turn"]), text: str(m["text"]) };
    case "interrupted":
      return { type: "interrupted", turn: num(m["turn"]), heard: str(m["heard"]) };
    case "ended":
      return {
        type: "ended",
        reason: (REASONS.includes(str(m["reason"])) ? m["reason"] : "error") as EndReason,
        detail: str(m["detail"]),
      };
    case "error":
      return {
        type: "error",
        code: str(m["code"]),
        message: str(m["message"]),
        remedy: str(m["remedy"]),
        fatal: m["fatal"] === true,
      };
    default:
      return null;
  }
}

export function readBot(value: unknown): BotInfo {
  const raw = (value !== null && typeof value === "object" ? value : {}) as Record<string, unknown>;
  return {
    slug: str(raw["slug"]),
    name: str(raw["name"]),
    description: str(raw["description"]),
    language: str(raw["language"]),
  };
}

/** Keeps what a telephone can send. */
export function cleanDigits(keys: string): string {
  return keys.replace(/[^0-9*#]/g, "");
}

function str(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function num(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
