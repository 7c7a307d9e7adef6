import { describe, expect, it } from "vitest";
import type { Splice } from "../src/api/types";
import { done, EMPTY, type History, moved, redone, undone } from "../src/model/history";
import { applied, inverseOf } from "../src/model/splice";

/** A text with a history, as the server keeps the two. */
class Desk {
  history: History = EMPTY;
  constructor(public text: string) {}

  edit(edits: Splice[], what = "it"): void {
    const back = inverseOf(this.text, edits);
    this.text = applied(this.text, edits);
    this.history = done(this.history, { back, what });
  }

  undo(): void {
    const { back } = this.history.undo.at(-1) as { back: Splice[] };
    const forward = inverseOf(this.text, back);
    this.text = applied(this.text, back);
    this.history = undone(this.history, forward);
  }

  redo(): void {
    const { back } = this.history.redo.at(-1) as { back: Splice[] };
    const again = inverseOf(this.text, back);
    this.text = applied(this.text, back);
    this.history = redone(this.history, again);
  }

  others(edits: Splice[]): void {
    this.text = applied(this.text, edits);
    this.history = moved(this.history, edits);
  }
}

describe("the history", () => {
  it("goes back and forth", () => {
    const desk = new Desk("a: 1\nb: 2\n");
    desk.edit([[3, 4, "one"]]);
    desk.edit([[10, 11, "two"]]);
    expect(desk.text).toBe("a: one\nb: two\n");
    desk.undo();
    desk.undo();
    expect(desk.text).toBe("a: 1\nb: 2\n");
    desk.redo();
    expect([desk.text, desk.history.redo.length]).toEqual(["a: one\nb: 2\n", 1]);
    desk.edit([[0, 0, "# new\n"]]);
    expect(desk.history.redo).toEqual([]);
  });

  it("moves along with what others do elsewhere", () => {
    const desk = new Desk("a: 1\nb: 2\n");
    desk.edit([[3, 4, "one"]]);
    desk.edit([[10, 11, "two"]]);
    desk.others([[0, 0, "# theirs\n"]]);
    desk.undo();
    desk.undo();
    expect(desk.text).toBe("# theirs\na: 1\nb: 2\n");
  });

  it("lets go of what others changed at the same place, and of all behind it", () => {
    const desk = new Desk("a: 1\nb: 2\nc: 3\n");
    desk.edit([[3, 4, "one"]], "a");
    desk.edit([[10, 11, "two"]], "b");
    desk.edit([[17, 18, "three"]], "c");
    desk.others([[9, 13, " TWO"]]);
    expect(desk.history.undo.map((step) => step.what)).toEqual(["c"]);
    desk.undo();
    expect(desk.text).toBe("a: one\nb: TWO\nc: 3\n");
  });

  it("keeps a bounded number of steps", () => {
    const desk = new Desk("");
    for (let at = 0; at < 300; at++) desk.edit([[0, 0, "x"]]);
    expect(desk.history.undo.length).toBe(200);
  });
});
