import { describe, expect, it } from "vitest";
import type { Exchange } from "../src/api/calls";
import type { JsonMap } from "../src/api/types";
import { whyOf, whyOfKept } from "../src/model/why";

const at = { flow: "transfer", node: "how_much" };
const said = (understanding: JsonMap, trace: JsonMap[] = []): JsonMap => ({ event: { event: "user_said", understanding }, commands: [], trace });
const texts = (...lines: JsonMap[]) => whyOf(lines).map(({ text }) => text);

describe("why a turn went as it did", () => {
  it("begins with what was understood, how surely, and what else it may have been", () => {
    const acts = [{ act: "start_flow", confidence: 0.843, flow: "transfer" }, { act: "fill", confidence: 1, slot: "payee", value: "anna" }];
    const nearest = [{ intent: "send_money", score: 0.843 }, { intent: "balance", score: 0.41 }, { intent: "card", score: 0.2 }];
    expect(texts(said({ acts, nearest, emotion: "angry" }))).toEqual([
      "Wants transfer (84\u00a0%)", "Says payee: anna (100\u00a0%)", "Closest intent: send_money (84\u00a0%); after it balance (41\u00a0%), card (20\u00a0%)", "The caller sounds angry",
    ]);
    expect(texts(said({ acts: [], nearest: nearest.slice(0, 1), emotion: "calm" }))).toEqual(["The sentence meant nothing to the bot.", "Closest intent: send_money (84\u00a0%)"]);
  });

  it("tells slots, conditions, ways, tools and models, in their order and with their places", () => {
    const trace = [
      { ...at, why: "filled", slot: "amount", value: 50 },
      { ...at, why: "branch", condition: "amount > 10", to: "big" },
      { ...at, why: "leads_to", to: "big", field: "next", branch: 0 },
      { flow: "transfer", node: "big", why: "visit" },
      { flow: "transfer", node: "big", why: "tool_called", tool: "send" },
    ];
    const line = { ...said({ acts: [{ act: "fill", confidence: 1, slot: "amount", value: 50 }] }, trace), commands: [{ command: "call_tool", tool: "send", arguments: { amount: 50 } }] };
    const back = { event: { event: "tool_returned", error: "timeout" }, commands: [], trace: [{ flow: "transfer", node: "big", why: "tool_failed", tool: "send", error: "timeout" }, { flow: "transfer", node: "big", why: "leads_to", to: "sorry", field: "on_error" }] };
    const told = whyOf([line, back]);
    expect(told.map(({ text }) => text)).toEqual([
      "Says amount: 50 (100\u00a0%)", "amount is 50.", "amount > 10 holds: on to big", "Came to", 'Calls send {"amount":50}', "send failed: timeout.", "Left by on_error: on to sorry",
    ]);
    expect(told.map(({ aspect }) => aspect)).toEqual(["understood", "value", "way", "way", "outside", "outside", "repair"]);
    expect(told[4]).toMatchObject({ flow: "transfer", node: "big" });
  });

  it("tells guardrails, repairs, and a step that is new to it", () => {
    const trace = [
      { ...at, why: "guardrail", rule: "no_advice", type: "topic", on: "input", action: "refuse", evidence: "shares", score: 0.8 },
      { ...at, why: "no_match", count: 2 },
      { ...at, why: "branch", condition: null, to: "end" },
      { ...at, why: "model_asked", route: "fast" },
      { ...at, why: "model_asked" },
      { ...at, why: "brand_new", size: 3 },
      { flow: "on_no_match", node: "again", why: "visit" },
    ];
    const told = whyOf([{ event: { event: "key_pressed", key: "1" }, trace }]);
    expect(told.map(({ text }) => text)).toEqual([
      "The key 1.", "The rule no_advice (topic, on input) found “shares”: refuse.", "Nothing that was asked for was understood, time 2.", "None of the conditions holds: on to end",
      "Asks a model fast.", "Asks a model.", "brand new: size 3", "Came to",
    ]);
    expect(told.map(({ aspect }) => aspect)).toEqual(["understood", "guard", "repair", "way", "outside", "outside", "other", "repair"]);
    expect(texts({ event: { event: "user_silent" } }, {}, { event: 5, trace: "x" })).toEqual(["The caller said nothing in the time they had."]);
  });

  it("tells the same of a call that is kept", () => {
    const steps = [
      { seq: 1, why: "understood", act: "fill", slot: "payee", value: "⟨person:1⟩", confidence: 1, doubtful: true, flow: null, node: null },
      { seq: 1, ...at, why: "tool_called", tool: "send" },
      { seq: 2, ...at, why: "tool_returned", tool: "send" },
      { seq: 2, ...at, why: "call_ended", reason: "hangup" },
    ];
    const turn = { decisions: steps, tools: [{ name: "send", asked: { amount: 50 } }] } as unknown as Exchange;
    expect(whyOfKept(turn).map(({ text }) => text)).toEqual(["Says payee: ⟨person:1⟩ (100\u00a0%, read back, as it may be something else)", 'Calls send {"amount":50}', "send answered.", "The call ended: the caller hung up."]);
  });
});
