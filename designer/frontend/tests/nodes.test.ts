import { describe, expect, it } from "vitest";
import type { FlowEdge } from "../src/api/types";
import { addition, ASKED, asName, copied, freeName, isName, pasted, readCopied } from "../src/model/nodes";
import { edgeAt, removal } from "../src/model/ways";
import { BANK, flow, graph } from "./bots";

const NAMES = graph(BANK).names;
const way = (node: string, handle: string) => edgeAt(BANK, node, handle) as FlowEdge;

describe("a new node", () => {
  it("ends the flow where it stands alone", () => {
    const { name, ops } = addition(BANK, NAMES, "say", [10.4, 20.6], null);
    expect(name).toBe("say");
    expect(ops).toEqual([{ op: "add_node", flow: "bank", name: "say", value: { type: "say", say: "New sentence.", next: "end" }, at: [10, 21] }]);
  });

  it("comes between two that follow each other, without a word written", () => {
    const { ops } = addition(BANK, NAMES, "call", null, way("hello", "next|"));
    expect(ops).toEqual([{ op: "add_node", flow: "bank", name: "call", value: { type: "call", tool: "" }, after: "hello" }]);
  });

  it("names no part of the bot that the person did not choose", () => {
    const fields = ["ask", "call", "answer", "flow"].map((type) => addition(BANK, NAMES, type, null, null).ops[0] as { value: Record<string, unknown> });
    expect(fields.map(({ value }) => [value.slot, value.tool, value.knowledge, value.flow].filter((one) => one !== undefined))).toEqual([[""], [""], [""], [""]]);
    expect(ASKED).toEqual({ ask: "slot", call: "tool", answer: "knowledge", flow: "flow" });
  });

  it("goes on where the way led that it is put into", () => {
    const { ops } = addition(BANK, NAMES, "say", null, way("sure", "next|0"));
    expect(ops).toEqual([
      { op: "add_node", flow: "bank", name: "say", value: { type: "say", say: "New sentence.", next: "tell" }, after: "sure" },
      { op: "change_edge", flow: "bank", node: "sure", field: "next", index: 0, to: "say" },
    ]);
  });

  it("of a failure stands last and decides by an else", () => {
    const { ops } = addition(BANK, NAMES, "decide", null, way("which", "on_fail|"));
    expect(ops[0]).toMatchObject({ name: "decide", value: { type: "decide", next: [{ else: "sorry" }] } });
    expect(ops[0]).not.toHaveProperty("after");
  });

  it("that ends things needs no way on", () => {
    const { ops } = addition(BANK, NAMES, "end", null, null);
    expect(ops[0]).toMatchObject({ name: "goodbye", value: { type: "end" } });
  });
});

describe("names", () => {
  it("are free, and no targets", () => {
    expect([freeName("say", ["say", "say_2"]), freeName("say_2", ["say_2"]), freeName("end", [])]).toEqual(["say_3", "say_3", "end_2"]);
  });

  it("are made of what people type", () => {
    expect(["Check balance!", "  2nd try", "Über-Konto"].map(asName)).toEqual(["check_balance", "nd_try", "ber_konto"]);
    expect(["ok", "end", "1st", "a b", ""].map(isName)).toEqual([true, false, false, false, false]);
  });
});

describe("deleting", () => {
  it("leads what came in to what came behind", () => {
    const chain = flow("chain", { a: { type: "say", say: "a", next: "c" }, b: { type: "say", say: "b", next: "c" }, c: { type: "say", say: "c", next: "d" }, d: { type: "say", say: "d", next: "end" } });
    expect(removal(chain, ["c"])).toEqual([
      { op: "change_edge", flow: "chain", node: "a", field: "next", to: "d" },
      { op: "change_edge", flow: "chain", node: "b", field: "next", to: "d" },
      { op: "remove_node", flow: "chain", name: "c" },
    ]);
    expect(removal(chain, ["c", "d"])).toContainEqual({ op: "change_edge", flow: "chain", node: "a", field: "next", to: "end" });
  });

  it("writes nothing where the next node follows by itself", () => {
    const chain = flow("chain", { a: { type: "say", say: "a" }, b: { type: "say", say: "b" }, c: { type: "say", say: "c", next: "end" } });
    expect(removal(chain, ["b"])).toEqual([{ op: "remove_node", flow: "chain", name: "b" }]);
    expect(removal(chain, ["c"])).toEqual([{ op: "add_edge", flow: "chain", node: "b", to: "end" }, { op: "remove_node", flow: "chain", name: "c" }]);
  });

  it("leaves the ways into a node with branches to the person", () => {
    expect(removal(BANK, ["sure"])).toEqual([{ op: "remove_node", flow: "bank", name: "sure" }]);
  });
});

describe("copies", () => {
  const place = () => ({ x: 0, y: 0 });

  it("lead to each other and not to the old ones", () => {
    const clip = readCopied(JSON.stringify(copied(BANK, ["hello", "which"], place)));
    const { names, ops } = pasted(clip as never, BANK, graph(BANK), 32);
    expect(names).toEqual(["hello_2", "which_2"]);
    expect(ops).toEqual([
      { op: "add_node", flow: "bank", name: "hello_2", value: { type: "say", say: "Hello.", next: "which_2" }, at: [32, 32] },
      { op: "add_node", flow: "bank", name: "which_2", value: { type: "ask", slot: "account", say: "Which?", on_fail: "sorry", next: "sure" }, at: [32, 32] },
    ]);
  });

  it("in another flow end where their targets are not", () => {
    const other = flow("other", { x: { type: "say", say: "x", next: "end" } });
    const clip = copied(BANK, ["sure"], place);
    const { ops } = pasted(clip, other, graph(BANK, other), 0);
    expect(ops[0]).toMatchObject({ value: { next: [{ if: "amount > 5", go: "end" }, { else: "end" }] } });
  });

  it("are told from other texts", () => {
    expect(["hello", "{}", '{"voxloom":"nodes","nodes":[]}', "null"].map(readCopied)).toEqual([null, null, null, null]);
  });
});
