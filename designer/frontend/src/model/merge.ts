import type { Changed, Flow, FlowNode, Graph, Json } from "../api/types";

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.keys(a);
  const right = Object.keys(b);
  if (left.length !== right.length) return false;
  // Order counts: that of nodes, branches and keys is part of what is shown.
  return left.every((key, at) => key === right[at] && equal((a as Record<string, Json>)[key], (b as Record<string, Json>)[key]));
}

/** The new flow, with the old objects wherever they say the same: what is equal is not drawn again. */
export function mergedFlow(old: Flow | undefined, now: Flow): Flow {
  if (!old) return now;
  const before = new Map(old.nodes.map((node) => [node.name, node]));
  const nodes = kept(old.nodes, now.nodes.map((node) => same(before.get(node.name), node)));
  const edges = equal(old.edges, now.edges) ? old.edges : now.edges.map((edge, at) => same(old.edges[at], edge));
  const flow = { ...now, nodes, edges };
  return nodes === old.nodes && edges === old.edges && equal(old, flow) ? old : flow;
}

function same<T>(old: T | undefined, now: T): T {
  return old !== undefined && equal(old, now) ? old : now;
}

function kept(old: FlowNode[], now: FlowNode[]): FlowNode[] {
  return old.length === now.length && old.every((node, at) => node === now[at]) ? old : now;
}

/** The whole graph of a new draft, with the old objects where they say the same. */
export function mergedGraph(old: Graph | null, now: Graph | null): Graph | null {
  if (!old || !now) return now;
  const flows = Object.fromEntries(Object.entries(now.flows).map(([name, flow]) => [name, mergedFlow(old.flows[name], flow)]));
  return { ...now, flows, names: same(old.names, now.names) };
}

/** The graph after a change, which holds changed flows only. A text that cannot be read leaves the last good one. */
export function changedGraph(old: Graph | null, changed: Changed["graph"]): Graph | null {
  if (!changed) return old;
  const flows = { ...old?.flows };
  for (const [name, flow] of Object.entries(changed.flows)) {
    if (flow) flows[name] = mergedFlow(flows[name], flow);
    else delete flows[name];
  }
  const { order, lines, start, names } = changed;
  return { start, order: same(old?.order, order), lines: same(old?.lines, lines), flows, names: same(old?.names, names) };
}
