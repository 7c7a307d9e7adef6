import { parseDocument, stringify } from "yaml";
import type { Json } from "../api/types";
import { editor } from "./editor";

export { editor };

/** A text as data, or what is wrong with it. */
export function read(text: string): { value: Json } | { problem: string } {
  const document = parseDocument(text, { prettyErrors: false, logLevel: "silent" });
  const problem = document.errors[0];
  if (problem) return { problem: problem.message };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as Json };
  } catch (wrong) {
    return { problem: wrong instanceof Error ? wrong.message : String(wrong) };
  }
}

export function write(value: Json): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
