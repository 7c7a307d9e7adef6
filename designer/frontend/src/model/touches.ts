import type { Graph, Operation } from "../api/types";

/** Whether operations are about something that differs between two graphs. */
export function touches(ops: readonly Operation[], before: Graph | null, after: Graph | null): boolean {
  if (!before || !after) return true;
  return ops.some((op) => {
    const flow = flowOf(op);
    if (flow !== null) return before.flows[flow] !== after.flows[flow];
    return before.names !== after.names || ("kind" in op && op.kind === "flow");
  });
}

function flowOf(op: Operation): string | null {
  if ("flow" in op) return op.flow;
  if ("path" in op && (op.path[0] === "flows" || op.path[0] === "layout") && typeof op.path[1] === "string") return op.path[1];
  return null;
}

/** Whether edges that were to be drawn are there: drawing them again would draw them twice. */
export function isMade(ops: readonly Operation[], graph: Graph | null): boolean {
  return ops.every((op) => {
    if (op.op !== "add_edge") return false;
    const edges = graph?.flows[op.flow]?.edges ?? [];
    return edges.some((edge) => edge.node === op.node && edge.to === op.to && (op.condition ?? null) === edge.condition);
  });
}
