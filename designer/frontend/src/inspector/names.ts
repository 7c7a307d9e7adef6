import type { Graph, Names } from "../api/types";
import type { NameKind } from "../model/schema";

/** Names that conditions, templates and `save` may speak of. */
export function valueNames(names: Names | undefined): string[] {
  return names ? [...Object.keys(names.slots), ...Object.keys(names.variables), "now", "channel"] : [];
}

export function valueType(names: Names | undefined, name: string): string | null {
  return names?.slots[name]?.type ?? names?.variables[name]?.type ?? null;
}

/** Every declared name of a kind, with a word about it. */
export function declared(graph: Graph | null, kind: NameKind | null): { name: string; hint: string }[] {
  if (!graph || !kind) return [];
  const { slots, variables, intents, tools, knowledge, routes, flows, types } = graph.names;
  const of = (map: Record<string, { description?: string | null; type?: string | null }>) =>
    Object.entries(map).map(([name, told]) => ({ name, hint: told.description || told.type || "" }));
  const plain = (list: readonly string[]) => list.map((name) => ({ name, hint: "" }));
  switch (kind) {
    case "slot":
      return of(slots);
    case "variable":
      return of(variables);
    case "value":
      return [...of(variables), ...of(slots)];
    case "tool":
      return of(tools);
    case "intent":
      return of(intents);
    case "flow":
      return of(flows);
    case "knowledge":
      return plain(knowledge);
    case "route":
      return plain(routes);
    case "type":
      return plain(types);
  }
}
