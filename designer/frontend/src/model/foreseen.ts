import type { FlowNode, Graph, Json, JsonMap, Operation } from "../api/types";

/** The graph as it will be, as far as that is known before the server answers: the fields of nodes with their words. Where
 * nothing of it can be known the same objects come back; what the server says takes their place. */
export function foreseen(graph: Graph | null, ops: readonly Operation[]): Graph | null {
  return graph && ops.reduce((now, op) => (op.op === "set" || op.op === "unset" ? inGraph(now, op) : now), graph);
}

type FieldOp = Operation & { op: "set" | "unset" };

function inGraph(graph: Graph, op: FieldOp): Graph {
  const [part, name, inside, node, ...keys] = op.path;
  const flow = part === "flows" && inside === "nodes" && keys.length > 0 ? graph.flows[String(name)] : undefined;
  const at = flow?.nodes.findIndex((one) => one.name === String(node)) ?? -1;
  const old = flow?.nodes[at];
  const value = old && within(old.value, keys, op.op === "set" ? op.value : undefined);
  if (!flow || !old || !isMap(value)) return graph;
  const nodes = flow.nodes.with(at, { ...old, value, sentence: sentence(old, keys, op) });
  return { ...graph, flows: { ...graph.flows, [flow.name]: { ...flow, nodes } } };
}

/** A value with another one at a path; undefined where nothing stands on the way there. */
function within(value: Json, [key, ...more]: readonly (string | number)[], now: Json | undefined): Json | undefined {
  if (key === undefined) return now;
  if (Array.isArray(value)) {
    const at = Number(key);
    const inner = at < value.length ? within(value[at] as Json, more, now) : undefined;
    return inner === undefined ? undefined : value.with(at, inner);
  }
  if (!isMap(value)) return undefined;
  const rest = { ...value };
  if (more.length === 0 && now === undefined) {
    delete rest[key];
    return rest;
  }
  const inner = more.length === 0 ? now : within(value[key] ?? null, more, now);
  return inner === undefined ? undefined : { ...rest, [key]: inner };
}

const LONGEST = 160; // characters of a sentence, as the server tells it

/** The sentence of a node with the new words for the old ones, where these stand in it. */
function sentence(node: FlowNode, keys: readonly (string | number)[], op: FieldOp): string {
  const old = keys.length === 1 ? node.value[String(keys[0])] : undefined;
  const words = op.op === "set" && typeof op.value === "string" ? plain(op.value) : "";
  if (typeof old !== "string" || !plain(old) || !words || !node.sentence.endsWith(plain(old))) return node.sentence;
  const told = node.sentence.slice(0, -plain(old).length) + words;
  return told.length > LONGEST ? `${told.slice(0, LONGEST - 1).trimEnd()}…` : told;
}

function plain(words: string): string {
  return words.split(/\s+/).filter(Boolean).join(" ");
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
