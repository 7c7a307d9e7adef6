import type { Flow } from "../api/types";
import type { Place } from "./layout";

export type Direction = "left" | "right" | "up" | "down";

/** The node that the keyboard goes to: along an edge to the right, back to the left, and between those that one node
 * leads to up and down; where the edges lead nowhere, to the nearest in that direction. */
export function neighbour(flow: Flow, from: string, direction: Direction, place: (name: string) => Place): string | null {
  if (direction === "right") return first(flow.edges, (edge) => edge.node === from && edge.kind === "node" && edge.to !== from)?.to ?? null;
  if (direction === "left") return first(flow.edges, (edge) => edge.to === from && edge.kind === "node" && edge.node !== from)?.node ?? null;
  return nearest(flow, from, direction, place);
}

function first<T>(list: readonly T[], is: (one: T) => boolean): T | undefined {
  return list.find(is);
}

function nearest(flow: Flow, from: string, direction: "up" | "down", place: (name: string) => Place): string | null {
  const here = place(from);
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const node of flow.nodes) {
    const there = place(node.name);
    const down = direction === "down" ? there.y - here.y : here.y - there.y;
    if (node.name === from || down <= 0) continue;
    const far = down + 2 * Math.abs(there.x - here.x); // straight above before far aside
    if (far < least) [best, least] = [node.name, far];
  }
  return best;
}
