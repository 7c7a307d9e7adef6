import { type Caller, request } from "./client";

/** How long callers wait at a node, in ms. */
export interface NodeBudget {
  /** To the first sound, and to the answer itself; what was measured takes the place of what is expected. */
  expected_ms: number;
  answer_ms: number;
  parts: { what: "engine" | "synthesis" | "tool" | "model" | "documents"; ms: number }[];
  measured: { p50_ms: number; p95_ms: number; calls: number } | null;
  over: boolean;
}

/** A way from where the caller has spoken to the bot's first word. */
export interface SlowPath {
  flow: string;
  /** The question before it; null: the flow begins. */
  after: string | null;
  nodes: [flow: string, node: string][];
  expected_ms: number;
  over: boolean;
}

export interface Budget {
  rev: number;
  budget_ms: number;
  turn_ms: number;
  nodes: Record<string, Record<string, NodeBudget>>;
  paths: SlowPath[];
}

export interface Reach {
  kind: "tool" | "model" | "log";
  name: string;
  path: string;
  /** In words: asked at `a` → `prompt` of `d`. */
  way: string;
  allowed: boolean;
}

export interface PersonalValue {
  name: string;
  class: string;
  declared: string;
  reaches: Reach[];
}

/** What can be seen of a draft beside its problems. */
export function looksApi(who: Caller, slug: string) {
  const base = `${who.api}/bots/${encodeURIComponent(slug)}`;
  const get = <T>(path: string) => request<T>(fetch, who, "GET", base + path);
  return {
    budget: () => get<Budget>("/draft/budget"),
    personal: () => get<{ rev: number; values: PersonalValue[] }>("/draft/personal"),
    releases: () => get<{ newest: number; releases: Record<string, number> }>("").then((bot) => bot.releases),
  };
}
