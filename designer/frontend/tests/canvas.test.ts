import { describe, expect, it } from "vitest";
import { ALL_IN_PAGE, BEGIN, type CanvasNode, commentsOf, marksOf, measured as drawnOf, type Seen, toEdges, toNodes } from "../src/canvas/cards";
import { changedGraph, equal } from "../src/model/merge";
import { aligned, inColumns, laidOut, mapped, placed } from "../src/model/layout";
import { flowLinks } from "../src/model/links";
import { handleId } from "../src/model/ways";
import { hits } from "../src/model/search";
import { mentions } from "../src/model/uses";
import { neighbour } from "../src/model/walk";
import { listOf, pastedInto, plainValue } from "../src/model/lists";
import { sideBySide } from "../src/model/lines";
import { entryLine, entryText } from "../src/model/text";
import type { Finding } from "../src/api/types";
import { BANK, flow, graph } from "./bots";

const size = () => ({ width: 248, height: 100 });
const seen = (more: Partial<Seen> = {}): Seen => ({
  times: new Map(), changes: new Map(), gone: [], lit: new Set(),
  places: laidOut(BANK, size), held: new Set(), marks: new Map(), comments: new Map(), people: new Map(), trail: new Map(), selected: [], focus: "hello", isStart: true, readOnly: false, ...more,
});

describe("nodes of the canvas", () => {
  const measured = toNodes([], BANK, seen()).map((node) => ({ ...node, measured: { width: 248, height: 99 } }));

  it("are the flow's, with where it begins", () => {
    expect(measured.map((node) => node.id)).toEqual([BEGIN, "hello", "which", "sure", "tell", "sorry"]);
    expect(measured.map((node) => node.domAttributes?.tabIndex)).toEqual([undefined, 0, -1, -1, -1, -1]);
  });

  it("stay the same objects when nothing changed", () => {
    expect(toNodes(measured, BANK, seen())).toBe(measured);
  });

  it("that changed alone are new, and keep what was measured of them", () => {
    const nodes = BANK.nodes.map((node) => (node.name === "tell" ? { ...node, sentence: "Other." } : node));
    const now = toNodes(measured, { ...BANK, nodes }, seen());
    expect(now.map((node, at) => node === measured[at])).toEqual([false, true, true, true, false, true]);
    expect(now[4]?.measured).toEqual({ width: 248, height: 99 });
  });

  it("of a long flow know where their ways end before they were drawn, and forget it when they were", () => {
    const bank = new Map(BANK.nodes.map((node) => [node.name, node]));
    const more = Array.from({ length: ALL_IN_PAGE }, (_, at) => ({ ...(bank.get("tell") as (typeof BANK.nodes)[number]), name: `n${at}` }));
    const long = { ...BANK, nodes: [...BANK.nodes, ...more] };
    const cards = toNodes([], long, seen());
    const ways = long.edges.filter((edge) => edge.node === "which").map(handleId);
    expect(cards[2]?.handles?.map(({ id, type }) => [id, type])).toEqual([["in", "target"], ...ways.map((id) => [id, "source"])]);
    const drawn = drawnOf({ ...(cards[2] as CanvasNode), measured: { width: 248, height: 90 } });
    expect([drawn.handles, drawn.measured]).toEqual([undefined, { width: 248, height: 90 }]);
    const again = toNodes([cards[0] as CanvasNode, cards[1] as CanvasNode, drawn, ...cards.slice(3)], { ...long, nodes: long.nodes.map((node) => ({ ...node, sentence: "Other." })) }, seen());
    expect([again[2]?.handles, again[3]?.handles?.length]).toEqual([undefined, cards[3]?.handles?.length]);
    expect(toNodes([], BANK, seen())[2]?.handles).toBeUndefined();
  });

  it("that were moved here stay where they are until the text says so", () => {
    const moved = measured.map((node) => (node.id === "tell" ? { ...node, position: { x: 5, y: 5 } } : node));
    expect(toNodes(moved, BANK, seen({ held: new Set(["tell"]), selected: ["tell"] }))[4]?.position).toEqual({ x: 5, y: 5 });
    expect(toNodes(moved, BANK, seen())[4]?.position).not.toEqual({ x: 5, y: 5 });
  });

  it("have edges with words for those who do not see them", () => {
    const edges = toEdges(BANK.edges, "hello", "sure|next|0");
    expect(edges.find((edge) => edge.id === "sure|next|0")).toMatchObject({ selected: true, ariaLabel: "From sure to tell, if amount > 5" });
    expect(edges.some((edge) => edge.target === "end")).toBe(false);
    expect(toEdges(BANK.edges, "hello", null)[1]).toBe(toEdges(BANK.edges, "hello", null)[1]);
  });

  it("carry the problems of the node and the comments above it", () => {
    const finding = { flow: "bank", node: "tell", severity: "error", message: "No." } as Finding;
    expect(marksOf([finding, { ...finding, severity: "warning" }, { ...finding, flow: "x" }], "bank").get("tell")).toEqual({ errors: 1, warnings: 1, words: "No. No." });
    const lines = ["flows:", "  bank:", "    nodes:", "      # Why", "      # this", "      hello: {}"];
    expect(commentsOf({ ...BANK, nodes: [{ ...BANK.nodes[0]!, line: 4 }] }, 2, lines).get("hello")).toBe("Why this");
  });
});

describe("a changed graph", () => {
  it("holds old objects for all that says the same", () => {
    const before = graph(BANK, flow("other", { x: { type: "say", say: "x", next: "end" } }));
    const copy = JSON.parse(JSON.stringify(before));
    copy.flows.bank.nodes[0].sentence = "New";
    const { lines, start, names } = copy;
    const now = changedGraph(before, { flows: { bank: copy.flows.bank, other: null }, order: ["bank"], lines, start, names });
    expect(now?.flows.bank?.nodes.map((node, at) => node === BANK.nodes[at])).toEqual([false, true, true, true, true]);
    expect([now?.flows.bank?.edges === BANK.edges, now?.names === before.names, "other" in (now?.flows ?? {})]).toEqual([true, true, false]);
  });

  it("knows that the order of keys counts", () => {
    expect([equal({ a: 1, b: [2] }, { a: 1, b: [2] }), equal({ a: 1, b: 2 }, { b: 2, a: 1 }), equal([1], { 0: 1 }), equal(null, {})]).toEqual([true, false, false, false]);
  });
});

describe("places", () => {
  it("lead from left to right and do not overlap", () => {
    const places = [...laidOut(BANK, size).values()];
    expect(laidOut(BANK, size).get("which")!.x).toBeGreaterThan(laidOut(BANK, size).get("hello")!.x + 248);
    for (const a of places) for (const b of places) if (a !== b) expect(Math.abs(a.x - b.x) >= 248 || Math.abs(a.y - b.y) >= 100).toBe(true);
  });

  it("that the text tells win; others stay; a newcomer goes where it is free", () => {
    const nodes = BANK.nodes.map((node, at) => (at === 0 ? { ...node, x: 0, y: 0 } : node));
    const known = new Map([["which", { x: 312, y: 0 }], ["sure", { x: 900, y: 0 }], ["tell", { x: 900, y: 300 }]]);
    const places = placed({ ...BANK, nodes }, known, size);
    expect([places.get("hello"), places.get("which")]).toEqual([{ x: 0, y: 0 }, { x: 312, y: 0 }]);
    const sorry = places.get("sorry")!;
    for (const [name, other] of places) if (name !== "sorry") expect(Math.abs(sorry.x - other.x) >= 248 || Math.abs(sorry.y - other.y) >= 100).toBe(true);
  });

  it("are aligned and spread in their order", () => {
    const nodes = [{ name: "a", x: 10, y: 50, ...size() }, { name: "b", x: 40, y: 0, ...size() }];
    expect([...aligned(nodes, "left").values()].map((place) => place.x)).toEqual([8, 8]);
    expect(aligned(nodes, "left").get("a")!.y).toBeGreaterThanOrEqual(100);
    expect(aligned(nodes, "top").get("b")).toEqual({ x: 288, y: 0 });
    expect(aligned(nodes, "down").get("a")!.y).toBeGreaterThanOrEqual(aligned(nodes, "down").get("b")!.y + 100);
  });

  it("of long flows stand in columns by their steps", () => {
    const places = inColumns(["a", "b", "c", "d", "x"], [["a", "b"], ["a", "c"], ["b", "d"], ["d", "a"]], size);
    expect(["a", "b", "c", "d", "x"].map((name) => places.get(name)!.x / 312)).toEqual([0, 1, 1, 2, 0]);
    expect(places.get("c")!.y).toBeGreaterThanOrEqual(100);
    expect(places.get("x")!.y).toBeGreaterThanOrEqual(100);
  });

  it("of flows that nothing joins stand in rows", () => {
    const names = Array.from({ length: 12 }, (_, at) => `f${at}`);
    expect(new Set([...mapped(names, [], size()).values()].map((place) => place.x)).size).toBe(3);
  });
});

describe("finding one's way", () => {
  it("goes along edges, back, and to what stands above and below", () => {
    const places = laidOut(BANK, size);
    const place = (name: string) => places.get(name)!;
    expect([neighbour(BANK, "hello", "right", place), neighbour(BANK, "which", "left", place), neighbour(BANK, "hello", "left", place)]).toEqual(["which", "hello", null]);
    const below = place("sure").y < place("sorry").y ? "down" : "up";
    expect(neighbour(BANK, "sure", below, place)).toBe("sorry");
  });

  it("finds by name first, by what is said after, and by some letters", () => {
    const whole = graph(BANK, flow("check_balance", { tell: { type: "say", say: "x", next: "end" } }));
    expect(hits(whole, "bal")[0]?.label).toBe("balance");
    expect(hits(whole, "chkbal")[0]?.label).toBe("check_balance");
    expect(hits(whole, "your balance").map((hit) => hit.label)).toContain("check");
    expect(hits(whole, "").map((hit) => hit.label)).toEqual(["bank", "check_balance"]);
    expect(hits(whole, "zzz")).toEqual([]);
  });

  it("knows what uses a name, and takes no word of a text for one", () => {
    const bot = graph(flow("f", {
      a: { type: "ask", slot: "account", say: "Which account?" },
      b: { type: "say", say: "Your account is {{ account }}." },
      c: { type: "say", say: "No account here." },
      d: { type: "decide", next: [{ if: "account == 'x'", go: "a" }, { else: "end" }] },
      e: { type: "call", tool: "get_balance", with: { x: "{{ amount }}" }, save: { balance: "result.account" } },
    }));
    expect(mentions(bot, "slot", "account").map((use) => use.node)).toEqual(["a", "b", "d"]);
    expect(mentions(bot, "variable", "balance").map((use) => use.node)).toEqual(["e"]);
    expect(mentions(bot, "tool", "get_balance").map((use) => use.node)).toEqual(["e"]);
  });

  it("links flows that lead to or run each other", () => {
    const a = flow("a", { x: { type: "flow", flow: "b" }, y: { type: "say", say: "", next: "c" } });
    expect(flowLinks(graph(a, flow("b", {}), flow("c", {})))).toEqual([{ from: "a", to: "c", runs: false }, { from: "a", to: "b", runs: true }]);
  });
});

describe("texts", () => {
  it("of an entry are its own lines", () => {
    const text = "slots:\n  # first\n  a: {type: text}\n  b:\n    type: choice\n    choices: {x: []}\n\nintents:\n  a: {}\n";
    expect(entryText(text, "slots", "b")).toBe("  b:\n    type: choice\n    choices: {x: []}\n");
    expect([entryLine(text, "slots", "a"), entryLine(text, "intents", "a"), entryText(text, "tools", "a")]).toEqual([3, 9, null]);
  });

  it("that are pasted as a list lose bullets, numbers and quotes, and come once", () => {
    expect(listOf('- one\r\n2. "two"\n\n• three;\n“four”')).toEqual(["one", "two", "three", "four"]);
    expect(pastedInto(["One", "x"], ["one", "new", "new"], 0)).toEqual({ list: ["One", "new", "x"], added: 1, known: 2 });
  });

  it("that look like numbers are numbers", () => {
    expect(["12", "007", "true", "1.5", "a"].map(plainValue)).toEqual([12, "007", true, 1.5, "a"]);
  });

  it("are shown side by side where they differ", () => {
    const { left, right } = sideBySide("a\nb\nc", "a\nx\ny\nc");
    expect([left.filter((line) => line.changed).map((line) => line.text), right.filter((line) => line.changed).map((line) => line.text)]).toEqual([["b"], ["x", "y"]]);
  });
});
