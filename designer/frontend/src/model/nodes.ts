import type { Flow, FlowEdge, FlowNode, Graph, JsonMap, Names, Operation } from "../api/types";
import { LAST, following, leadTo, retargeted } from "./ways";

export const TYPES = ["say", "ask", "decide", "call", "set", "generate", "answer", "flow", "handoff", "end"] as const;
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const TARGETS = new Set(["end", "handoff"]);

/** Whether something may be called so; the server has the last word. */
export function isName(name: string): boolean {
  return NAME.test(name) && !TARGETS.has(name);
}

/** A name like `base` that is not taken. */
export function freeName(base: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  const stem = base.replace(/_\d+$/, "");
  if (!used.has(base) && !TARGETS.has(base)) return base;
  for (let number = 2; ; number++) if (!used.has(`${stem}_${number}`)) return `${stem}_${number}`;
}

/** Letters, digits and _ of what somebody typed. */
export function asName(words: string): string {
  return words.trim().toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[_\d]+|_+$/g, "");
}

const STEMS: Record<string, string> = { end: "goodbye", handoff: "colleague", flow: "run", answer: "look_up" };

/** The field of a new node that names a part of the bot: nobody but the person knows which. */
export const ASKED: Record<string, string> = { ask: "slot", call: "tool", answer: "knowledge", flow: "flow" };

/** What a new node of a type holds: as much as is known, to be filled in. */
export function newValue(type: string, names: Names): JsonMap {
  const first = (of: Record<string, unknown>) => Object.keys(of)[0] ?? "";
  switch (type) {
    case "say":
      return { type, say: "New sentence." };
    case "ask":
      return { type, slot: "", say: "New question?" };
    case "decide":
      return { type, next: [{ else: "end" }] };
    case "set":
      return { type, set: { [first(names.variables) || first(names.slots) || "value"]: "" } };
    case "generate":
      return { type, prompt: "Answer in one short sentence." };
    default:
      return { type, ...(ASKED[type] ? { [ASKED[type]]: "" } : {}) };
  }
}

export interface Added {
  name: string;
  ops: Operation[];
}

/** Operations that add a node. `from` is the way that is to lead to it: what it led to comes behind the new node. */
export function addition(flow: Flow, names: Names, type: string, at: [number, number] | null, from: FlowEdge | null): Added {
  const name = freeName(STEMS[type] ?? type, [...flow.nodes.map((node) => node.name), ...Object.keys(names.flows)]);
  const value = newValue(type, names);
  const place = at ? { at: [Math.round(at[0]), Math.round(at[1])] as [number, number] } : {};
  const add = (more: JsonMap, where: { after?: string }): Operation => ({
    op: "add_node", flow: flow.name, name, value: { ...value, ...more }, ...where, ...place,
  });
  if (!from) {
    const open = lastFallsOut(flow);
    return { name, ops: [add(withWay(type, "end"), open ? { after: open } : {})] };
  }
  if (from.falls) return { name, ops: [add(type === "decide" ? { next: [{ else: from.to }] } : {}, { after: from.node })] };
  const after = from.field === "next" ? { after: from.node } : {}; // what happens rarely stands at the end
  return { name, ops: [add(withWay(type, from.to), after), leadTo(flow.name, from, name)] };
}

function withWay(type: string, to: string): JsonMap {
  if (LAST.has(type)) return {};
  return { next: type === "decide" ? [{ else: to }] : to };
}

/** The last node, if it has no way on yet: a new node comes behind it anyway. */
function lastFallsOut(flow: Flow): string | null {
  const last = flow.nodes.at(-1);
  return last && !flow.edges.some((edge) => edge.node === last.name && edge.field === "next") && !LAST.has(last.type ?? "") ? last.name : null;
}

export interface Copied {
  voxloom: "nodes";
  flow: string;
  nodes: { name: string; value: JsonMap; x: number; y: number }[];
}

/** Nodes as they go to the clipboard. A way that fell through inside of them is written down. */
export function copied(flow: Flow, names: readonly string[], place: (name: string) => { x: number; y: number }): Copied {
  const nodes = flow.nodes.filter((node) => names.includes(node.name));
  return {
    voxloom: "nodes",
    flow: flow.name,
    nodes: nodes.map((node) => ({ name: node.name, value: written(flow, node), ...place(node.name) })),
  };
}

function written(flow: Flow, node: FlowNode): JsonMap {
  const falls = flow.edges.some((edge) => edge.node === node.name && edge.falls);
  const next = following(flow, node.name);
  return falls && next ? { ...node.value, next: next.name } : node.value;
}

export function readCopied(text: string): Copied | null {
  try {
    const told = JSON.parse(text) as Copied;
    return told?.voxloom === "nodes" && Array.isArray(told.nodes) && told.nodes.length > 0 ? told : null;
  } catch {
    return null;
  }
}

/** Operations that paste nodes under new names; ways among them lead to the new ones, ways to nowhere end the flow. */
export function pasted(clip: Copied, flow: Flow, graph: Graph, shift: number): { names: string[]; ops: Operation[] } {
  const taken = new Set([...flow.nodes.map((node) => node.name), ...Object.keys(graph.flows)]);
  const names = new Map<string, string>();
  for (const node of clip.nodes) {
    const name = freeName(node.name, taken);
    taken.add(name);
    names.set(node.name, name);
  }
  const here = new Set([...flow.nodes.map((node) => node.name), ...Object.keys(graph.flows), "end", "handoff"]);
  const to = (name: string) => names.get(name) ?? (here.has(name) ? name : "end");
  const ops = clip.nodes.map((node): Operation => {
    const value = retargeted(node.value, to);
    const open = !("next" in value) && !LAST.has(String(value.type));
    return {
      op: "add_node", flow: flow.name, name: names.get(node.name) as string, value: open ? { ...value, next: "end" } : value,
      at: [Math.round(node.x + shift), Math.round(node.y + shift)],
    };
  });
  return { names: [...names.values()], ops };
}
