import { type Edge, type Node, type NodeHandle, Position } from "@xyflow/react";
import type { Finding, Flow, FlowEdge, FlowNode, Person } from "../api/types";
import { fill, LABELS, typeLabel } from "../labels";
import type { Change, NodeTime } from "../model/lens";
import { guessedHeight, NODE_WIDTH, type Place, ROW } from "../model/layout";
import type { Trial } from "../model/trial";
import { edgeId, handleId } from "../model/ways";

export const BEGIN = "::begin"; // no node may be called so
const BEGIN_WIDTH = 144; // px; canvas.css has the same
const BEGIN_GAP = 48;
const GONE = "::gone ";
const GONE_HEIGHT = 44;
const GONE_ABOVE = 88; // px over the highest node
const PORT = 11; // px; canvas.css has the same
const PORT_IN = 21; // px from the top of a card to the middle of its port
export const ALL_IN_PAGE = 150; // nodes; above, only those in sight are in the page, and the outline has them all

/** What is wrong with a node, to be shown on its card. */
export interface Marks {
  errors: number;
  warnings: number;
  words: string;
}

export interface CardData extends Record<string, unknown> {
  node: FlowNode;
  ways: FlowEdge[];
  marks: Marks | null;
  comment: string | null;
  people: string;
  /** Whether the trial is here now, or has been. */
  trail: "" | "been" | "here";
  time: NodeTime | null;
  change: Change | "";
  /** On a way that was chosen. */
  lit: boolean;
  /** Its steps on the way of a call, such as `2, 5`. */
  order: string;
}

/** A node that the version had with which the canvas is compared. */
export interface GoneData extends Record<string, unknown> {
  name: string;
  type: string;
}

export interface BeginData extends Record<string, unknown> {
  flow: Flow;
  isStart: boolean;
}

export type CardNode = Node<CardData, "card">;
export type BeginNode = Node<BeginData, "begin">;
export type GoneNode = Node<GoneData, "gone">;
export type CanvasNode = CardNode | BeginNode | GoneNode;

export interface Seen {
  places: ReadonlyMap<string, Place>;
  /** Nodes that were moved here and whose place is on its way to the server. */
  held: ReadonlySet<string>;
  marks: ReadonlyMap<string, Marks>;
  comments: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, string>;
  trail: ReadonlyMap<string, "been" | "here">;
  times: ReadonlyMap<string, NodeTime>;
  changes: ReadonlyMap<string, Change>;
  gone: readonly GoneData[];
  lit: ReadonlySet<string>;
  order?: ReadonlyMap<string, string>;
  selected: readonly string[];
  focus: string | null;
  isStart: boolean;
  readOnly: boolean;
}

/** The flow as nodes of the canvas. An old object that says the same stays, with what was measured of it: what is new
 * is drawn again, and what lost its measure is hidden until it has one. */
export function toNodes(old: readonly CanvasNode[], flow: Flow, seen: Seen): CanvasNode[] {
  const before = new Map(old.map((node) => [node.id, node]));
  const ways = waysByNode(flow);
  const made: CanvasNode[] = flow.nodes.map((node) => card(before.get(node.name) as CardNode | undefined, node, ways.get(node.name) ?? NO_WAYS, seen, flow.nodes.length > ALL_IN_PAGE));
  const first = flow.nodes[0];
  if (first) made.unshift(begin(before.get(BEGIN) as BeginNode | undefined, flow, seen, seen.places.get(first.name) as Place));
  made.push(...seen.gone.map((one, at) => gone(before.get(GONE + one.name) as GoneNode | undefined, one, at, seen.places)));
  return made.length === old.length && made.every((node, at) => node === old[at]) ? (old as CanvasNode[]) : made;
}

const NO_WAYS: FlowEdge[] = [];

function waysByNode(flow: Flow): Map<string, FlowEdge[]> {
  const ways = new Map<string, FlowEdge[]>();
  for (const edge of flow.edges) {
    const known = ways.get(edge.node);
    if (known) known.push(edge);
    else ways.set(edge.node, [edge]);
  }
  return ways;
}

function card(old: CardNode | undefined, node: FlowNode, ways: FlowEdge[], seen: Seen, many: boolean): CardNode {
  const stays = old && (old.dragging || seen.held.has(node.name));
  const place = stays ? old.position : (seen.places.get(node.name) ?? { x: 0, y: 0 });
  const marks = seen.marks.get(node.name) ?? null;
  const comment = seen.comments.get(node.name) ?? null;
  const people = seen.people.get(node.name) ?? "";
  const trail = seen.trail.get(node.name) ?? "";
  const time = seen.times.get(node.name) ?? null;
  const change = seen.changes.get(node.name) ?? "";
  const lit = seen.lit.has(node.name);
  const order = seen.order?.get(node.name) ?? "";
  const selected = seen.selected.includes(node.name);
  const tabIndex = seen.focus === node.name ? 0 : -1;
  const data = old?.data;
  const known =
    data && data.node === node && sameList(data.ways, ways) && sameMarks(data.marks, marks) && data.comment === comment && data.people === people && data.trail === trail &&
    data.time?.words === time?.words && data.time?.over === time?.over && data.change === change && data.lit === lit && data.order === order;
  const here = old && old.position.x === place.x && old.position.y === place.y;
  const same = known && here && Boolean(old.selected) === selected && old.domAttributes?.tabIndex === tabIndex && old.draggable === !seen.readOnly;
  if (same) return old;
  const height = guessedHeight(node.sentence, ways.length);
  return {
    ...old,
    id: node.name,
    type: "card",
    position: here ? old.position : place,
    selected,
    draggable: !seen.readOnly,
    // For the small map and the first view: of a long flow only what is in sight is ever measured.
    initialWidth: NODE_WIDTH,
    initialHeight: height,
    ...((old ? old.handles !== undefined : many) ? { handles: ports(ways, height) } : {}),
    data: known ? data : { node, ways, marks, comment, people, trail, time, change, lit, order },
    domAttributes: { tabIndex },
    ariaLabel: fill(LABELS.nodeAria, { type: typeLabel(node.type ?? ""), name: node.name, sentence: node.sentence, problems: marks ? ` ${marks.words}` : "" }),
  };
}

/** Where ways begin and end at a card that was never drawn: without a guess the canvas draws all of them once to know. */
function ports(ways: readonly FlowEdge[], height: number): NodeHandle[] {
  const port = { width: PORT, height: PORT };
  const out = ways.map((way, at): NodeHandle => ({ ...port, id: handleId(way), type: "source", position: Position.Right, x: NODE_WIDTH - PORT / 2, y: height - (ways.length - at - 0.5) * ROW - PORT / 2 }));
  return [{ ...port, id: "in", type: "target", position: Position.Left, x: -PORT / 2, y: PORT_IN - PORT / 2 }, ...out];
}

/** What was measured takes the place of the guess. */
export function measured(node: CanvasNode): CanvasNode {
  if (!node.handles || !node.measured) return node;
  const { handles: _guess, ...known } = node;
  return known as CanvasNode;
}

/** What is gone stands in a row above the flow. */
function gone(old: GoneNode | undefined, data: GoneData, at: number, places: Seen["places"]): GoneNode {
  const all = [...places.values()];
  const x = Math.min(0, ...all.map((place) => place.x)) + at * (NODE_WIDTH + BEGIN_GAP);
  const y = (all.length ? Math.min(...all.map((place) => place.y)) : 0) - GONE_ABOVE;
  if (old && old.data === data && old.position.x === x && old.position.y === y) return old;
  return {
    ...old, id: GONE + data.name, type: "gone", position: { x, y }, data, draggable: false, selectable: false, focusable: false, deletable: false,
    initialWidth: NODE_WIDTH, initialHeight: GONE_HEIGHT,
  };
}

function begin(old: BeginNode | undefined, flow: Flow, seen: Seen, first: Place): BeginNode {
  const place = { x: first.x - BEGIN_WIDTH - BEGIN_GAP, y: first.y };
  const same = old && old.data.flow === flow && old.data.isStart === seen.isStart && old.position.x === place.x && old.position.y === place.y;
  if (same) return old;
  return {
    ...old,
    id: BEGIN,
    type: "begin",
    position: place,
    draggable: false,
    selectable: false,
    focusable: false,
    deletable: false,
    data: { flow, isStart: seen.isStart },
  };
}

const edges = new WeakMap<FlowEdge, Edge>();

/** The flow's edges between nodes. The same edge gives the same object. */
export function toEdges(all: readonly FlowEdge[], first: string | undefined, chosen: string | null): Edge[] {
  const made: Edge[] = [];
  if (first !== undefined) made.push({ id: `${BEGIN}|`, source: BEGIN, target: first, targetHandle: "in", sourceHandle: "begin", selectable: false, reconnectable: false, className: "vx-edge-begin", focusable: false });
  for (const edge of all) {
    if (edge.kind !== "node") continue;
    let known = edges.get(edge);
    if (!known) edges.set(edge, (known = drawn(edge)));
    made.push(known.id === chosen ? { ...known, selected: true } : known);
  }
  return made;
}

function drawn(edge: FlowEdge): Edge {
  const bad = edge.field !== "next";
  const words = edge.else ? LABELS.edgeElse : edge.condition ? LABELS.edgeIf : LABELS.edgeFrom;
  return {
    id: edgeId(edge),
    source: edge.node,
    sourceHandle: handleId(edge),
    target: edge.to,
    targetHandle: "in",
    reconnectable: "target",
    className: `${edge.falls ? "vx-edge-falls" : ""} ${bad ? "vx-edge-bad" : ""}`,
    ariaLabel: fill(words, { from: edge.node, to: edge.to, condition: edge.condition ?? "" }),
  };
}

/** Problems of a flow by node. */
export function marksOf(findings: readonly Finding[], flow: string): Map<string, Marks> {
  const marks = new Map<string, Marks>();
  for (const finding of findings) {
    if (finding.flow !== flow || finding.node === null) continue;
    const mark = marks.get(finding.node) ?? { errors: 0, warnings: 0, words: "" };
    mark[finding.severity === "error" ? "errors" : "warnings"]++;
    mark.words = mark.words ? `${mark.words} ${finding.message}` : finding.message;
    marks.set(finding.node, mark);
  }
  return marks;
}

export function peopleOf(people: readonly Person[], flow: string): Map<string, string> {
  const at = new Map<string, string>();
  for (const person of people) {
    const node = person.where?.flow === flow ? person.where.node : null;
    if (node) at.set(node, at.has(node) ? `${at.get(node)}, ${person.name}` : person.name);
  }
  return at;
}

/** Where a trial has been in a flow. */
export function trailOf(trial: Trial, flow: string): Map<string, "been" | "here"> {
  const trail = new Map<string, "been" | "here">();
  for (const step of trial.visited) if (step.flow === flow) trail.set(step.node, "been");
  if (trial.at?.flow === flow) trail.set(trial.at.node, "here");
  return trail;
}

/** What stands as a comment right above each node in the text. */
export function commentsOf(flow: Flow, first: number | undefined, lines: readonly string[]): Map<string, string> {
  const comments = new Map<string, string>();
  if (first === undefined) return comments;
  for (const node of flow.nodes) {
    const words: string[] = [];
    for (let at = first + node.line - 2; at >= first; at--) {
      const found = /^\s*#+\s?(.*)$/.exec(lines[at] ?? "");
      if (!found) break;
      words.unshift(found[1] as string);
    }
    if (words.length) comments.set(node.name, words.join(" "));
  }
  return comments;
}

function sameList(a: readonly FlowEdge[], b: readonly FlowEdge[]): boolean {
  return a.length === b.length && a.every((edge, at) => edge === b[at]);
}

function sameMarks(a: Marks | null, b: Marks | null): boolean {
  return a === b || (a !== null && b !== null && a.errors === b.errors && a.warnings === b.warnings && a.words === b.words);
}
