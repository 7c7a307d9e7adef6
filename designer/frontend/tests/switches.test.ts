import { describe, expect, it } from "vitest";
import { complete, firstSwitch, NO_SWITCHES, sent, turnable, turned, withSwitch } from "../src/model/switches";
import { flow, graph } from "./bots";

const bank = (routes: string[] = []) => {
  const made = graph(flow("main", { think: { type: "generate", prompt: "Think." }, bye: { type: "say", say: "Bye.", next: "end" } }));
  return { ...made, names: { ...made.names, routes, tools: { get_balance: { arguments: [], returns: ["balance"], timeout: "2500ms" }, find: { arguments: [], returns: [] } } } };
};

describe("switches", () => {
  it("are there for tools, and for routes or the one model", () => {
    expect(turnable(bank())).toEqual([{ kind: "tools", name: "get_balance" }, { kind: "tools", name: "find" }, { kind: "models", name: "" }]);
    expect(turnable(bank(["fast", "smart"])).map(({ name }) => name)).toEqual(["get_balance", "find", "fast", "smart"]);
    expect(turnable(graph(flow("main", { hi: { type: "say" } }))).filter(({ kind }) => kind === "models")).toEqual([]);
    expect(turnable(null)).toEqual([]);
  });

  it("begin a second over the tool's time, and with all fields of its result", () => {
    expect(firstSwitch(bank(), "tools", "get_balance")).toEqual({ how: "works", seconds: 3.5, text: '{"balance":null}' });
    expect(firstSwitch(bank(), "tools", "find").seconds).toBe(5);
    expect(firstSwitch(bank(), "models", "").seconds).toBe(3);
  });

  it("are sent whole, but for what works, is not complete, or is gone", () => {
    const one = firstSwitch(bank(), "tools", "get_balance");
    let all = withSwitch(NO_SWITCHES, "tools", "get_balance", { ...one, how: "slow", seconds: 5 });
    all = withSwitch(all, "tools", "find", { how: "gives", seconds: 3, text: '{"found": false}' });
    all = withSwitch(all, "tools", "gone", { ...one, how: "fails" });
    all = withSwitch(all, "models", "", { ...one, how: "silent" });
    expect(turned(all)).toBe(4);
    expect(sent(all, bank())).toEqual({ tools: { get_balance: { how: "slow", seconds: 5 }, find: { how: "gives", result: { found: false } } }, models: { "": { how: "silent" } } });
    expect(sent(withSwitch(all, "tools", "find", { how: "gives", seconds: 3, text: "{" }), bank()).tools).toEqual({ get_balance: { how: "slow", seconds: 5 } });
    expect(turned(withSwitch(all, "tools", "gone", { ...one, how: "works" }))).toBe(3);
  });

  it("know what they cannot be", () => {
    const slow = { how: "slow" as const, text: "" };
    expect([0, 60, -1, 61, Number.NaN].map((seconds) => complete({ ...slow, seconds }))).toEqual([true, true, false, false, false]);
    expect(["null", "{}", "", "{'a': 1}"].map((text) => complete({ how: "gives", seconds: 0, text }))).toEqual([true, true, false, false]);
  });
});
