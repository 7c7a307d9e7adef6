import type { Finding, Graph, Json, JsonMap, Operation } from "../api/types";
import { FIELDS } from "./ways";

/** What puts a finding right by itself. */
export interface Fix {
  ops: Operation[];
  /** What will be written. */
  writes: string;
}

const MEANT = /^Did you mean `([^`]+)`\?$/;
const NAME = /`([^`]+)`/g;

/** The one thing that a finding asks for, where it is mechanical: a name that was misspelled, a last node without a way
 * on. Null where a person has to think. */
export function fixOf(finding: Finding, graph: Graph | null): Fix | null {
  const { flow, node, code } = finding;
  if (!graph) return null;
  if (code === "flow.no_next" && flow && node) return { ops: [{ op: "set", path: ["flows", flow, "nodes", node, "next"], value: "end" }], writes: "next: end" };
  const meant = MEANT.exec(finding.remedy)?.[1];
  if (!meant) return null;
  const names = [...finding.message.matchAll(NAME)].map((found) => found[1] as string);
  const ops = flow && node ? inNode(finding, graph, names, meant) : elsewhere(finding, graph, names, meant);
  return ops && { ops, writes: meant };
}

function inNode({ flow, node, path }: Finding, graph: Graph, names: string[], meant: string): Operation[] | null {
  const whole = graph.flows[flow as string]?.nodes.find((one) => one.name === node);
  const start = `flows.${flow}.nodes.${node}.`;
  if (!whole || !path.startsWith(start)) return null;
  const keys = path.slice(start.length).split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const edge = graph.flows[flow as string]?.edges.find((one) => one.node === node && one.field === keys[0] && one.index === (typeof keys[1] === "number" ? keys[1] : null));
  if (edge && FIELDS.includes(edge.field) && keys.length <= 2 && names.includes(edge.to)) {
    const index = edge.index === null ? {} : { index: edge.index };
    return [{ op: "change_edge", flow: flow as string, node: edge.node, field: edge.field, ...index, to: meant }];
  }
  return corrected(["flows", flow as string, "nodes", node as string], whole.value, keys, names, meant);
}

/** Parts of the bot that are known without reading its text. */
function elsewhere({ path }: Finding, graph: Graph, names: string[], meant: string): Operation[] | null {
  const keys = path.split(".");
  if (path === "start" && graph.start !== null) return corrected([], { start: graph.start }, ["start"], names, meant);
  const [part, name, field, at] = keys;
  const flow = part === "flows" ? graph.flows[name as string] : undefined;
  if (flow && field === "triggers" && /^\d+$/.test(at ?? "")) return corrected(["flows", flow.name], { triggers: flow.triggers }, ["triggers", Number(at)], names, meant);
  const slot = part === "slots" && field === "type" ? graph.names.slots[name as string] : undefined;
  return slot ? corrected(["slots", name as string], { type: slot.type }, ["type"], names, meant) : null;
}

/** The right name where the wrong one stands: as a value, as a key, or within a text. */
function corrected(before: string[], value: JsonMap, keys: (string | number)[], names: string[], meant: string): Operation[] | null {
  const there = at(value, keys);
  const path = [...before, ...keys];
  const last = keys.at(-1);
  if (typeof there === "string" && names.includes(there)) return [{ op: "set", path, value: meant }];
  if (typeof last === "string" && names.includes(last) && there !== undefined) {
    const parent = at(value, keys.slice(0, -1));
    if (!isMap(parent) || meant in parent) return null;
    return [{ op: "unset", path }, { op: "set", path: [...path.slice(0, -1), meant], value: there }];
  }
  const text = typeof there === "string" ? names.map((name) => [there, replaced(there, name, meant)] as const).find(([old, now]) => old !== now)?.[1] : undefined;
  return text === undefined ? null : [{ op: "set", path, value: text }];
}

/** A name within a condition or a template, where only what stands in braces is meant. */
function replaced(text: string, name: string, meant: string): string {
  if (!/^[\w.]+$/.test(name)) return text;
  const word = new RegExp(`(?<![\\w.])${name.replaceAll(".", "\\.")}(?!\\w)`, "g");
  if (!text.includes("{{") && !text.includes("{%")) return text.replace(word, meant);
  return text.replace(/\{[{%].*?[%}]\}/gs, (inner) => inner.replace(word, meant));
}

function at(value: Json, keys: readonly (string | number)[]): Json | undefined {
  let here: Json | undefined = value;
  for (const key of keys) {
    if (Array.isArray(here) && typeof key === "number") here = here[key];
    else if (isMap(here)) here = here[key];
    else return undefined;
  }
  return here;
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
