import { Graph as Dagre, layout } from "@dagrejs/dagre";
import type { Flow } from "../api/types";

export interface Place {
  x: number;
  y: number;
}
export interface Size {
  width: number;
  height: number;
}

export const NODE_WIDTH = 248; // px; canvas.css has the same
const HEAD = 66; // px: the head and one line of a card
const LINE = 20;
export const ROW = 28; // px of a way
const CHARS = 33; // of a line of a card
const GAP = 28; // px between nodes that are put beside each other
const GRID = 8; // px; the canvas snaps to the same

/** How large a card will be, before it was drawn. */
export function guessed(flow: Flow, name: string): Size {
  const node = flow.nodes.find((one) => one.name === name);
  const rows = flow.edges.filter((edge) => edge.node === name).length;
  return { width: NODE_WIDTH, height: guessedHeight(node?.sentence ?? "", rows) };
}

export function guessedHeight(sentence: string, ways: number): number {
  return HEAD + Math.min(4, Math.ceil(sentence.length / CHARS)) * LINE + ways * ROW;
}

/** Where every node goes: ways lead from left to right. */
export function laidOut(flow: Flow, size: (name: string) => Size): Map<string, Place> {
  const edges = flow.edges.filter((edge) => edge.kind === "node").map((edge) => [edge.node, edge.to] as const);
  const names = flow.nodes.map((node) => node.name);
  return names.length > MOST_ARRANGED ? inColumns(names, edges, size) : arranged(names, edges, size);
}

const MOST_ARRANGED = 200; // nodes; dagre takes 0.6-1 s for 500, in which the page stands still

/** Columns by how many steps a node is from the first: quick, with more crossings than `arranged`. */
export function inColumns(names: readonly string[], edges: readonly (readonly [string, string])[], size: (name: string) => Size): Map<string, Place> {
  const ways = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const [from, to] of edges) ways.get(from)?.push(to);
  const places = new Map<string, Place>();
  const depth = new Map<string, number>();
  const heights: number[] = [];
  for (const begin of names) {
    const queue = depth.has(begin) ? [] : [begin];
    if (queue.length) depth.set(begin, 0);
    for (let at = 0; at < queue.length; at++) {
      const name = queue[at] as string;
      const column = depth.get(name) as number;
      const y = heights[column] ?? 0;
      heights[column] = y + size(name).height + GAP;
      places.set(name, snapped({ x: column * (NODE_WIDTH + 64), y }));
      for (const next of ways.get(name) ?? []) {
        if (depth.has(next) || !ways.has(next)) continue;
        depth.set(next, column + 1);
        queue.push(next);
      }
    }
  }
  return places;
}

/** Places, top left, of things and what leads from one to another. */
export function arranged(names: readonly string[], edges: readonly (readonly [string, string])[], size: (name: string) => Size): Map<string, Place> {
  const graph = new Dagre({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 32, ranksep: 64, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of names) graph.setNode(name, { ...size(name) });
  edges.forEach(([from, to], at) => {
    if (from !== to && graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to, {}, String(at));
  });
  layout(graph);
  const places = new Map<string, Place>();
  for (const name of names) {
    const { x, y } = graph.node(name) as Place;
    const { width, height } = size(name);
    places.set(name, snapped({ x: x - width / 2, y: y - height / 2 })); // dagre tells centres
  }
  return places;
}

/** Places of things of one size: those that lead to each other from left to right, the others in rows below. */
export function mapped(names: readonly string[], edges: readonly (readonly [string, string])[], own: Size): Map<string, Place> {
  const joined = new Set(edges.flat());
  const linked = names.filter((name) => joined.has(name));
  const alone = names.filter((name) => !joined.has(name));
  const places = arranged(linked, edges, () => own);
  const top = linked.length ? Math.max(...[...places.values()].map((place) => place.y)) + own.height + 2 * GAP : 0;
  const columns = Math.max(1, Math.ceil(Math.sqrt(alone.length * 0.7))); // about as wide as a screen
  alone.forEach((name, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)];
    places.set(name, snapped({ x: column * (own.width + GAP), y: top + row * (own.height + GAP) }));
  });
  return places;
}

export function snapped({ x, y }: Place): Place {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID };
}

/** Where nodes stand: as the text says, else as they stood, else as they are laid out. A newcomer goes where it is free. */
export function placed(flow: Flow, known: ReadonlyMap<string, Place>, size: (name: string) => Size): Map<string, Place> {
  const told = flow.nodes.filter((node) => node.x !== null && node.y !== null);
  const open = flow.nodes.filter((node) => node.x === null || node.y === null);
  const places = new Map<string, Place>();
  for (const node of told) places.set(node.name, { x: node.x as number, y: node.y as number });
  const strangers = open.filter((node) => !known.has(node.name));
  for (const node of open) {
    const place = known.get(node.name);
    if (place) places.set(node.name, place);
  }
  if (strangers.length === 0) return places;
  if (places.size === 0) return laidOut(flow, size);
  const fresh = strangers.length > 1 ? laidOut(flow, size) : null;
  for (const node of strangers) {
    const before = flow.edges.find((edge) => edge.to === node.name && places.has(edge.node));
    const from = before && (places.get(before.node) as Place);
    const wish = fresh?.get(node.name) ?? (from ? { x: from.x + NODE_WIDTH + 64, y: from.y } : { x: 0, y: 0 });
    places.set(node.name, free(wish, size(node.name), places, size));
  }
  return places;
}

/** The first place at or below the wished one where nothing stands. */
export function free(wish: Place, own: Size, places: ReadonlyMap<string, Place>, size: (name: string) => Size): Place {
  let { x, y } = snapped(wish);
  for (let tries = 0; tries < 200; tries++) {
    let hit: number | null = null;
    for (const [name, place] of places) {
      const other = size(name);
      const apart = x + own.width + GAP <= place.x || place.x + other.width + GAP <= x || y + own.height + GAP <= place.y || place.y + other.height + GAP <= y;
      if (!apart) hit = Math.max(hit ?? 0, place.y + other.height + GAP);
    }
    if (hit === null || hit <= y) return { x, y: hit === null ? y : y + GAP };
    y = Math.ceil(hit / GRID) * GRID;
  }
  return { x, y };
}

export type Side = "left" | "top" | "across" | "down";

/** New places of some nodes in a column or a row, or evenly spread in one; keeps their order, and none covers another. */
export function aligned(nodes: readonly (Place & Size & { name: string })[], side: Side): Map<string, Place> {
  const places = new Map<string, Place>();
  const left = Math.min(...nodes.map((node) => node.x));
  const top = Math.min(...nodes.map((node) => node.y));
  const across = side === "across" || side === "top";
  const spread = side === "across" || side === "down";
  const sorted = [...nodes].sort((a, b) => (across ? a.x - b.x || a.y - b.y : a.y - b.y || a.x - b.x));
  let least = across ? left : top;
  for (const node of sorted) {
    const at = spread ? least : Math.max(least, across ? node.x : node.y);
    const fixed = side === "top" ? top : side === "left" ? left : across ? node.y : node.x;
    places.set(node.name, snapped(across ? { x: at, y: fixed } : { x: fixed, y: at }));
    least = at + (across ? node.width : node.height) + GAP;
  }
  return places;
}
