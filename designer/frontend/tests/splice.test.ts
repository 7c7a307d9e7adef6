import { describe, expect, it } from "vitest";
import type { Splice } from "../src/api/types";
import { applied, difference, fits, inverseOf, rebased } from "../src/model/splice";

/** Numbers that are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

describe("splices", () => {
  it("are made in places of the text before", () => {
    expect(applied("one two three", [[0, 3, "1"], [8, 13, "3"]])).toBe("1 two 3");
  });

  it("have a way back", () => {
    const edits: Splice[] = [[0, 3, "first"], [4, 4, "x "], [8, 13, ""]];
    const after = applied("one two three", edits);
    expect(applied(after, inverseOf("one two three", edits))).toBe("one two three");
  });

  it("are told of two texts as one, between what both begin and end with", () => {
    expect(difference("say: hello you", "say: hullo you")).toEqual([[6, 7, "u"]]);
    expect(difference("same", "same")).toEqual([]);
    expect(difference("aa", "aaa")).toEqual([[2, 2, "a"]]);
  });

  it("never cut a character that has two units", () => {
    const [[from, to, insert]] = difference("a😀b", "a😁b") as [Splice];
    expect([from, to, insert]).toEqual([1, 3, "😁"]);
    expect(applied("a😀b", [[from, to, insert]])).toBe("a😁b");
  });

  it("that reach outside of a text, or overlap, do not fit", () => {
    expect(fits([[0, 2, ""], [1, 3, ""]], 5)).toBe(false);
    expect(fits([[4, 9, ""]], 5)).toBe(false);
    expect(fits([[0, 0, "a"], [0, 5, ""]], 5)).toBe(true);
  });

  it("of two people go together in either order, or are told apart", () => {
    const random = numbers(7);
    const text = "slots: {a: text}\nflows:\n  one: x\n  two: y\n";
    let together = 0;
    for (let round = 0; round < 500; round++) {
      const one = (): Splice => {
        const from = random(text.length);
        return [from, Math.min(text.length, from + random(4)), "abcdef".slice(0, random(4))];
      };
      const [mine, theirs] = [[one()], [one()]];
      const here = rebased(mine, theirs);
      const there = rebased(theirs, mine);
      expect(here === null).toBe(there === null);
      if (!here || !there) continue;
      together++;
      expect(applied(applied(text, theirs), here)).toBe(applied(applied(text, mine), there));
    }
    expect(together).toBeGreaterThan(300);
  });
});
