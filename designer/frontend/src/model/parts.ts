import type { Json, Kind, Operation } from "../api/types";

/** Kinds of parts that nodes name. */
export type PartKind = Kind | "knowledge";

/** What a part holds before anything is known of it. */
const FRESH: Record<PartKind, Json> = {
  flow: { description: "", nodes: { hello: { type: "say", say: "New sentence.", next: "end" } } },
  slot: { type: "text" },
  variable: { type: "text" },
  intent: { examples: [] },
  tool: { description: "", stub: {} },
  knowledge: { description: "" },
};

/** The operation that makes a new part. */
export function newPart(kind: PartKind, name: string): Operation {
  const value = FRESH[kind];
  return kind === "knowledge" ? { op: "set", path: ["knowledge", name], value } : { op: "add", kind, name, value };
}
