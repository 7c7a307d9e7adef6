import { describe, expect, it } from "vitest";
import { clock, ENGLISH, fill, mergeLabels, readJson } from "../src/labels";
import { readOptions } from "../src/options";
import { level, smooth } from "../src/media/levels";
import { statusLabel } from "../src/ui/status";
import { IDLE } from "../src/call/machine";

describe("labels", () => {
  it("lays the page's words over the table and leaves out the rest", () => {
    const labels = mergeLabels({ start: "Anrufen", end: 7, unknown: "x" });
    expect([labels.start, labels.end, Object.keys(labels).length]).toEqual(["Anrufen", ENGLISH.end, Object.keys(ENGLISH).length]);
  });

  it.each([undefined, null, "x", [1]])("keeps the table for %j", (value) => expect(mergeLabels(value)).toEqual(ENGLISH));

  it("does not let a page reach the prototype", () => {
    expect(mergeLabels(JSON.parse('{"__proto__":{"start":"x"}}')).start).toBe(ENGLISH.start);
  });

  it("reads JSON or nothing", () => {
    expect([readJson(null), readJson(" "), readJson("{"), readJson('{"a":1}')]).toEqual([undefined, undefined, undefined, { a: 1 }]);
  });

  it("fills places", () => expect(fill("{a} and {b}", { a: "1" })).toBe("1 and {b}"));

  it("writes call times", () => {
    expect([0, 7.9, 760, 3723, -1].map(clock)).toEqual(["0:00", "0:07", "12:40", "1:02:03", "0:00"]);
  });

  it("says whose turn it is", () => {
    expect(statusLabel({ ...IDLE, phase: "listening" })).toBe("stateListening");
    expect(statusLabel({ ...IDLE, phase: "listening", muted: true })).toBe("stateMuted");
    expect(statusLabel({ ...IDLE, phase: "listening", mode: "text" })).toBe("stateYourTurn");
    expect(statusLabel({ ...IDLE, phase: "connecting", step: "microphone" })).toBe("stateMicrophone");
  });
});

describe("attributes", () => {
  const read = (attributes: Record<string, string>) => readOptions((name) => attributes[name] ?? null, "https://bots.example");

  it("has defaults from the script's origin", () => {
    const options = read({});
    expect([options.server, options.ticketUrl, options.mode]).toEqual([
      "https://bots.example",
      "https://bots.example/rt/tickets",
      "hybrid",
    ]);
    expect([options.captions, options.startOpen, options.floating]).toEqual([true, false, false]);
  });

  it("takes the page's own ticket address, and survives a broken one", () => {
    expect(read({ server: "https://a.example", "ticket-url": "/mine" }).ticketUrl).toBe("https://a.example/mine");
    expect(read({ server: "http://[" }).server).toBe("https://bots.example");
  });

  it("reads switches and examples", () => {
    const options = read({ captions: "off", "start-open": "", examples: '["a", 1, "b"]', mode: "text" });
    expect([options.captions, options.startOpen, options.examples, options.mode]).toEqual([false, true, ["a", "b"], "text"]);
    expect(read({ examples: "no json" }).examples).toEqual([]);
  });

  it("reads plain values that the page knows of the caller", () => {
    const given = JSON.stringify({ first_name: "Ann", visits: 3, regular: true, nothing: null, list: [1], map: {} });
    expect(read({ variables: given }).variables).toEqual({ first_name: "Ann", visits: 3, regular: true });
    for (const broken of ["[1]", "no json", "3", "null"]) expect(read({ variables: broken }).variables).toEqual({});
  });
});

describe("levels", () => {
  it("is nothing in silence, full in loud speech, and between in between", () => {
    expect(level(new Float32Array(64))).toBe(0);
    expect(level(new Float32Array(64).fill(0.5))).toBe(1);
    const middle = level(new Float32Array(64).fill(0.02));
    expect(middle).toBeGreaterThan(0.4);
    expect(middle).toBeLessThan(0.7);
  });

  it("rises faster than it falls", () => expect(smooth(0, 1)).toBeGreaterThan(1 - smooth(1, 0)));
});
