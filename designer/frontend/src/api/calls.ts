import { type Caller, request } from "./client";
import type { Json } from "./types";

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

export interface CallPage extends CallLine {
  turns: CallTurn[];
  path: { seq: number; flow: string; node: string }[];
  slots: Record<string, Json>;
}

export interface Replay {
  same: boolean;
  events: number;
  difference: { seq: number; flow: string | null; node: string | null; what: string; text: string } | null;
  surrogates: boolean;
}

export type CallsApi = ReturnType<typeof callsApi>;

/** Calls that the bot had: what was said and done, and what the draft would have done. */
export function callsApi(who: Caller, slug: string) {
  const call = <T>(method: string, path: string, body?: unknown) => request<T>(fetch, who, method, `${who.api}/conversations${path}`, body);
  return {
    list: () => call<CallLine[]>("GET", `?bot=${encodeURIComponent(slug)}&limit=50`),
    page: (id: string) => call<CallPage>("GET", `/${encodeURIComponent(id)}/page`),
    replay: (id: string) => call<Replay>("POST", `/${encodeURIComponent(id)}/replay`, { version: "draft" }),
  };
}
