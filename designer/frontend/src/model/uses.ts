import type { Graph } from "../api/types";

/** The nodes that speak of a name: in a field, a condition or a template. */
export function mentions(graph: Graph | null, kind: string, name: string): { flow: string; node: string }[] {
  if (!graph) return [];
  const word = new RegExp(`(?<![\\w.])${name.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&")}(?!\\w)`);
  const found: { flow: string; node: string }[] = [];
  for (const flow of Object.values(graph.flows)) {
    if (kind === "intent") {
      if (flow.triggers.includes(name) && flow.nodes[0]) found.push({ flow: flow.name, node: flow.nodes[0].name });
      continue;
    }
    for (const node of flow.nodes) {
      const spoken = kind === "tool" ? JSON.stringify([node.value.tool ?? null, node.value.tools ?? null]) : talk(node.value);
      if (word.test(spoken)) found.push({ flow: flow.name, node: node.name });
    }
  }
  return found;
}

/** Where values can be named: fields that hold a name, keys of maps, conditions, and what stands in braces. */
function talk(value: unknown, key = ""): string {
  if (typeof value === "string") {
    if (["slot", "if", "expr"].includes(key)) return ` ${value} `;
    return (value.match(/\{[{%].*?[%}]\}/gs) ?? []).join(" ");
  }
  if (Array.isArray(value)) return value.map((one) => talk(one, key)).join(" ");
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value).map(([name, one]) => {
    if (["set", "save", "extract"].includes(key)) return ` ${name} ${typeof one === "string" ? one : talk(one, name)} `;
    return talk(one, name);
  }).join(" ");
}
