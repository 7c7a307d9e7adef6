import { describe, expect, it } from "vitest";
import { offers, valuesFor } from "../src/model/offers";
import { newPart } from "../src/model/parts";
import { BANK, flow, graph } from "./bots";

function bank() {
  const made = graph(BANK, flow("identify", { hello: { type: "say", say: "Hello." } }));
  made.names.tools = { move: { type: "http", effect: "write", description: "", arguments: ["account", "note"], returns: ["balance", "code"], return_types: { balance: "money", code: "digits" } } };
  made.names.flows.identify = { inputs: ["attempts"], outputs: ["balance"] };
  (made.flows.identify as { outputs: object }).outputs = { balance: "money" };
  return made;
}

describe("what a node can be given", () => {
  it("are the arguments of its tool, filled with values of the same name", () => {
    expect(offers(bank(), { type: "call", tool: "move" }, "with")).toEqual([
      { name: "account", value: "{{ account }}", first: [] },
      { name: "note", value: "", first: [] },
    ]);
    expect(offers(bank(), { type: "call", tool: "move", with: { account: "x" } }, "with").map(({ name }) => name)).toEqual(["note"]);
    expect(offers(bank(), { type: "flow", flow: "identify" }, "with").map(({ name }) => name)).toEqual(["attempts"]);
  });

  it("is nothing where no tool is chosen, or for another field", () => {
    expect(offers(bank(), { type: "call", tool: "" }, "with")).toEqual([]);
    expect(offers(bank(), { type: "call", tool: "move" }, "set")).toEqual([]);
    expect(offers(null, { type: "call", tool: "move" }, "with")).toEqual([]);
  });
});

describe("what a node can keep", () => {
  it("is what its tool returns, with a variable of its type where there is none", () => {
    expect(offers(bank(), { type: "call", tool: "move" }, "save")).toEqual([
      { name: "balance", value: "result.balance", first: [] },
      { name: "code", value: "result.code", first: [{ op: "add", kind: "variable", name: "code", value: { type: "digits" } }] },
    ]);
    expect(offers(bank(), { type: "call", tool: "move", save: { sum: "result.balance * 2" } }, "save").map(({ name }) => name)).toEqual(["code"]);
    expect(offers(bank(), { type: "flow", flow: "identify" }, "save").map(({ value }) => value)).toEqual(["result.balance"]);
  });

  it("can be picked as a value too", () => {
    expect(valuesFor(bank(), { type: "call", tool: "move" }, "save")).toEqual(["result.balance", "result.code"]);
    expect(valuesFor(bank(), { type: "call", tool: "move" }, "with")).toContain("{{ account }}");
  });
});

describe("a new part", () => {
  it("is made by the operation of its kind", () => {
    expect(newPart("slot", "worth")).toEqual({ op: "add", kind: "slot", name: "worth", value: { type: "text" } });
    expect(newPart("knowledge", "house")).toEqual({ op: "set", path: ["knowledge", "house"], value: { description: "" } });
  });
});
