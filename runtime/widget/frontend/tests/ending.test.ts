import { describe, expect, it } from "vitest";
import type { EndReason } from "../src/call/protocol";
import { ENGLISH, mergeLabels } from "../src/labels";
import { ending } from "../src/ui/ending";

const say = (reason: EndReason, detail = "", labels = mergeLabels(null)) =>
  ending({ ended: { reason, detail }, startedAtMs: null, endedAtMs: null }, labels);

describe("the end of a call", () => {
  it.each([
    ["goodbye", "", ENGLISH.endedGoodbye],
    ["handoff", "", ENGLISH.endedHandoff],
    ["hangup", "", ENGLISH.endedHangup],
    ["limit", "duration", ENGLISH.endedDuration],
    ["limit", "turns", ENGLISH.endedTurns],
    ["limit", "idle", ENGLISH.endedIdle],
    ["limit", "too_many_messages", ENGLISH.endedMessages],
    ["limit", "server stopping", ENGLISH.endedStopping],
    ["limit", "", ENGLISH.endedLimit],
    ["limit", "one that comes later", ENGLISH.endedLimit],
    ["limit", "constructor", ENGLISH.endedLimit],
    ["error", "", ENGLISH.endedError],
  ] as const)("has words of its own for %s %s", (reason, detail, words) => expect(say(reason, detail)).toBe(words));

  it("has other words for every reason and detail", () => {
    const all = ["duration", "turns", "idle", "too_many_messages", "server stopping", ""].map((detail) => say("limit", detail));
    expect(new Set([...all, say("goodbye"), say("handoff"), say("hangup"), say("error")]).size).toBe(10);
  });

  it("shows the server's sentence about an error, and no code", () => {
    expect(say("error", "The voice connection could not be made.")).toBe("The voice connection could not be made.");
    expect([say("error", "fault"), say("error", " fault ")]).toEqual([ENGLISH.endedError, ENGLISH.endedError]);
  });

  it("does not show what the bot's author wrote for programs", () => {
    expect(say("goodbye", "paid in full")).toBe(ENGLISH.endedGoodbye);
  });

  it("takes the words of the page", () => {
    expect(say("limit", "idle", mergeLabels({ endedIdle: "Geschlossen." }))).toBe("Geschlossen.");
  });

  it("tells how long it was", () => {
    const view = { ended: { reason: "hangup", detail: "" } as const, startedAtMs: 1000, endedAtMs: 66_000 };
    expect(ending(view, mergeLabels(null))).toBe("You ended it. It lasted 1:05.");
    expect(ending({ ...view, ended: null }, mergeLabels(null))).toBe("");
  });
});
