import type { Graph } from "../api/types";

export interface Link {
  from: string;
  to: string;
  /** It runs the other and comes back. */
  runs: boolean;
}

/** What flows lead to which, each pair once. */
export function flowLinks(graph: Graph): Link[] {
  const links = new Map<string, Link>();
  for (const flow of Object.values(graph.flows)) {
    const add = (to: string, runs: boolean) => {
      const key = JSON.stringify([flow.name, to]);
      if (to in graph.flows && to !== flow.name && !links.has(key)) links.set(key, { from: flow.name, to, runs });
    };
    for (const edge of flow.edges) if (edge.kind === "flow") add(edge.to, false);
    for (const node of flow.nodes) if (node.type === "flow" && typeof node.value.flow === "string") add(node.value.flow, true);
  }
  return [...links.values()];
}
