import { expect, test } from "vitest";
import { LABELS } from "../src/labels";

const tables = import.meta.glob<Record<string, Record<string, string>>>("../src/labels/*.ts", { eager: true });

test("every word has one place", () => {
  const keys = Object.values(tables).flatMap((table) => Object.values(table).flatMap((words) => Object.keys(words)));
  expect(keys.length).toBeGreaterThan(400);
  expect([...keys].sort()).toEqual(Object.keys(LABELS).sort());
});
