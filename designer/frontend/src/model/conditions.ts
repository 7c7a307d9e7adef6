/** Conditions as rows that people fill in, where they are as simple as that. */

export type Test = "==" | "!=" | ">" | ">=" | "<" | "<=" | "yes" | "no" | "given";

export interface Row {
  name: string;
  test: Test;
  /** As it is written: `"savings"`, `100`, `other_name`. Empty for tests without one. */
  value: string;
}

export interface Rows {
  join: "and" | "or";
  rows: Row[];
}

const NAME = "[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*";
const VALUE = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|-?\\d+(?:\\.\\d+)?|true|false|${NAME}`;
const COMPARE = new RegExp(`^(${NAME})\\s*(==|!=|>=|<=|>|<)\\s*(${VALUE})$`);
const GIVEN = new RegExp(`^(?:size\\((${NAME})\\)\\s*>\\s*0|(${NAME})\\s*!=\\s*"")$`);
const ALONE = new RegExp(`^(not\\s+|!\\s*)?(${NAME})$`);
const WORDS = new Set(["true", "false", "null", "in", "and", "or", "not"]);
export const BARE: ReadonlySet<Test> = new Set<Test>(["yes", "no", "given"]);

/** The rows of a condition; null where it says more than rows can. */
export function asRows(condition: string): Rows | null {
  const text = condition.trim();
  if (text === "") return { join: "and", rows: [] };
  const parts = split(text);
  if (!parts) return null;
  const rows = parts.parts.map(asRow);
  return rows.every((row) => row !== null) ? { join: parts.join, rows } : null;
}

function asRow(part: string): Row | null {
  const given = GIVEN.exec(part);
  if (given) return { name: (given[1] ?? given[2]) as string, test: "given", value: "" };
  const own = COMPARE.exec(part);
  if (own && own[1] === own[3] && own[2] === "==") return { name: own[1] as string, test: "given", value: "" };
  if (own && !WORDS.has(own[1] as string)) return { name: own[1] as string, test: own[2] as Test, value: own[3] as string };
  const alone = ALONE.exec(part);
  if (alone && !WORDS.has(alone[2] as string)) return { name: alone[2] as string, test: alone[1] ? "no" : "yes", value: "" };
  return null;
}

/** The parts between `and`, or between `or`; null for both at once, and for brackets around parts. */
function split(text: string): { join: "and" | "or"; parts: string[] } | null {
  const parts: string[] = [];
  const joins = new Set<string>();
  let at = 0;
  let depth = 0;
  let quote = "";
  for (let here = 0; here < text.length; here++) {
    const sign = text[here] as string;
    if (quote) {
      if (sign === "\\") here++;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "(") depth++;
    else if (sign === ")") depth--;
    else if (depth === 0) {
      const found = /^(?:&&|\|\||\b(?:and|or)\b)/.exec(text.slice(here));
      if (!found || (/\w/.test(found[0]) && /[\w.]/.test(text[here - 1] ?? " "))) continue;
      parts.push(text.slice(at, here).trim());
      joins.add(found[0] === "&&" || found[0] === "and" ? "and" : "or");
      here += found[0].length - 1;
      at = here + 1;
    }
  }
  parts.push(text.slice(at).trim());
  if (joins.size > 1 || quote || depth !== 0) return null;
  return { join: joins.has("or") ? "or" : "and", parts };
}

/** The condition of rows; `type` tells the type of a name, where it is known. */
export function asCondition({ join, rows }: Rows, type: (name: string) => string | null): string {
  return rows.filter((row) => row.name !== "").map((row) => one(row, type(row.name))).join(` ${join} `);
}

const NUMBERS = new Set(["number", "integer", "money", "duration", "yes_no", "boolean"]);

function one({ name, test, value }: Row, type: string | null): string {
  if (test === "yes") return name;
  if (test === "no") return `not ${name}`;
  if (test === "given") return type && NUMBERS.has(type) ? `${name} == ${name}` : `size(${name}) > 0`;
  return `${name} ${test} ${value || '""'}`;
}

/** A value as conditions write it: numbers, yes and no and names of things as they are, all else in quotes. */
export function written(value: string, isName: (name: string) => boolean): string {
  const text = value.trim();
  if (/^-?\d+(\.\d+)?$/.test(text) || text === "true" || text === "false" || isName(text)) return text;
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return text;
  return JSON.stringify(text);
}

/** A written value as people read it. */
export function shownValue(value: string): string {
  if (/^".*"$/s.test(value)) {
    try {
      return JSON.parse(value) as string;
    } catch {
      return value;
    }
  }
  return /^'.*'$/s.test(value) ? value.slice(1, -1) : value;
}
