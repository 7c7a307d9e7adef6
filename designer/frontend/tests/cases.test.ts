import { describe, expect, it } from "vitest";
import type { JsonMap } from "../src/api/types";
import { caseName, caseNames, caseOf } from "../src/model/cases";
import { heard, NO_TRIAL, pressed, type Trial } from "../src/model/trial";

const WORDS = { ended: (reason: string) => reason, suspended: "broken off", silent: "Silence" };
const after = (trial: Trial, ...messages: JsonMap[]): Trial => messages.reduce((now, message) => heard(now, message, WORDS), trial);
const log = (event: JsonMap): JsonMap => ({ type: "log", line: { event, changes: {}, trace: [] } });
const NOW = "2026-03-02T10:00:00+00:00";

const BEGUN = after(NO_TRIAL, log({ event: "call_started", now: NOW }), { type: "said", turn: 0, text: "Hello." }, { type: "turn", turn: 0, flow: null, node: null });

describe("a conversation as a test", () => {
  it("says what the caller did and where the bot waited", () => {
    let trial = after(BEGUN, { type: "transcript", turn: 1, text: "pay", final: true }, log({ event: "user_said" }), { type: "said", turn: 1, text: "Whom?" }, { type: "turn", turn: 1, flow: "transfer", node: "who" });
    trial = after(trial, log({ event: "user_silent" }), { type: "said", turn: 2, text: "Whom, please?" }, { type: "turn", turn: 2, flow: "transfer", node: "who" });
    trial = after(pressed(trial, "12", "Pressed 12"), { type: "turn", turn: 3, flow: "transfer", node: "how_much" });
    trial = after(trial, { type: "transcript", turn: 4, text: "nothing, bye", final: true }, { type: "turn", turn: 4, flow: null, node: null }, { type: "ended", reason: "goodbye" });
    expect(caseOf(trial)).toEqual({
      now: NOW,
      turns: [
        { user: "pay", expect: { flow: "transfer", node: "who" } },
        { silence: true, expect: { flow: "transfer", node: "who" } },
        { dtmf: "12", expect: { flow: "transfer", node: "how_much" } },
        { user: "nothing, bye", expect: { ended: "goodbye" } },
      ],
    });
  });

  it("expects nothing of what is not known yet, and is none before the caller has done something", () => {
    expect(caseOf(BEGUN)).toBeNull();
    expect(caseOf(after(BEGUN, { type: "transcript", turn: 1, text: "pay", final: true }, { type: "ended", reason: "hangup" }))).toEqual({ now: NOW, turns: [{ user: "pay" }] });
  });

  it("is called by the first words, as no other test is", () => {
    const text = 'bot: x\ntests:\n  # why\n  "pay anna": {turns: []}\n  other one:\n    turns:\n      - {user: hi}\nflows:\n  a: {}\n';
    const taken = caseNames(text);
    expect([...taken]).toEqual(["pay anna", "other one"]);
    const trial = after(BEGUN, { type: "transcript", turn: 1, text: "Pay, Anna!", final: true });
    expect(caseName(trial, taken)).toBe("pay anna 2");
    expect([caseName(NO_TRIAL, taken), caseNames("bot: x\n").size]).toEqual(["keys", 0]);
  });
});
