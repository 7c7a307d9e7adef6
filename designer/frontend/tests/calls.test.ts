import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CallPage, Exchange, TurnTimes } from "../src/api/calls";
import { LABELS } from "../src/labels";
import { cameOf, chartOf, isSlow, knownOf, lengthOf, orderIn, pairsOf, stepsOf, talksOf, took } from "../src/model/calls";

const [PROMISE, BUDGET] = [500, 900];

function times(parts: Record<string, number>, more: Partial<TurnTimes> = {}): TurnTimes {
  const total = Object.values(parts).reduce((sum, ms) => sum + ms, 0);
  return { spoken: true, parts, total_ms: total, answer_ms: total, filler: false, speculated: true, hold: null, ...more };
}

function exchange(seq: number, last: number, more: Partial<Exchange> = {}): Exchange {
  return { seq, last, at: "", began_with: "user_said", slots: {}, path: [], tools: [], decisions: [], times: null, ...more };
}

describe("the chart of a turn", () => {
  test("has its parts one after the other, in the order in which they come", () => {
    const { bars, sumMs } = chartOf(times({ synthesis: 40, hold: 250, uplink: 10, clause: 0 }), PROMISE, BUDGET);
    expect(bars.map(({ part, fromMs, ms }) => [part, fromMs, ms])).toEqual([["uplink", 0, 10], ["hold", 10, 250], ["synthesis", 260, 40]]);
    expect(sumMs).toBe(300);
    bars.forEach((bar, at) => at > 0 && expect(bar.from).toBeCloseTo((bars[at - 1]?.from ?? 0) + (bars[at - 1]?.width ?? 0), 1));
  });
  test("a quick turn looks quick: its axis has room for the promise and the limit", () => {
    const { marks, bars } = chartOf(times({ hold: 100 }), PROMISE, BUDGET);
    expect(marks.map(({ kind, ms }) => [kind, ms])).toEqual([["promise", 500], ["limit", 900]]);
    for (const { at } of marks) expect(at).toBeLessThan(100);
    expect(bars[0]?.width).toBeLessThan(12);
  });
  test("only what lies beyond the limit is red", () => {
    const { bars } = chartOf(times({ hold: 800, first_token: 400, synthesis: 100 }), PROMISE, BUDGET);
    const [hold, tools, voice] = bars.map(({ width, over }) => (width > 0 ? over / width : 0));
    expect(hold).toBe(0);
    expect(tools).toBeCloseTo(300 / 400, 2);
    expect(voice).toBe(1);
    for (const { from, width } of bars) expect(from + width).toBeLessThanOrEqual(100);
  });
  test("what was typed has an axis of its own and no promise", () => {
    const { bars, marks } = chartOf(times({ understanding: 3, engine: 1 }, { spoken: false }), PROMISE, BUDGET);
    expect(marks).toEqual([]);
    expect(bars.map(({ width, over }) => [width, over])).toEqual([[75, 0], [25, 0]]);
    expect(chartOf(times({}, { spoken: false }), PROMISE, BUDGET)).toEqual({ bars: [], sumMs: 0, marks: [] });
  });
});

test("slow is what was spoken and took longer than the limit", () => {
  expect(isSlow(times({ hold: 901 }), BUDGET)).toBe(true);
  expect(isSlow(times({ hold: 900 }), BUDGET)).toBe(false);
  expect(isSlow(times({ hold: 2000 }, { total_ms: null }), BUDGET)).toBe(false);
  expect(isSlow(times({ engine: 2000 }, { spoken: false }), BUDGET)).toBe(false);
  expect(isSlow(null, BUDGET)).toBe(false);
});

test("times are said in what suits them", () => {
  expect([took(1.26), took(84.4), took(312), took(1520)]).toEqual(["1.3 ms", "84 ms", "0.31 s", "1.52 s"]);
  expect([lengthOf(4.24), lengthOf(59.4), lengthOf(61), lengthOf(600)]).toEqual(["4.2 s", "59 s", "1:01 min", "10:00 min"]);
});

const LINE = { flow: null, node: null };
const PAGE = {
  exchanges: [exchange(1, 1, { began_with: "call_started" }), exchange(2, 4), exchange(5, 7, { began_with: "key_pressed" }), exchange(8, 8, { began_with: "user_silent" })],
  turns: [
    { ...LINE, seq: 1, who: "bot", text: "Hello." },
    { ...LINE, seq: 2, who: "caller", text: "", interrupted: "Hel" },
    { ...LINE, seq: 3, who: "caller", text: "my balance" },
    { ...LINE, seq: 4, who: "bot", text: "Which?" },
    { ...LINE, seq: 5, who: "keys", text: "1" },
    { ...LINE, seq: 6, who: "keys", text: "2" },
    { ...LINE, seq: 7, who: "bot", text: "$12." },
    { ...LINE, seq: 8, who: "silence", text: "" },
  ],
} as unknown as CallPage;

test("turns are counted from the greeting on, with what was said in each", () => {
  const talks = talksOf(PAGE);
  expect(talks.map(({ title, words, lines }) => [title, words, lines.length])).toEqual([["Greeting", "Hello.", 1], ["Turn 1", "my balance", 3], ["Turn 2", "1 2", 2], ["Turn 3", "Silence", 1]]);
});

test("the path has each visit in order, and a node the numbers of all of its visits", () => {
  const visits = ["a", "a", "b", "a", "c", "a", "b", "a"].map((node) => ({ flow: node === "c" ? "other" : "bank", node }));
  const steps = stepsOf(visits);
  expect(steps.map(({ number, node }) => `${number}${node}`)).toEqual(["1a", "2b", "3a", "4c", "5a", "6b", "7a"]);
  expect([...orderIn(steps, "bank")]).toEqual([["a", "1, 3, 5 …"], ["b", "2, 6"]]);
  expect([...orderIn(steps, "other")]).toEqual([["c", "4"]]);
});

test("every step of the engine and every act has its words", () => {
  const engine = new URL("../../../flows/engine/", import.meta.url);
  const texts = readdirSync(engine).filter((name) => name.endsWith(".py")).map((name) => readFileSync(new URL(name, engine), "utf8"));
  const noted = texts.flatMap((text) => [...text.matchAll(/\.note\(\s*"(\w+)"(?: if \w+ else "(\w+)")?/g)].flatMap(([, one, other]) => (other ? [one, other] : [one])));
  const acts = [...((/ActKind = Literal\[([^\]]*)\]/.exec(texts.join("\n")) as RegExpExecArray)[1] as string).matchAll(/"(\w+)"/g)].map(([, act]) => `act_${act}`);
  const steps = [...new Set(noted)].filter((why) => why && !["visit", "branch", "leads_to", "flow_started"].includes(why)).map((why) => `step_${why}`);
  expect(steps.length).toBeGreaterThan(55);
  expect(acts.length).toBeGreaterThan(15);
  expect([...steps, ...acts].filter((key) => !(key in LABELS))).toEqual([]);
});

test("what it knew tells what was new in the turn", () => {
  const turn = exchange(1, 1, { slots: { account: "savings", amount: 60, day: null } });
  expect(knownOf(turn, { account: "savings", amount: 50 }).map(({ name, value, fresh }) => [name, value, fresh])).toEqual([["account", "savings", false], ["amount", "60", true], ["day", "—", true]]);
});

test("what a tool was given and gave is told by name", () => {
  expect(pairsOf({ account: "savings", list: ["a", 1] })).toEqual([{ name: "account", value: "savings" }, { name: "list", value: "a, 1" }]);
  expect(pairsOf("a prompt")).toEqual([{ name: "", value: "a prompt" }]);
  expect([pairsOf(null), pairsOf(undefined), pairsOf("")]).toEqual([[], [], []]);
  expect(cameOf({ result: { a: 1 }, text: "t" })).toEqual({ a: 1 });
  expect([cameOf({ text: "t" }), cameOf({})]).toEqual(["t", undefined]);
});
