import type { Flow, FlowEdge, FlowNode, Json, JsonMap, Operation, WayField } from "../api/types";

export const FIELDS: readonly WayField[] = ["next", "on_fail", "on_error", "on_unknown"];

/** The ways that a node of a type may have, beside `next`. */
const MORE_WAYS: Record<string, readonly WayField[]> = {
  ask: ["on_fail"],
  call: ["on_error"],
  generate: ["on_error"],
  answer: ["on_unknown", "on_error"],
};

/** Types that nothing follows. */
export const LAST: ReadonlySet<string> = new Set(["end", "handoff"]);

export function waysOf(type: string | null): readonly WayField[] {
  return LAST.has(type ?? "") ? [] : ["next", ...(MORE_WAYS[type ?? ""] ?? [])];
}

export function edgeId(edge: Pick<FlowEdge, "node" | "field" | "index">): string {
  return `${edge.node}|${handleId(edge)}`;
}

export function handleId(edge: Pick<FlowEdge, "field" | "index">): string {
  return `${edge.field}|${edge.index ?? ""}`;
}

export function edgeAt(flow: Flow, node: string, handle: string): FlowEdge | undefined {
  return flow.edges.find((edge) => edge.node === node && handleId(edge) === handle);
}

/** The operation that leads an edge elsewhere. One that only falls through is written for the first time. */
export function leadTo(flow: string, edge: FlowEdge, to: string): Operation {
  if (edge.falls) return { op: "add_edge", flow, node: edge.node, to };
  const index = edge.index === null ? {} : { index: edge.index };
  return { op: "change_edge", flow, node: edge.node, field: edge.field, ...index, to };
}

export function takeAway(flow: string, edge: FlowEdge): Operation | null {
  if (edge.falls) return null;
  const index = edge.index === null ? {} : { index: edge.index };
  return { op: "remove_edge", flow, node: edge.node, field: edge.field, ...index };
}

/** Where a node leads when nothing special happens: its only `next`, written or fallen through to. */
export function onlyWay(flow: Flow, node: string): FlowEdge | null {
  const ways = flow.edges.filter((edge) => edge.node === node && edge.field === "next");
  return ways.length === 1 ? (ways[0] as FlowEdge) : null;
}

/** Operations that take nodes away and lead what led to them to what came behind them. */
export function removal(flow: Flow, names: readonly string[]): Operation[] {
  const gone = new Set(names);
  const ops: Operation[] = [];
  const left = flow.nodes.filter((node) => !gone.has(node.name));
  for (const edge of flow.edges) {
    if (gone.has(edge.node) || !gone.has(edge.to) || edge.kind !== "node") continue;
    const to = behind(flow, edge.to, gone);
    if (to === null) continue;
    const at = left.findIndex((node) => node.name === edge.node);
    if (edge.falls && left[at + 1]?.name === to) continue; // it falls through to it by itself
    ops.push(leadTo(flow.name, edge, to));
  }
  return [...ops, ...names.map((name): Operation => ({ op: "remove_node", flow: flow.name, name }))];
}

function behind(flow: Flow, name: string, gone: ReadonlySet<string>): string | null {
  const seen = new Set<string>();
  let at = name;
  while (gone.has(at)) {
    const way = onlyWay(flow, at);
    if (!way || seen.has(at)) return null;
    seen.add(at);
    if (way.kind !== "node") return way.to;
    at = way.to;
  }
  return at;
}

/** A node's value with other targets; what `to` answers undefined for stays. */
export function retargeted(value: JsonMap, to: (name: string) => string | undefined): JsonMap {
  const target = (name: Json | undefined) => (typeof name === "string" ? (to(name) ?? name) : (name ?? null));
  const made: JsonMap = { ...value };
  for (const field of FIELDS) {
    const way = value[field];
    if (typeof way === "string") made[field] = target(way);
    else if (Array.isArray(way)) {
      made[field] = way.map((branch) => {
        if (typeof branch !== "object" || branch === null || Array.isArray(branch)) return branch;
        const next = { ...branch };
        if ("go" in next) next.go = target(next.go);
        if ("else" in next) next.else = target(next.else);
        return next;
      });
    }
  }
  return made;
}

/** The next node in the order, which is the way on where nothing is written. */
export function following(flow: Flow, name: string): FlowNode | undefined {
  return flow.nodes[flow.nodes.findIndex((node) => node.name === name) + 1];
}
