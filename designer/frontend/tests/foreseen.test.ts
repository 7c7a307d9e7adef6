import { describe, expect, it } from "vitest";
import type { Operation } from "../src/api/types";
import { foreseen } from "../src/model/foreseen";
import { BANK, graph } from "./bots";
import { opened, settle, setWords } from "./server";

const path = (...keys: (string | number)[]) => ["flows", "bank", "nodes", ...keys];

describe("the graph before the server answers", () => {
  const before = graph({ ...BANK, nodes: BANK.nodes.map((node) => (node.name === "tell" ? { ...node, sentence: "Says: Done." } : node)) });
  const after = (...ops: Operation[]) => foreseen(before, ops);
  const told = (name: string, ...ops: Operation[]) => after(...ops)?.flows.bank?.nodes.find((node) => node.name === name);

  it("has the words that were written, in the field and in the sentence", () => {
    expect(told("tell", { op: "set", path: path("tell", "say"), value: "All  is\ndone." })).toMatchObject({ sentence: "Says: All is done.", value: { say: "All  is\ndone." } });
    expect(told("tell", { op: "set", path: path("tell", "say"), value: "x".repeat(300) })?.sentence).toMatch(/^Says: x{153}…$/);
    expect(told("tell", { op: "unset", path: path("tell", "next") })?.value).toEqual({ type: "say", say: "Done." });
    expect(told("sure", { op: "set", path: path("sure", "next", 0, "go"), value: "end" })?.value.next).toEqual([{ if: "amount > 5", go: "end" }, { else: "end" }]);
  });

  it("is the same where nothing is known, and all else of it is the same", () => {
    const nowhere: Operation[] = [
      { op: "set", path: path("nobody", "say"), value: "x" }, { op: "set", path: path("sure", "next", 7, "go"), value: "x" },
      { op: "set", path: ["flows", "bank", "description"], value: "x" }, { op: "remove_node", flow: "bank", name: "tell" },
    ];
    expect(after(...nowhere)).toBe(before);
    const now = after({ op: "set", path: path("tell", "say"), value: "x" });
    expect(now?.flows.bank?.nodes[0]).toBe(before.flows.bank?.nodes[0]);
    expect([now?.names, now?.flows.bank?.edges]).toEqual([before.names, before.flows.bank?.edges]);
  });
});

describe("what was done", () => {
  it("is shown at once, also what waits behind it, and goes again where it is refused", async () => {
    const pane = await opened("a.one: first\na.two: second\n");
    const say = (at: number) => pane.state().graph?.flows.a?.nodes[at]?.value.say;
    pane.server.faults = ["down"];
    const made = [pane.sync.change(setWords("a", "one", "mine"), "words"), pane.sync.change(setWords("a", "two", "mine too"), "words")];
    expect([say(0), say(1)]).toEqual(["mine", "mine too"]);
    await settle();
    expect([pane.state().sync, say(0), say(1)]).toEqual(["offline", "mine", "mine too"]);
    pane.sync.hear(pane.server.change("a.one: first\na.two: second\nb.one: theirs\n"));
    await pane.clock.pass(5000);
    expect(await Promise.all(made)).toEqual([true, true]);
    expect(pane.server.text).toBe("a.one: mine\na.two: mine too\nb.one: theirs\n");
    const refused = pane.sync.change([...setWords("a", "one", "never"), ...setWords("a", "nobody", "x")].reverse(), "words");
    expect(say(0)).toBe("never");
    expect(await refused).toBe(false);
    expect(say(0)).toBe("mine");
  });
});
