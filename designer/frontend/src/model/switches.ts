import type { Graph, Json, JsonMap } from "../api/types";

/** What a tool or a model does in a trial. */
export type How = "works" | "fails" | "slow" | "silent" | "gives";

export interface Switch {
  how: How;
  seconds: number;
  /** What a tool gives, as it was typed. */
  text: string;
}

/** By the names of tools, and of routes; `""` is the one model of a bot without routes. What is left out works. */
export interface Switches {
  tools: Record<string, Switch>;
  models: Record<string, Switch>;
}

export type Kind = keyof Switches;

export const NO_SWITCHES: Switches = { tools: {}, models: {} };
export const MAX_SECONDS = 60;
const USUAL_TIMEOUT_S = 4; // of a tool that says nothing
const SLOW_MODEL_S = 3;

/** What can be turned in a draft. */
export function turnable(graph: Graph | null): { kind: Kind; name: string }[] {
  if (!graph) return [];
  const asks = Object.values(graph.flows).some((flow) => flow.nodes.some((node) => node.type === "generate"));
  const models = graph.names.routes.length > 0 ? graph.names.routes : asks ? [""] : [];
  return [...Object.keys(graph.names.tools).map((name) => ({ kind: "tools" as const, name })), ...models.map((name) => ({ kind: "models" as const, name }))];
}

/** A switch as it stands when it is first turned: slow is a second over the tool's time, what is given has all fields. */
export function firstSwitch(graph: Graph | null, kind: Kind, name: string): Switch {
  const tool = kind === "tools" ? graph?.names.tools[name] : undefined;
  const seconds = kind === "models" ? SLOW_MODEL_S : Math.min(MAX_SECONDS, secondsOf(tool?.timeout) + 1);
  return { how: "works", seconds, text: JSON.stringify(Object.fromEntries((tool?.returns ?? []).map((field) => [field, null]))) };
}

/** A duration as bots write it: `4s`, `500ms`, `1m`, or milliseconds. */
function secondsOf(written: string | null | undefined): number {
  const found = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/.exec(written?.trim() ?? "");
  if (!found) return USUAL_TIMEOUT_S;
  return Number(found[1]) * { ms: 0.001, s: 1, m: 60 }[(found[2] ?? "ms") as "ms" | "s" | "m"];
}

export function withSwitch(switches: Switches, kind: Kind, name: string, change: Switch): Switches {
  const { [name]: _, ...others } = switches[kind];
  return { ...switches, [kind]: change.how === "works" ? others : { ...others, [name]: change } };
}

/** Whether it says all that it has to say. */
export function complete(one: Switch): boolean {
  if (one.how === "slow") return Number.isFinite(one.seconds) && one.seconds >= 0 && one.seconds <= MAX_SECONDS;
  return one.how !== "gives" || given(one.text) !== undefined;
}

/** How many do something else than their work. */
export function turned(switches: Switches): number {
  return Object.keys(switches.tools).length + Object.keys(switches.models).length;
}

/** As the socket takes them (docs/reference/socket.md), for what a draft has now. One that is not complete works. */
export function sent(switches: Switches, graph: Graph | null): JsonMap {
  const there = turnable(graph);
  const of = (kind: Kind) => {
    const names = there.filter((one) => one.kind === kind).map(({ name }) => name);
    return Object.fromEntries(names.flatMap((name) => {
      const one = switches[kind][name];
      return one && one.how !== "works" && complete(one) ? [[name, told(one)]] : [];
    }));
  };
  return { tools: of("tools"), models: of("models") };
}

function told(one: Switch): JsonMap {
  if (one.how === "slow") return { how: one.how, seconds: one.seconds };
  return one.how === "gives" ? { how: one.how, result: given(one.text) ?? null } : { how: one.how };
}

function given(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
