import type { Graph, Json, JsonMap, Operation } from "../api/types";
import { newPart } from "./parts";

/** An entry that `with` or `save` of a node may have and has not yet. */
export interface Offer {
  name: string;
  value: string;
  /** What has to be declared for it. */
  first: Operation[];
}

/** What the tool or the flow of a node can be given (`with`) or gives back (`save`), as far as it is not written yet. */
export function offers(graph: Graph | null, node: JsonMap, field: string): Offer[] {
  if (!graph || (field !== "with" && field !== "save")) return [];
  const written = isMap(node[field]) ? node[field] : {};
  return field === "with" ? given(graph, node, written) : kept(graph, node, written);
}

/** The names that a field of a node may hold as values: results for `save`, templates for all else. */
export function valuesFor(graph: Graph | null, node: JsonMap, field: string): string[] {
  if (!graph) return [];
  if (field === "save") return Object.keys(results(graph, node)).map((name) => `result.${name}`);
  return [...Object.keys(graph.names.slots), ...Object.keys(graph.names.variables)].map(template);
}

/** The keys that `with` of a node may hold. */
export function argumentsOf(graph: Graph | null, node: JsonMap): string[] {
  const tool = typeof node.tool === "string" ? graph?.names.tools[node.tool] : undefined;
  const flow = typeof node.flow === "string" ? graph?.names.flows[node.flow] : undefined;
  return tool?.arguments ?? flow?.inputs ?? [];
}

function given(graph: Graph, node: JsonMap, written: JsonMap): Offer[] {
  const known = (name: string) => name in graph.names.slots || name in graph.names.variables;
  return argumentsOf(graph, node).filter((name) => !(name in written)).map((name) => ({ name, value: known(name) ? template(name) : "", first: [] }));
}

function kept(graph: Graph, node: JsonMap, written: JsonMap): Offer[] {
  const said = Object.values(written).map(String).join(" ");
  const left = Object.entries(results(graph, node)).filter(([name]) => !new RegExp(`\\bresult\\.${name}\\b`).test(said) && !(name in written));
  return left.map(([name, type]) => {
    const declared = name in graph.names.slots || name in graph.names.variables;
    const op = newPart("variable", name);
    return { name, value: `result.${name}`, first: declared ? [] : [type ? { ...op, value: { type } } as Operation : op] };
  });
}

/** The fields of a result with their types; null where that is not told. */
function results(graph: Graph, node: JsonMap): Record<string, string | null> {
  const tool = typeof node.tool === "string" ? graph.names.tools[node.tool] : undefined;
  const flow = typeof node.flow === "string" ? graph.flows[node.flow] : undefined;
  if (tool) return Object.fromEntries(tool.returns.map((name) => [name, tool.return_types?.[name] ?? null]));
  return flow?.outputs ?? {};
}

function template(name: string): string {
  return `{{ ${name} }}`;
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
