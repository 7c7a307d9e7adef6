/** The draft as the server speaks of it; docs/reference of the API has the same words. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonMap = { [key: string]: Json };

/** (from, to, insert) in UTF-16 units of the text before; in order, and they do not overlap. */
export type Splice = [from: number, to: number, insert: string];

export type WayField = "next" | "on_fail" | "on_error" | "on_unknown";

/** A way out of a node. */
export interface FlowEdge {
  node: string;
  field: WayField;
  /** Of the branch; null where the way is the only one. */
  index: number | null;
  condition: string | null;
  else: boolean;
  /** Nothing is written: the next node follows. */
  falls: boolean;
  to: string;
  kind: "node" | "flow" | "end" | "handoff" | "missing";
}

export interface FlowNode {
  name: string;
  type: string | null;
  sentence: string;
  badges: { code: string; text: string }[];
  value: JsonMap;
  x: number | null;
  y: number | null;
  /** From the line of the flow's key, and how many. */
  line: number;
  lines: number;
}

export interface Flow {
  name: string;
  description: string | null;
  triggers: string[];
  inputs: Record<string, string>;
  outputs: Record<string, string>;
  lines: number;
  nodes: FlowNode[];
  edges: FlowEdge[];
  problem: string | null;
}

export interface Names {
  slots: Record<string, { type: string | null; description?: string | null }>;
  variables: Record<string, { type?: string | null; description?: string | null }>;
  types: string[];
  intents: Record<string, { description?: string | null; examples: number }>;
  tools: Record<string, { type?: string | null; effect?: string | null; description?: string | null; arguments: string[]; returns: string[]; return_types?: Record<string, string>; timeout?: string | null }>;
  knowledge: string[];
  routes: string[];
  flows: Record<string, { description?: string | null; inputs: string[]; outputs: string[] }>;
  repair: string[];
}

export interface Graph {
  start: string | null;
  order: string[];
  /** The line of each flow's key, from 1. */
  lines: Record<string, number>;
  flows: Record<string, Flow>;
  names: Names;
}

export interface Finding {
  code: string;
  path: string;
  line: number;
  column: number;
  severity: "error" | "warning";
  message: string;
  remedy: string;
  flow: string | null;
  node: string | null;
}

export interface May {
  review?: boolean;
  edit: boolean;
  publish: boolean;
}

export interface Draft {
  slug: string;
  name: string;
  rev: number;
  text: string;
  readable: boolean;
  problem: Finding | null;
  graph: Graph | null;
  findings: Finding[] | null;
  /** The version that it was made from, 0 for none, and the newest there is. */
  newest: number;
  latest: number;
  differs: boolean;
  saved: string | null;
  by: string | null;
  may: May;
}

export interface Changed {
  rev: number;
  edits: Splice[];
  inverse: Splice[];
  readable: boolean;
  problem: Finding | null;
  differs: boolean;
  graph: { flows: Record<string, Flow | null>; order: string[]; lines: Record<string, number>; start: string | null; names: Names } | null;
  notes: string[];
}

/** docs/reference/edits.md */
export type Operation =
  | { op: "set"; path: (string | number)[]; value: Json }
  | { op: "unset"; path: (string | number)[] }
  | { op: "add"; kind: Kind; name: string; value: Json }
  | { op: "remove"; kind: Kind; name: string }
  | { op: "rename"; kind: Kind; name: string; to: string }
  | { op: "add_node"; flow: string; name: string; value: JsonMap; after?: string; before?: string; at?: [number, number] }
  | { op: "remove_node"; flow: string; name: string }
  | { op: "rename_node"; flow: string; name: string; to: string }
  | { op: "move_node"; flow: string; name: string; before?: string | null }
  | { op: "place_node"; flow: string; name: string; x: number; y: number }
  | { op: "add_edge"; flow: string; node: string; to: string; condition?: string; field?: string; index?: number }
  | { op: "change_edge"; flow: string; node: string; field?: string; index?: number; to?: string; condition?: string }
  | { op: "remove_edge"; flow: string; node: string; field?: string; index?: number };

export type Kind = "flow" | "slot" | "variable" | "intent" | "tool";

export interface Person {
  id: string;
  name: string;
  where: { flow: string | null; node: string | null } | null;
}

/** Somebody's change as the socket tells it; without edits it is too long, and the draft is to be got. */
export interface Heard extends Pick<Changed, "rev" | "readable" | "problem" | "differs"> {
  edits: Splice[] | null;
  graph?: Changed["graph"];
  by: string | null;
  client: string | null;
}

export type LiveMessage =
  | { type: "here"; me: string; people: Person[] }
  | ({ type: "changed" } & Heard)
  | { type: "version"; version: number; by: string | null }
  | { type: "publication"; id: string; state: string; environment: string; version: number; ready: boolean }
  | { type: "pong" };
