import { describe, expect, it } from "vitest";
import type { Budget } from "../src/api/looks";
import { toNodes, type Seen } from "../src/canvas/cards";
import { laidOut } from "../src/model/layout";
import { changesIn, nodesOnWay, timesOf } from "../src/model/lens";
import { BANK, flow, graph } from "./bots";

const node = (expected_ms: number, over: boolean, measured: boolean) => ({
  expected_ms, answer_ms: expected_ms, parts: [], measured: measured ? { p50_ms: expected_ms, p95_ms: 2 * expected_ms, calls: 3 } : null, over,
});
const BUDGET: Budget = { rev: 1, budget_ms: 900, turn_ms: 239, nodes: { bank: { hello: node(12, false, false), which: node(1200, true, true) } }, paths: [] };
const DRAWN = {
  nodes: {
    added: [{ flow: "bank", node: "tell", type: "say" }, { flow: "other", node: "hello", type: "say" }],
    removed: [{ flow: "bank", node: "old", type: "ask" }],
    changed: [{ flow: "bank", node: "sure", fields: [{ path: "next" }] }],
  },
};

describe("times of nodes", () => {
  it("are told of all where they are asked for, else of those that are too long", () => {
    expect([...timesOf(BUDGET, "bank", true)]).toEqual([["hello", { words: "~12 ms", over: false }], ["which", { words: "1200 ms", over: true }]]);
    expect([...timesOf(BUDGET, "bank", false).keys()]).toEqual(["which"]);
    expect(timesOf(null, "bank", true).size + timesOf(BUDGET, "other", true).size).toBe(0);
  });
});

describe("the way of a personal value", () => {
  const other = flow("other", { ask_it: { type: "ask", slot: "account", say: "Which?", next: "end" } });
  it("is found in its words, in the flow where it ends, each node once", () => {
    const way = "asked at `other.ask_it` → set `tell` at `sure` → `prompt` of `tell`";
    const nodes = nodesOnWay({ way, path: "flows.bank.nodes.tell.prompt" }, graph(BANK, other));
    expect(nodes).toEqual([{ flow: "other", node: "ask_it" }, { flow: "bank", node: "sure" }, { flow: "bank", node: "tell" }]);
  });
  it("leaves out what is no node", () => {
    expect(nodesOnWay({ way: "given by the caller → the record of `calls`", path: "tools.x.url" }, graph(BANK))).toEqual([]);
  });
});

describe("what is new", () => {
  const seen = (more: Partial<Seen>): Seen => ({
    times: new Map(), changes: new Map(), gone: [], lit: new Set(), places: laidOut(BANK, () => ({ width: 248, height: 100 })), held: new Set(), marks: new Map(),
    comments: new Map(), people: new Map(), trail: new Map(), selected: [], focus: "hello", isStart: true, readOnly: false, ...more,
  });
  const { nodes: changes, gone } = changesIn(DRAWN, "bank");

  it("stands on the cards, and what is gone stands above them", () => {
    const cards = toNodes([], BANK, seen({ changes, gone }));
    expect(cards.map((card) => ("change" in card.data ? card.data.change : card.type))).toEqual(["begin", "", "", "changed", "added", "", "gone"]);
    expect(cards.at(-1)).toMatchObject({ data: { name: "old", type: "ask" }, selectable: false });
    expect(cards.at(-1)!.position.y).toBeLessThan(Math.min(...cards.slice(0, -1).map((card) => card.position.y)));
    expect(toNodes(cards, BANK, seen({ changes, gone }))).toBe(cards);
  });

  it("draws nothing again but the nodes that it is about", () => {
    const before = toNodes([], BANK, seen({}));
    const now = toNodes(before, BANK, seen({ changes, lit: new Set(["hello"]), times: timesOf(BUDGET, "bank", false) }));
    expect(now.map((card, at) => card === before[at])).toEqual([true, false, false, false, false, true]);
    expect(changesIn(null, "bank")).toEqual({ nodes: new Map(), gone: [] });
  });
});
