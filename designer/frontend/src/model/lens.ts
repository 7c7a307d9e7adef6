import type { Budget, NodeBudget, Reach } from "../api/looks";
import type { Graph } from "../api/types";
import type { Changes, Place } from "../api/versions";

/** What the canvas shows of its nodes beside what they do. */
export type Lens = "" | "time" | "personal" | "changes" | "call";

export interface NodeTime {
  words: string;
  over: boolean;
}

/** The times of a flow's nodes; those within the budget only where they are asked for. */
export function timesOf(budget: Budget | null, flow: string, all: boolean): Map<string, NodeTime> {
  const times = new Map<string, NodeTime>();
  for (const [name, node] of Object.entries(budget?.nodes[flow] ?? {})) {
    if (all || node.over) times.set(name, { words: shortTime(node), over: node.over });
  }
  return times;
}

/** As it stands on a card: measured, or `~` and what is expected. */
export function shortTime(node: NodeBudget): string {
  return `${node.measured ? "" : "~"}${node.expected_ms} ms`;
}

/** The nodes of a way in words, such as "asked at `a` → set `b` at `c` → `prompt` of `d`". A name alone is of the flow
 * in which the way ends. */
export function nodesOnWay(reach: Pick<Reach, "way" | "path">, graph: Graph | null): Place[] {
  const end = /^flows\.([^.]+)\.nodes\.([^.]+)/.exec(reach.path);
  const steps = reach.way.split(" → ").map((step) => /`([^`]+)`\s*$/.exec(step)?.[1] ?? "");
  const named = steps.map((name): Place => {
    const dot = name.indexOf(".");
    return dot < 0 ? { flow: end?.[1] ?? "", node: name } : { flow: name.slice(0, dot), node: name.slice(dot + 1) };
  });
  const all = end ? [...named, { flow: end[1] as string, node: end[2] as string }] : named;
  const known = all.filter(({ flow, node }) => graph?.flows[flow]?.nodes.some((one) => one.name === node));
  return known.filter(({ flow, node }, at) => known.findIndex((one) => one.flow === flow && one.node === node) === at);
}

export type Change = "added" | "changed";

/** What became of the nodes of a flow that are there, and the ones that are gone. */
export function changesIn(graph: Changes["graph"] | null, flow: string): { nodes: Map<string, Change>; gone: { name: string; type: string }[] } {
  const of = <T extends Place>(all: T[] | undefined) => (all ?? []).filter((one) => one.flow === flow);
  const nodes = new Map<string, Change>();
  for (const one of of(graph?.nodes.changed)) nodes.set(one.node, "changed");
  for (const one of of(graph?.nodes.added)) nodes.set(one.node, "added");
  return { nodes, gone: of(graph?.nodes.removed).map((one) => ({ name: one.node, type: one.type ?? "" })) };
}
