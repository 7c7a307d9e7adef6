import { describe, expect, it } from "vitest";
import { caption, EMPTY, isSettled, splitHeard } from "../src/call/captions";
import type { CaptionEvent, Captions } from "../src/call/captions";

const play = (...events: CaptionEvent[]): Captions => events.reduce(caption, EMPTY);
const texts = (captions: Captions): string[] => captions.lines.map((line) => `${line.side}: ${line.text}`);

describe("captions", () => {
  it("shows the caller's words while they grow, then the finished line", () => {
    const growing = play({ type: "transcript", turn: 1, text: "what's", final: false });
    expect([growing.partial, growing.lines.length]).toEqual(["what's", 0]);
    const done = caption(growing, { type: "transcript", turn: 1, text: "What's my balance?", final: true });
    expect([done.partial, texts(done)]).toEqual(["", ["caller: What's my balance?"]]);
  });

  it("corrects a final line of the same turn instead of adding one", () => {
    const lines = play(
      { type: "transcript", turn: 1, text: "No,", final: true },
      { type: "transcript", turn: 1, text: "No, savings.", final: true },
    );
    expect(texts(lines)).toEqual(["caller: No, savings."]);
  });

  it("keeps typed text on its way until the server echoes it, also after a greeting", () => {
    const typed = play({ type: "typed", text: "hello" }, { type: "said", turn: 0, text: "Welcome." });
    expect([typed.pending, isSettled(typed)]).toEqual([["hello"], false]);
    const echoed = caption(typed, { type: "transcript", turn: 1, text: "hello", final: true });
    expect([echoed.pending, texts(echoed)]).toEqual([[], ["bot: Welcome.", "caller: hello"]]);
  });

  it("leaves out empty prompts and empty transcripts", () => {
    const lines = play({ type: "said", turn: 1, text: " " }, { type: "transcript", turn: 2, text: "", final: true });
    expect(lines.lines).toEqual([]);
  });

  it("marks what was heard of the interrupted prompt, the last one of the bot", () => {
    const lines = play(
      { type: "said", turn: 1, text: "First." },
      { type: "said", turn: 1, text: "Which account, savings or checking?" },
      { type: "interrupted", turn: 1, heard: "Which account" },
    );
    expect(lines.lines.map((line) => line.heard)).toEqual([null, "Which account"]);
    expect(caption(EMPTY, { type: "interrupted", turn: 1, heard: "x" })).toBe(EMPTY);
  });

  it("gives every line its own id", () => {
    const lines = play({ type: "note", text: "a" }, { type: "filler", turn: 1, text: "b" }, { type: "said", turn: 1, text: "c" });
    expect(new Set(lines.lines.map((line) => line.id)).size).toBe(3);
  });
});

describe("splitHeard", () => {
  it.each([
    ["one two three", "one two", "one two ", "three"],
    ["one two", "", "", "one two"],
    ["one two", "one two", "one two", ""],
    ["one, two!", "One", "one, ", "two!"],
  ])("splits %j after %j", (text, heard, played, rest) => {
    expect(splitHeard(text, heard)).toEqual([played, rest]);
  });
});
