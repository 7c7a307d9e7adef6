import type { Flow, FlowNode, Graph, Json, JsonMap, Operation } from "../api/types";
import { equal } from "./merge";
import { entryText } from "./text";
import { merged } from "./together";

/** A draft as one saw it, or as it is now. */
export interface Seen {
  graph: Graph | null;
  text: string;
}

/** Operations that were meant for one draft, as they are to be made in another one that somebody changed meanwhile;
 * null where they are about what was changed, so that the person has to choose. */
export function standing(ops: readonly Operation[], before: Seen, after: Seen): Operation[] | null {
  if (!before.graph || !after.graph) return null;
  const made = new Set(ops.flatMap((op) => (op.op === "add_node" ? [`${op.flow} ${op.name}`] : [])));
  const found: Operation[] = [];
  for (const op of ops) {
    const next = inNode(op, made, before.graph, after.graph) ?? elsewhere(op, before, after);
    if (next === "touched") return null;
    found.push(next === "free" ? op : next);
  }
  return found;
}

type Found = Operation | "free" | "touched";

/** An operation about one node; null where it is about something else. */
function inNode(op: Operation, made: ReadonlySet<string>, before: Graph, after: Graph): Found | null {
  const place = nodeOf(op);
  if (!place) return null;
  const [flow, name] = place;
  if (op.op === "add_node") return nodeIn(after, flow, name) || !after.flows[flow] ? "touched" : free(neighbours(op).every((one) => made.has(`${flow} ${one}`) || nodeIn(after, flow, one)));
  if (made.has(`${flow} ${name}`)) return "free";
  const [old, now] = [nodeIn(before, flow, name), nodeIn(after, flow, name)];
  if (!old || !now) return "touched";
  switch (op.op) {
    case "set":
    case "unset":
      return inField(op, old, now);
    case "place_node":
      return free(old.x === now.x && old.y === now.y);
    case "move_node":
      return free(equal(namesOf(before.flows[flow]), namesOf(after.flows[flow])));
    case "add_edge":
    case "change_edge":
    case "remove_edge":
      return free(equal(old.value[op.field ?? "next"], now.value[op.field ?? "next"]));
    default:
      return free(equal(old.value, now.value));
  }
}

function inField(op: Operation & { op: "set" | "unset" }, old: FlowNode, now: FlowNode): Found {
  const keys = op.path.slice(4);
  const [was, is] = [at(old.value, keys), at(now.value, keys)];
  if (equal(was, is) || (op.op === "set" && equal(op.value, is))) return "free";
  if (op.op === "unset") return "touched";
  const value = both(was, op.value, is);
  return value === null ? "touched" : { ...op, value };
}

/** Texts, and lists of texts, with what two people did; null where they meet. */
function both(was: Json | undefined, mine: Json, theirs: Json | undefined): Json | null {
  if (typeof was === "string" && typeof mine === "string" && typeof theirs === "string") return merged(was, mine, theirs);
  if (!isLines(was) || !isLines(mine) || !isLines(theirs)) return null;
  const ended = (lines: string[]) => lines.map((line) => `${line}\n`).join("");
  const lines = merged(ended(was), ended(mine), ended(theirs));
  return lines === null ? null : lines.split("\n").slice(0, -1);
}

/** Parts beside nodes: what is known of a flow, and the lines of all else. */
function elsewhere(op: Operation, before: Seen, after: Seen): Found {
  if ("path" in op) {
    const [part, name, field] = op.path.map(String);
    const [old, now] = [before.graph?.flows[name ?? ""], after.graph?.flows[name ?? ""]];
    if (part === "flows" && old && now && field && FLOW_FIELDS.has(field)) return free(equal(old[field as keyof Flow] as Json, now[field as keyof Flow] as Json));
    if (part === "flows" || part === "layout") return free(Boolean(old) && old === now);
    if (name === undefined) return free(part === "start" ? before.graph?.start === after.graph?.start : before.text === after.text);
    return free(entryText(before.text, part as string, name) === entryText(after.text, part as string, name));
  }
  if (!("kind" in op)) return "touched";
  if (op.op === "add") return free(entryText(after.text, `${op.kind}s`, op.name) === null);
  // It is spoken of from everywhere: what speaks of it may have changed too, and the server looks at all of it anew.
  return free(op.kind === "flow" ? before.graph?.flows[op.name] === after.graph?.flows[op.name] : entryText(before.text, `${op.kind}s`, op.name) === entryText(after.text, `${op.kind}s`, op.name));
}

const FLOW_FIELDS = new Set(["description", "triggers", "inputs", "outputs"]);

function nodeOf(op: Operation): [string, string] | null {
  if ("node" in op) return [op.flow, op.node];
  if ("flow" in op) return [op.flow, op.name];
  if ("path" in op && op.path[0] === "flows" && op.path[2] === "nodes" && op.path.length > 3) return [String(op.path[1]), String(op.path[3])];
  return null;
}

function neighbours(op: { after?: string; before?: string }): string[] {
  return [op.after, op.before].filter((one) => one !== undefined);
}

function nodeIn(graph: Graph, flow: string, name: string): FlowNode | undefined {
  return graph.flows[flow]?.nodes.find((node) => node.name === name);
}

function namesOf(flow: Flow | undefined): string[] {
  return flow?.nodes.map((node) => node.name) ?? [];
}

function free(is: unknown): Found {
  return is ? "free" : "touched";
}

function at(value: Json, keys: readonly (string | number)[]): Json | undefined {
  return keys.reduce<Json | undefined>((here, key) => (Array.isArray(here) ? here[Number(key)] : typeof here === "object" && here !== null ? (here as JsonMap)[key] : undefined), value);
}

function isLines(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string" && !one.includes("\n"));
}

/** Whether edits that were to be drawn are there: drawing them again would draw them twice. */
export function isMade(ops: readonly Operation[], graph: Graph | null): boolean {
  return ops.every((op) => {
    if (op.op !== "add_edge") return false;
    const edges = graph?.flows[op.flow]?.edges ?? [];
    return edges.some((edge) => edge.node === op.node && edge.to === op.to && (op.condition ?? null) === edge.condition);
  });
}
