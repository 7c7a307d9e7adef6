import { describe, expect, it } from "vitest";
import type { Finding } from "../src/api/types";
import { fixOf } from "../src/model/fixes";
import { flow, graph } from "./bots";

const BOT = graph(
  flow("bank", {
    which: { type: "ask", slot: "acount", say: "Which acount is {{ acount }}?", on_fail: "sory" },
    sure: { type: "decide", next: [{ if: "amont > 5 && amont_2 > 1", go: "tel" }, { else: "end" }] },
    look: { type: "call", tool: "get_balance", with: { acount: "1", to: "2" }, next: "end" },
    tell: { type: "say", say: "Done." },
  }),
);
BOT.start = "bnk";
BOT.flows.bank!.triggers = ["chek"];

const found = (path: string, message: string, meant: string, code = "name.unknown"): Finding => {
  const [, name, , node] = path.split(".");
  const inNode = path.startsWith("flows.") && path.split(".")[2] === "nodes";
  return { code, path, message, remedy: `Did you mean \`${meant}\`?`, severity: "error", line: 1, column: 1, flow: path.startsWith("flows.") ? (name ?? null) : null, node: inNode ? (node ?? null) : null };
};
const ops = (finding: Finding) => fixOf(finding, BOT)?.ops;

describe("a finding is put right", () => {
  it("where a name is a value", () => {
    expect(ops(found("flows.bank.nodes.which.slot", "There is no slot `acount`.", "account"))).toEqual([{ op: "set", path: ["flows", "bank", "nodes", "which", "slot"], value: "account" }]);
    expect(ops(found("flows.bank.triggers.0", "There is no intent `chek`.", "check"))).toEqual([{ op: "set", path: ["flows", "bank", "triggers", 0], value: "check" }]);
    expect(ops(found("start", "There is no flow `bnk`.", "bank", "flow.start"))).toEqual([{ op: "set", path: ["start"], value: "bank" }]);
  });

  it("where an edge leads to nothing", () => {
    const told = (path: string, name: string, meant: string) => ops(found(path, `There is no node or flow \`${name}\` to lead to.`, meant, "flow.target"));
    expect(told("flows.bank.nodes.which.on_fail", "sory", "sorry")).toEqual([{ op: "change_edge", flow: "bank", node: "which", field: "on_fail", to: "sorry" }]);
    expect(told("flows.bank.nodes.sure.next.0", "tel", "tell")).toEqual([{ op: "change_edge", flow: "bank", node: "sure", field: "next", index: 0, to: "tell" }]);
  });

  it("where a name is a key, unless the right one stands there too", () => {
    const path = ["flows", "bank", "nodes", "look", "with"];
    const finding = found("flows.bank.nodes.look.with.acount", "The tool has no argument `acount`.", "account", "tool.argument");
    expect(ops(finding)).toEqual([{ op: "unset", path: [...path, "acount"] }, { op: "set", path: [...path, "account"], value: "1" }]);
    expect(ops({ ...finding, remedy: "Did you mean `to`?" })).toBeUndefined();
  });

  it("within conditions and templates, and leaves the words around them", () => {
    expect(ops(found("flows.bank.nodes.sure.next.0.if", "The name `amont` is not declared.", "amount"))).toMatchObject([{ value: "amount > 5 && amont_2 > 1" }]);
    expect(ops(found("flows.bank.nodes.which.say", "The name `acount` is not declared.", "account"))).toMatchObject([{ value: "Which acount is {{ account }}?" }]);
  });

  it("where the last node leads nowhere", () => {
    const finding = { ...found("flows.bank.nodes.tell", "The last node of `bank` does not say where it leads.", "x", "flow.no_next"), remedy: "Add `next: end`, or lead to a node or flow." };
    expect(fixOf(finding, BOT)).toEqual({ ops: [{ op: "set", path: ["flows", "bank", "nodes", "tell", "next"], value: "end" }], writes: "next: end" });
  });

  it("by nobody but a person where more than that is to be known", () => {
    const finding = found("flows.bank.nodes.which.slot", "There is no slot `other`.", "account");
    expect(ops(finding)).toBeUndefined();
    expect(ops({ ...finding, remedy: "Declare the slot `other`, or correct its name." })).toBeUndefined();
    expect(ops(found("tools.x.url", "There is no `y`.", "z"))).toBeUndefined();
    expect(fixOf(finding, null)).toBeNull();
  });
});
