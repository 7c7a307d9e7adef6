import { describe, expect, it } from "vitest";
import { parseMessage } from "../src/call/protocol";
import { follow, length, NO_TIMES, PARTS, readTurn, summary } from "../src/call/times";
import type { TimedTurn, Times } from "../src/call/times";
import { ENGLISH, mergeLabels } from "../src/labels";
import { scale } from "../src/ui/bar";
import { seconds, waited } from "../src/ui/seconds";

const labels = mergeLabels(null);
const SENT = {
  type: "turn",
  turn: 2,
  flow: "rent",
  parts: { uplink: 26.5, hold: 1003, recognition: 0, understanding: 0, engine: 4, first_token: 0, clause: 0, synthesis: 18.5, egress: 0 },
  total_ms: 1052,
  answer_ms: 2400,
  filler: true,
  speculated: true,
  hold: { ms: 1000, why: "incomplete" },
};
const told = (messages: readonly unknown[]): Times =>
  messages.map((message) => parseMessage(JSON.stringify(message))).reduce((times, message) => (message === null ? times : follow(times, message)), NO_TIMES);
const READY = { type: "ready", conversation: "c", mode: "voice", bot: {}, debug: true };
const turn = (totalMs: number | null, hold = 0): TimedTurn => ({ ...readTurn({ ...SENT, parts: { hold } })!, totalMs, holdMs: hold });

describe("the times of a call", () => {
  it("are nothing without the debug scope", () => {
    expect(told([{ ...READY, debug: false }, { type: "said", turn: 0, text: "Hello" }])).toEqual(NO_TIMES);
    expect(told([{ ...READY, debug: undefined }]).told).toBe(false);
  });

  it("wait to be told, and begin anew with each call", () => {
    expect(told([READY])).toEqual({ told: true, turns: [] });
    expect(told([READY, SENT]).turns.map((one) => one.turn)).toEqual([2]);
    expect(told([READY, SENT, READY]).turns).toEqual([]);
    expect(told([READY, SENT, { ...READY, debug: false }])).toEqual(NO_TIMES);
  });

  it("come with a turn also from a server that did not announce them", () => expect(told([SENT]).told).toBe(true));

  it("leave out what nobody said: the greeting, and what was typed", () => {
    const typed = { ...SENT, parts: {}, total_ms: null, answer_ms: null, hold: null };
    expect(told([READY, typed, { ...SENT, turn: 3 }]).turns.map((one) => one.turn)).toEqual([3]);
  });

  it("are read from the message", () => {
    expect(readTurn(SENT)).toEqual({ turn: 2, parts: SENT.parts, totalMs: 1052, answerMs: 2400, speculated: true, holdMs: 1000, why: "incomplete" });
  });

  it("survive a server that says less, or more", () => {
    const bare = readTurn({ turn: 1, parts: { hold: 300, engine: "x", uplink: -4, more: 7 }, total_ms: null });
    expect(bare).toMatchObject({ turn: 1, totalMs: null, answerMs: null, speculated: false, holdMs: null, why: null });
    expect(PARTS.map((part) => bar(bare!)[part])).toEqual([0, 300, 0, 0, 0, 0, 0, 0, 0]);
    for (const parts of [undefined, null, [], "x", { other: 1 }]) expect(readTurn({ parts })).toBeNull();
    expect(readTurn({ parts: { hold: 1 }, hold: "long" })?.why).toBeNull();
  });
});

const bar = (one: TimedTurn): Readonly<Record<string, number>> => one.parts;

describe("the summary", () => {
  it("is nothing before the first answer", () => expect([summary([]), summary([turn(null)])]).toEqual([null, null]));

  it("has the median and the slowest of those that were heard", () => {
    expect(summary([turn(300), turn(900), turn(null), turn(500)])).toMatchObject({ medianMs: 500, slowest: { totalMs: 900 } });
    expect(summary([turn(300), turn(500)])?.medianMs).toBe(400);
    expect(summary([turn(1200)])).toMatchObject({ medianMs: 1200, slowest: { totalMs: 1200 } });
  });
});

describe("the bars", () => {
  it("stand for as long as a turn came, heard or not", () => expect([length(turn(400, 350)), length(turn(null, 350))]).toEqual([400, 350]));

  it("of one call have one scale, of a second at least", () => {
    expect(scale([turn(300), turn(500)])).toBe(1000);
    expect(scale([turn(300), turn(2500), turn(null, 4000)])).toBe(4000);
  });
});

describe("the words", () => {
  it("write seconds as exactly as they are felt, as the page's language does", () => {
    expect([seconds(420, labels), seconds(1003, labels), seconds(12_340, labels)]).toEqual(["0.42 s", "1.00 s", "12.3 s"]);
    expect([seconds(9_994, labels), seconds(9_996, labels)]).toEqual(["9.99 s", "10.0 s"]);
    expect(seconds(1500, mergeLabels({ timesSeconds: "{seconds} Sek." }), "de")).toBe("1,50 Sek.");
    expect(seconds(1500, labels, "no language!")).toBe("1.50 s");
  });

  it("say why the bot waited", () => {
    expect(waited(readTurn(SENT)!, labels)).toBe("Waited 1.00 s: digits or letters were missing");
    const whys = ["answer", "request", "may go on", "incomplete", "unfinished", "unclear", "nothing", "undecided", "unheard"];
    const words = whys.map((why) => waited({ ...turn(400, 250), why }, labels));
    expect(new Set(words).size).toBe(whys.length);
    for (const sentence of words) expect(sentence).toMatch(/^Waited 0\.25 s: \w/);
  });

  it("tell when it took longer, since the words were not known in time", () => {
    const late = { ...turn(700, 640), holdMs: 240, why: "request" };
    expect(waited(late, labels)).toBe("Waited 0.64 s: that could be a whole sentence (0.40 s of it until the words were known)");
    expect(waited({ ...late, holdMs: 560 }, labels)).toBe("Waited 0.64 s: that could be a whole sentence");
    expect(waited({ ...late, holdMs: 900 }, labels)).toBe("Waited 0.64 s: that could be a whole sentence");
  });

  it("leave out a reason that they do not know", () => {
    for (const why of ["one that comes later", "constructor", null]) {
      expect(waited({ ...turn(400, 250), why }, labels)).toBe("Waited 0.25 s");
    }
  });

  it("take the words of the page", () => {
    const page = mergeLabels({ timesWaitedWhy: "{time} gewartet ({why})", holdIncomplete: "es fehlten Ziffern" });
    expect(waited(readTurn(SENT)!, page)).toBe("1.00 s gewartet (es fehlten Ziffern)");
    expect(ENGLISH.timesEmpty).not.toBe("");
  });
});
