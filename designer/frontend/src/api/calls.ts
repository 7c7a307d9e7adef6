import { type Caller, request } from "./client";
import type { Json, JsonMap } from "./types";

export interface CallLine {
  call: string;
  bot_version: number;
  channel: string;
  started: string;
  ended: string | null;
  end_reason: string | null;
  summary: { turns: number; duration_s: number; flows: string[]; no_matches: number; silences: number; interruptions: number } | null;
  erased: boolean | string | null;
}

export interface CallTurn {
  seq: number;
  flow: string | null;
  node: string | null;
  who: "caller" | "bot" | "keys" | "silence" | "tool" | "model" | "person" | "end";
  text: string;
  interrupted?: boolean | string;
}

/** A node that was visited, at the event of that number. */
export interface Visit {
  seq: number;
  flow: string;
  node: string;
}

/** A step of the engine, or what was understood; what else belongs to it goes by `why`. */
export interface Decision {
  seq: number;
  why: string;
  flow?: string | null;
  node?: string | null;
  [more: string]: Json | undefined;
}

/** What was asked outside the bot. */
export interface Asked {
  kind?: "tool" | "model" | "documents";
  name?: string;
  asked?: Json;
  result?: Json;
  text?: string;
  values?: Json;
  error?: string;
  ms?: number | null;
}

/** Where the time of a turn went; `spoken`: from the caller's last sound to the bot's first, else in the server. */
export interface TurnTimes {
  spoken: boolean;
  parts: Record<string, number>;
  total_ms: number | null;
  answer_ms: number | null;
  filler: boolean;
  speculated: boolean;
  hold: { ms: number; why: string } | null;
}

/** A turn of the caller with all that followed. */
export interface Exchange {
  seq: number;
  last: number;
  at: string;
  began_with: string;
  slots: JsonMap;
  path: Visit[];
  tools: Asked[];
  decisions: Decision[];
  times: TurnTimes | null;
}

/** How fast the bot answered in a call. */
export interface Answers {
  spoken: boolean;
  count: number;
  median_ms: number | null;
  slowest_ms: number | null;
  /** The `seq` of the slowest turn. */
  slowest: number | null;
  over: number;
  cut_off: number;
  promise_ms: number;
  budget_ms: number;
}

export interface CallPage extends CallLine {
  turns: CallTurn[];
  path: Visit[];
  slots: JsonMap;
  exchanges: Exchange[];
  answers: Answers;
  length_s: number | null;
}

export interface Replay {
  same: boolean;
  events: number;
  difference: { seq: number; flow: string | null; node: string | null; what: string; text: string } | null;
  surrogates: boolean;
}

export type CallsApi = ReturnType<typeof callsApi>;

/** Calls that the bot had: what was said and done, and what the draft or a version would have done. */
export function callsApi(who: Caller, slug: string) {
  const call = <T>(method: string, path: string, body?: unknown) => request<T>(fetch, who, method, `${who.api}/conversations${path}`, body);
  return {
    list: () => call<CallLine[]>("GET", `?bot=${encodeURIComponent(slug)}&limit=50`),
    page: (id: string) => call<CallPage>("GET", `/${encodeURIComponent(id)}/page`),
    replay: (id: string, version: number | "draft") => call<Replay>("POST", `/${encodeURIComponent(id)}/replay`, { version }),
  };
}
