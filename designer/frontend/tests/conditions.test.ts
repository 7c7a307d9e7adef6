import { describe, expect, it } from "vitest";
import { asCondition, asRows, shownValue, written } from "../src/model/conditions";

const types: Record<string, string> = { amount: "money", account: "choice", sure: "yes_no" };
const type = (name: string) => types[name] ?? null;

describe("conditions", () => {
  it.each([
    'account == "savings"',
    "amount > 100 and account != \"checking\"",
    "sure or amount <= 5",
    "not sure",
    "amount == amount",
    "size(account) > 0",
    "amount > balance",
    'account == "a and b"',
  ])("are rows and the same text again: %s", (text) => {
    const rows = asRows(text);
    expect(rows && asCondition(rows, type)).toBe(text);
  });

  it.each(['a == "x" and b or c', "(a or b) and c", "size(a) > 3", "weekday(day) == 'monday'", "a +", "true", "amount * 2 > 5"])("that say more stay text: %s", (text) => {
    expect(asRows(text)).toBe(null);
  });

  it("may be written with signs, and in single quotes", () => {
    expect(asRows("a > 1 && !b")).toEqual({ join: "and", rows: [{ name: "a", test: ">", value: "1" }, { name: "b", test: "no", value: "" }] });
    expect(shownValue(asRows("a == 'it'")?.rows[0]?.value ?? "")).toBe("it");
  });

  it("ask for a value in the way of its type", () => {
    const given = (name: string) => asCondition({ join: "and", rows: [{ name, test: "given", value: "" }] }, type);
    expect([given("amount"), given("account"), given("sure")]).toEqual(["amount == amount", "size(account) > 0", "sure == sure"]);
  });

  it("put words into quotes and leave numbers, yes and names", () => {
    const names = (name: string) => name === "balance";
    expect(["savings", "100", "true", "balance", 'say "hi"', "two words"].map((words) => written(words, names))).toEqual(['"savings"', "100", "true", "balance", '"say \\"hi\\""', '"two words"']);
  });
});
