import type { Flow, FlowEdge, FlowNode, Graph, JsonMap } from "../src/api/types";

/** A flow of nodes as `name: value`, with the edges that the server would tell. */
export function flow(name: string, nodes: Record<string, JsonMap>): Flow {
  const names = Object.keys(nodes);
  const told = Object.entries(nodes).map(([node, value], at): FlowNode => ({
    name: node, type: String(value.type), sentence: node, badges: [], value, x: null, y: null, line: at + 2, lines: 1,
  }));
  const edges = Object.entries(nodes).flatMap(([node, value], at) => ways(node, value, names[at + 1], names));
  return { name, description: null, triggers: [], inputs: {}, outputs: {}, lines: names.length + 2, nodes: told, edges, problem: null };
}

function ways(node: string, value: JsonMap, next: string | undefined, names: string[]): FlowEdge[] {
  const found: FlowEdge[] = [];
  const kind = (to: string) => (to === "end" || to === "handoff" ? to : names.includes(to) ? "node" : "flow");
  for (const field of ["next", "on_fail", "on_error", "on_unknown"] as const) {
    const way = value[field];
    if (typeof way === "string") found.push({ node, field, index: null, condition: null, else: false, falls: false, to: way, kind: kind(way) });
    if (!Array.isArray(way)) continue;
    (way as JsonMap[]).forEach((branch, index) => {
      const to = String(branch.else ?? branch.go);
      found.push({ node, field, index, condition: (branch.if as string) ?? null, else: "else" in branch, falls: false, to, kind: kind(to) });
    });
  }
  if (!("next" in value) && next && !["end", "handoff"].includes(String(value.type))) {
    found.push({ node, field: "next", index: null, condition: null, else: false, falls: true, to: next, kind: "node" });
  }
  return found;
}

export function graph(...flows: Flow[]): Graph {
  return {
    start: flows[0]?.name ?? null,
    order: flows.map((one) => one.name),
    lines: Object.fromEntries(flows.map((one, at) => [one.name, 10 * at + 5])),
    flows: Object.fromEntries(flows.map((one) => [one.name, one])),
    names: {
      slots: { account: { type: "choice", description: "which account" }, amount: { type: "money" } },
      variables: { balance: { type: "money" } },
      types: [],
      intents: { check: { description: "your balance", examples: 3 } },
      tools: { get_balance: { type: "http", effect: "read", description: "The balance.", arguments: [], returns: [] } },
      knowledge: [], routes: [], flows: Object.fromEntries(flows.map((one) => [one.name, { inputs: [], outputs: [] }])), repair: [],
    },
  };
}

export const BANK = flow("bank", {
  hello: { type: "say", say: "Hello." },
  which: { type: "ask", slot: "account", say: "Which?", on_fail: "sorry" },
  sure: { type: "decide", next: [{ if: "amount > 5", go: "tell" }, { else: "end" }] },
  tell: { type: "say", say: "Done.", next: "end" },
  sorry: { type: "say", say: "Sorry.", next: "handoff" },
});
