import { describe, expect, it } from "vitest";
import type { Operation } from "../src/api/types";
import { applied, fits } from "../src/model/splice";
import { changes, merged, together } from "../src/model/together";
import { type Seen, standing } from "../src/model/touches";
import { flow, graph } from "./bots";

const TEXT = "flows:\n  main:\n    nodes:\n      a: {type: say, say: Good morning to you.}\n      b: {type: say, say: Bye.}\n";
const put = (from: string, to: string, text = TEXT) => text.replace(from, to);

describe("edits", () => {
  it("are as small as a word, and lead from the one text to the other", () => {
    const after = put("Bye", "Farewell", put("morning", "evening"));
    const edits = changes(TEXT, after);
    expect(edits.map(([from, to, insert]) => [TEXT.slice(from, to), insert])).toEqual([["morning", "evening"], ["Bye", "Farewell"]]);
    expect(applied(TEXT, edits)).toBe(after);
    expect([changes(TEXT, TEXT), changes("", "x\n"), changes("x", "")]).toEqual([[], [[0, 0, "x\n"]], [[0, 1, ""]]]);
  });
});

describe("two who type at once", () => {
  it("are not asked in different lines, nor in different places of one", () => {
    const mine = put("Good", "A good", put("Bye", "Goodbye"));
    const theirs = put("you", "all of you", put("      b:", "      c: {type: end}\n      b:"));
    expect(merged(TEXT, mine, theirs)).toBe(put("Bye", "Goodbye", put("Good", "A good", theirs)));
  });

  it("are not asked where both add at the same place: theirs stands first", () => {
    expect(merged("say: Hello.\n", "say: Hello. Mine.\n", "say: Hello. Theirs.\n")).toBe("say: Hello. Theirs. Mine.\n");
    expect(merged("a: 1\n", "a: 1\nb: 2\n", "a: 1\nc: 3\n")).toBe("a: 1\nc: 3\nb: 2\n");
  });

  it("are not asked where both did the same", () => {
    const same = put("morning", "day");
    expect(together(TEXT, same, same)).toEqual({ here: [], theirs: changes(TEXT, same) });
    expect(merged(TEXT, put("you", "us", same), same)).toBe(put("you", "us", same));
  });

  it("are asked where both changed one word, or one took away what the other changed", () => {
    expect(merged(TEXT, put("morning", "day"), put("morning", "night"))).toBe(null);
    expect(merged(TEXT, put("Good morning to you.", ""), put("morning", "night"))).toBe(null);
  });

  it("lose nothing, whatever they write, and none of it twice", () => {
    let state = 11;
    const random = (below: number) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * below);
    };
    let together_ = 0;
    for (let round = 0; round < 300; round++) {
      const words = Array.from({ length: 12 }, (_, at) => `w${at}${at % 4 === 3 ? "\n" : " "}`);
      const one = (mark: string) => words.map((word, at) => (random(6) === 0 ? word.replace(/\w+/, `${mark}${at}`) : word));
      const [mine, theirs] = [one("m"), one("t")];
      const meet = words.some((word, at) => mine[at] !== word && theirs[at] !== word);
      const found = merged(words.join(""), mine.join(""), theirs.join(""));
      expect(found === null).toBe(meet);
      if (found === null) continue;
      together_++;
      expect(found).toBe(words.map((word, at) => (mine[at] === word ? theirs[at] : mine[at])).join(""));
      const edits = changes(words.join(""), mine.join(""));
      expect(fits(edits, words.join("").length)).toBe(true);
      expect(applied(words.join(""), edits)).toBe(mine.join(""));
    }
    expect(together_).toBeGreaterThan(100);
  });

  it("may write a text anew that is far too long to be compared word by word", () => {
    const long = Array.from({ length: 3000 }, (_, at) => `line ${at}`).join("\n");
    const anew = Array.from({ length: 3000 }, (_, at) => `other ${at * 7}`).join("\n");
    expect(applied(long, changes(long, anew))).toBe(anew);
  });
});

describe("an operation for a draft that somebody changed", () => {
  const draft = (a: object, more: object = {}, text = "tools:\n  t: {stub: {}}\n"): Seen => ({ graph: graph(flow("main", { a: { type: "say", ...a }, b: { type: "say", say: "Bye.", next: "end" }, ...more } as never)), text });
  const before = draft({ say: "Good morning.", next: "b" });
  const set = (field: string, value: unknown): Operation => ({ op: "set", path: ["flows", "main", "nodes", "a", field], value: value as never });

  it("stands where another field or node was changed", () => {
    const ops: Operation[] = [set("say", "Good day."), { op: "place_node", flow: "main", name: "b", x: 1, y: 2 }];
    expect(standing(ops, before, draft({ say: "Good morning.", next: "end" }))).toEqual(ops);
  });

  it("takes up what was written in the same field, and in the same list", () => {
    expect(standing([set("say", "Good day.")], before, draft({ say: "A very Good morning.", next: "b" }))).toEqual([set("say", "A very Good day.")]);
    const asked = (lines: string[]) => draft({ say: "x", next: "b", reprompts: lines });
    expect(standing([set("reprompts", ["one", "two", "mine"])], asked(["one", "two"]), asked(["theirs", "one", "two"]))).toEqual([set("reprompts", ["theirs", "one", "two", "mine"])]);
  });

  it("leaves the choice where it is about the same", () => {
    expect(standing([set("say", "Good day.")], before, draft({ say: "Good night.", next: "b" }))).toBe(null);
    expect(standing([{ op: "change_edge", flow: "main", node: "a", to: "end" }], before, draft({ say: "Good morning.", next: "end" }))).toBe(null);
    expect(standing([{ op: "remove_node", flow: "main", name: "a" }], before, draft({ say: "Good night.", next: "b" }))).toBe(null);
    expect(standing([set("say", "x")], before, { graph: graph(flow("main", { b: { type: "say" } })), text: "" })).toBe(null);
  });

  it("adds a node as long as its name and its neighbours are there", () => {
    const add: Operation = { op: "add_node", flow: "main", name: "c", value: { type: "end" }, after: "b" };
    const more: Operation[] = [add, { op: "change_edge", flow: "main", node: "c", to: "a" }];
    expect(standing(more, before, draft({ say: "Other.", next: "b" }))).toEqual(more);
    expect(standing([add], before, draft({ say: "Good morning." }, { c: { type: "end" } }))).toBe(null);
  });

  it("about a part beside the flows looks at the lines of that part", () => {
    const op: Operation = { op: "set", path: ["tools", "t", "timeout"], value: "2s" };
    expect(standing([op], before, draft({ say: "Other." }))).toEqual([op]);
    expect(standing([op], before, draft({ say: "Other." }, {}, "tools:\n  t: {stub: {a: 1}}\n"))).toBe(null);
  });
});
