import { describe, expect, it } from "vitest";
import type { JsonMap } from "../src/api/types";
import { length } from "../src/model/times";
import { before, eventsBefore, heard, isMended, NO_TRIAL, type Trial, type TrialLine } from "../src/model/trial";

const WORDS = { ended: (reason: string) => `ended: ${reason}`, suspended: "broken off", silent: "Silence" };
const after = (...messages: JsonMap[]): Trial => messages.reduce((trial, message) => heard(trial, message, WORDS), NO_TRIAL);

const LOG: JsonMap = {
  type: "log",
  line: {
    seq: 2,
    event: { event: "user_said", understanding: { text: "pay anna", acts: [{ act: "start_flow", confidence: 0.843, flow: "transfer" }, { act: "fill", confidence: 1, slot: "payee", value: "anna", flow: null }] } },
    changes: { stack: [{ flow: "transfer", node: "how_much" }], slots: { payee: "anna" } },
    trace: [{ flow: "transfer", node: "who", why: "flow_started" }, { flow: "transfer", node: "who", why: "visit" }, { flow: "transfer", node: "how_much", why: "visit" }],
  },
};

describe("a trial", () => {
  it("tells what was said, understood and visited", () => {
    const trial = after({ type: "said", text: "Hello." }, { type: "transcript", text: "pay", final: false }, { type: "transcript", text: "pay anna", final: true }, LOG, { type: "said", text: "How much?" }, { type: "state", state: "listening" });
    expect(trial.lines.map((line) => [line.who, line.text])).toEqual([["bot", "Hello."], ["you", "pay anna"], ["bot", "How much?"]]);
    expect(trial.lines[1]?.acts).toEqual(["start flow · transfer · 84 %", "fill · payee = anna · 100 %"]);
    expect(trial.lines[1]?.steps.map((step) => step.node)).toEqual(["who", "how_much"]);
    expect([trial.at, trial.values, trial.phase]).toEqual([{ flow: "transfer", node: "how_much" }, { payee: "anna" }, "listening"]);
  });

  it("knows that nothing is open any more", () => {
    const trial = after(LOG, { type: "log", line: { event: {}, changes: { stack: [] }, trace: [] } });
    expect([trial.at, trial.visited.length]).toEqual([null, 2]);
  });

  it("ends in words, once", () => {
    const trial = after({ type: "ended", reason: "goodbye" }, { type: "state", state: "listening" });
    expect([trial.phase, trial.lines.at(-1)?.text]).toEqual(["ended", "ended: goodbye"]);
    expect(after({ type: "error", message: "No.", remedy: "Wait.", fatal: true })).toMatchObject({ phase: "failed", lines: [{ who: "note", text: "No. Wait." }] });
  });

  it("is spoken: words so far, words that go on after a pause, and an answer that began before the log came", () => {
    const trial = after(
      { type: "state", state: "listening" }, { type: "transcript", turn: 1, text: "pay", final: false }, { type: "transcript", turn: 1, text: "pay", final: true },
      { type: "transcript", turn: 1, text: "pay anna", final: true }, { type: "said", turn: 1, text: "How much?" }, LOG, { type: "state", state: "speaking" },
    );
    expect(trial.lines.map((line) => line.text)).toEqual(["pay anna", "How much?"]);
    expect(trial.lines[0]?.steps.map((step) => step.node)).toEqual(["who", "how_much"]);
    expect([trial.partial, trial.phase]).toEqual(["", "speaking"]);
    expect(after({ type: "transcript", turn: 1, text: "pay", final: false }).partial).toBe("pay");
    expect(after({ type: "transcript", turn: 1, text: "pay", final: false }, { type: "transcript", turn: 1, text: "", final: false }).partial).toBe("");
  });

  it("knows where the time of a turn went", () => {
    const words = { type: "transcript", turn: 1, text: "pay", final: true };
    const turn = { type: "turn", turn: 1, parts: { uplink: 26.5, hold: 250, engine: 0, synthesis: 23.5 }, total_ms: 300, answer_ms: 900, hold: { ms: 250, why: "request" } };
    const time = after(words, { type: "said", turn: 1, text: "Moment." }, { ...turn, total_ms: 299 }, turn).lines[0]?.time;
    expect(time).toEqual({ parts: [{ part: "uplink", ms: 26.5 }, { part: "hold", ms: 250 }, { part: "synthesis", ms: 23.5 }], total: 300, answer: 900, why: "request" });
    expect(time && length(time)).toBe(300);
    expect(after(words, { ...turn, total_ms: null, answer_ms: null }).lines[0]?.time).toMatchObject({ total: null, answer: null });
    expect(after(words, { type: "turn", turn: 1, parts: {} }, { ...turn, turn: 2 }).lines[0]?.time).toBeNull();
  });

  it("takes no harm from what it does not know", () => {
    expect(after({ type: "log", line: 5 }, { type: "log", line: { log: 2 } }, { type: "new" })).toEqual(NO_TRIAL);
  });

  describe("goes on from a turn", () => {
    const log = (event: JsonMap, more: JsonMap = {}): JsonMap => ({ type: "log", line: { event, changes: {}, trace: [], ...more } });
    const said = (text: string) => log({ event: "user_said", understanding: { text, acts: [] } });
    const words = (turn: number, text: string): JsonMap => ({ type: "transcript", turn, text, final: true });
    const trial = after(
      { type: "log", line: { log: 2, bot_hash: "abc" } }, log({ event: "call_started", now: "2026-03-01" }), { type: "said", turn: 0, text: "Hello." },
      words(1, "pay"), said("pay"), log({ event: "tool_returned", result: 5 }, { trace: [{ flow: "pay", node: "tell", why: "visit" }] }), { type: "said", turn: 1, text: "How much?" },
      log({ event: "user_interrupted", heard: "How" }), words(2, "ten"), words(3, "twenty"), said("ten"), said("twenty"),
      log({ event: "user_silent" }), { type: "said", turn: 4, text: "Still there?" },
    );
    const line = (text: string) => trial.lines.find((one) => one.text === text) as TrialLine;

    it("knows which events belong to which line, also of what was typed ahead", () => {
      expect(trial.lines.map(({ text, event }) => [text, event])).toEqual([["Hello.", null], ["pay", 1], ["How much?", null], ["ten", 4], ["twenty", 5], ["Silence", 6], ["Still there?", null]]);
      expect(line("pay").log.length).toBe(3);
      expect(line("pay").steps).toEqual([{ flow: "pay", node: "tell" }]);
      expect([trial.text, trial.opening.length, trial.events.length]).toEqual(["abc", 1, 7]);
    });

    it("takes what happened before it, but for being cut off by it", () => {
      expect(eventsBefore(trial, line("ten")).map(({ event }) => event)).toEqual(["call_started", "user_said", "tool_returned"]);
      expect(eventsBefore(trial, line("pay")).length).toBe(1);
    });

    it("keeps the lines before it, and takes nothing twice that the new call tells again", () => {
      let now = before(trial, line("ten"));
      expect(now.lines.map(({ text }) => text)).toEqual(["Hello.", "pay", "How much?"]);
      expect([now.known, now.values, now.visited, now.phase]).toEqual([3, {}, [], "thinking"]);
      const told = [log({ event: "call_started", now: "2026-03-01" }), said("pay"), log({ event: "tool_returned", result: 5 }, { changes: { slots: { to: "anna" } } }), words(2, "five"), said("five")];
      for (const message of told) now = heard(now, message, WORDS);
      expect(now.lines.map(({ text, event }) => [text, event])).toEqual([["Hello.", null], ["pay", 1], ["How much?", null], ["five", 3]]);
      expect([now.values, now.opening.length, now.lines[1]?.log.length]).toEqual([{ to: "anna" }, 1, 3]);
    });
  });
});

describe("a draft that could not be tried", () => {
  const failed = { ...NO_TRIAL, phase: "failed" as const, refused: true, rev: 4 };
  const error = { severity: "error" };
  it("is mended once it is another one without errors", () => {
    const state = { trial: failed, rev: 5, readable: true, findings: [{ severity: "warning" }] };
    expect(isMended(state)).toBe(true);
    expect([{ ...state, rev: 4 }, { ...state, findings: [error] }, { ...state, readable: false }, { ...state, trial: { ...failed, refused: false } }].map(isMended)).toEqual([false, false, false, false]);
  });
});
