import { describe, expect, it } from "vitest";
import { IDLE, isLive, isTalking, reduce } from "../src/call/machine";
import type { CallEvent, CallView } from "../src/call/machine";

const play = (...events: CallEvent[]): CallView => events.reduce(reduce, IDLE);
const START: CallEvent = { type: "start", mode: "voice" };
const listening: CallEvent = { type: "state", state: "listening", atMs: 1000 };

describe("the view of a call", () => {
  it("goes from idle through connecting to the server's states", () => {
    expect(play(START).phase).toBe("connecting");
    expect(play(START, { type: "step", step: "microphone" }).step).toBe("microphone");
    const view = play(START, listening, { type: "state", state: "speaking", atMs: 2000 });
    expect([view.phase, view.step, view.startedAtMs]).toEqual(["speaking", null, 1000]);
  });

  it("ignores a second start of a live call and starts afresh after the end", () => {
    const live = play(START, listening);
    expect(reduce(live, START)).toBe(live);
    const ended = reduce(live, { type: "ended", reason: "goodbye", detail: "", atMs: 5000 });
    const again = reduce(ended, { type: "start", mode: "text" });
    expect([again.phase, again.mode, again.ended, again.startedAtMs]).toEqual(["connecting", "text", null, null]);
  });

  it("keeps the bot's name over a restart", () => {
    const bot = { slug: "b", name: "Bot", description: "", language: "en" };
    const ended = play(START, { type: "ready", bot }, { type: "ended", reason: "hangup", detail: "", atMs: 1 });
    expect(reduce(ended, START).bot).toBe(bot);
  });

  it("waits for the reason when the server says only that it ended", () => {
    const live = play(START, listening);
    expect(reduce(live, { type: "state", state: "ended", atMs: 2000 })).toBe(live);
  });

  it("changes nothing after the end, whatever comes late", () => {
    const failed = play(START, { type: "failed", problem: { code: "socket_lost" }, atMs: 9 });
    expect(failed.phase).toBe("error");
    for (const late of [listening, { type: "muted", muted: true }, { type: "weak", weak: true }] as CallEvent[]) {
      expect(reduce(failed, late)).toBe(failed);
    }
  });

  it("clears mute, weak and blocked at the end", () => {
    const view = play(
      START,
      listening,
      { type: "muted", muted: true },
      { type: "weak", weak: true },
      { type: "blocked", blocked: true },
      { type: "ended", reason: "limit", detail: "", atMs: 7000 },
    );
    expect([view.muted, view.weak, view.blocked, view.endedAtMs]).toEqual([false, false, false, 7000]);
    expect(view.ended?.reason).toBe("limit");
  });

  it("returns the very same value when nothing changes, so that nothing is drawn", () => {
    const live = play(START, listening);
    expect(reduce(live, listening)).toBe(live);
    expect(reduce(live, { type: "muted", muted: false })).toBe(live);
  });

  it("knows live and talking phases", () => {
    expect((["idle", "connecting", "listening", "ended", "error"] as const).map(isLive)).toEqual([false, true, true, false, false]);
    expect((["connecting", "thinking", "speaking"] as const).map(isTalking)).toEqual([false, true, true]);
  });
});
