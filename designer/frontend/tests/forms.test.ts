import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { definitionOf, type Field, fieldsOf, type Schema, type Shape, shapesAt, slotTypes } from "../src/model/schema";
import { TYPES } from "../src/model/nodes";
import { cursorAt, indentBehind, typeOf } from "../src/model/yamlPath";

const schema = JSON.parse(readFileSync(new URL("../../../docs/reference/bot.schema.json", import.meta.url), "utf8")) as Schema;
const fields = (type: string): Record<string, Field> => Object.fromEntries(fieldsOf(schema, definitionOf(schema, "node", type) as Shape).map((field) => [field.name, field]));

describe("forms of the language's schema", () => {
  it("know every type of node that can be added", () => {
    for (const type of TYPES) expect(definitionOf(schema, "node", type), type).not.toBe(null);
  });

  it("have the field that fits", () => {
    const ask = fields("ask");
    expect(Object.fromEntries(["slot", "say", "reprompts", "validate", "attempts", "dtmf", "barge_in", "must_hear", "confirm", "on_fail", "no_input_after"].map((name) => [name, ask[name]?.kind]))).toEqual({
      slot: "name", say: "words", reprompts: "list", validate: "refusals", attempts: "number", dtmf: "map", barge_in: "maybe", must_hear: "switch", confirm: "words", on_fail: "way", no_input_after: "text",
    });
    expect([fields("call").with?.kind, fields("call").filler?.kind, fields("generate").tools?.kind, fields("set").set?.kind]).toEqual(["map", "yaml", "names", "map"]);
  });

  it("put what is needed first and say what is taken without a word", () => {
    expect(fieldsOf(schema, definitionOf(schema, "node", "ask") as Shape).slice(0, 2).map((field) => [field.name, field.required])).toEqual([["slot", true], ["say", true]]);
    expect([fields("answer").timeout?.placeholder, fields("ask").attempts?.maximum]).toEqual(["4s", 10]);
  });

  it("have the slots' types and their options", () => {
    expect(slotTypes(schema)).toContain("card_number");
    expect(fieldsOf(schema, definitionOf(schema, "slot", "choice") as Shape).find((field) => field.name === "choices")?.kind).toBe("options");
  });
});

const BOT = `voxloom: 1
flows:
  pay:
    triggers: [pay]
    nodes:
      who:
        type: ask
        slot: payee
        next:
          - if: x
            go: y
          - {else: end}
      tell: {type: say, say: Hi, next: end}
      
`.split("\n");
const at = (line: number, column = 99) => cursorAt(BOT, line, column);

describe("where a cursor stands in a text", () => {
  it("is told by the lines above", () => {
    expect(at(7, 10)?.path).toEqual(["flows", "pay", "nodes", "who"]);
    expect(at(7)).toMatchObject({ value: true, key: "slot" });
    expect(at(13, 6)?.path).toEqual(["flows", "pay", "nodes"]);
    expect(at(0, 0)?.path).toEqual([]);
    expect(at(3, 7)?.siblings).toContain("nodes");
  });

  it("is told in lists and in braces", () => {
    expect(at(10, 12)?.path).toEqual(["flows", "pay", "nodes", "who", "next", 0]);
    expect(cursorAt(BOT, 12, 25)).toMatchObject({ path: ["flows", "pay", "nodes", "tell"], siblings: ["type"] });
    expect(cursorAt(BOT, 12, 41)).toMatchObject({ value: true, key: "next" });
    expect(cursorAt(["a: # b"], 0, 6)).toBe(null);
  });

  it("leads to the fields of the node's type", () => {
    const cursor = at(7, 10);
    const shapes = cursor ? shapesAt(schema, cursor.path, (path) => typeOf(BOT, cursor, path.length)) : [];
    expect(shapes.map((shape) => shape.properties?.type?.const)).toEqual(["ask"]);
    const inline = cursorAt(BOT, 12, 25);
    expect(inline && shapesAt(schema, inline.path, (path) => typeOf(BOT, inline, path.length)).map((shape) => shape.properties?.type?.const)).toEqual(["say"]);
  });
});

describe("Enter behind a key", () => {
  it("goes one step further in where nothing stands behind it", () => {
    expect(["flows:", "  main:", "      - say:", "    say: |", '  "a b":  # why'].map((line) => indentBehind(line, line.length))).toEqual([2, 4, 10, 6, 4]);
  });

  it("is an ordinary one elsewhere", () => {
    expect(["say: Hello", "# note:", "", "- one", "say: at 5:"].map((line) => indentBehind(line, line.length))).toEqual([null, null, null, null, null]);
    expect(indentBehind("flows: x", 6)).toBe(null);
  });
});
