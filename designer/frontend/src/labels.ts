import { APP } from "./labels/app";
import { CALLS } from "./labels/calls";
import { CANVAS } from "./labels/canvas";
import { CONFLICTS } from "./labels/conflicts";
import { DECISIONS } from "./labels/decisions";
import { INSPECTOR } from "./labels/inspector";
import { LENSES } from "./labels/lenses";
import { NODES } from "./labels/nodes";
import { OUTLINE } from "./labels/outline";
import { PUBLISHING } from "./labels/publishing";
import { TEXT } from "./labels/text";
import { TRYING } from "./labels/trying";

/** Every word that the designer shows or says, in tables to be translated. */
export const LABELS = {
  ...APP,
  ...OUTLINE,
  ...CANVAS,
  ...NODES,
  ...INSPECTOR,
  ...TEXT,
  ...CALLS,
  ...DECISIONS,
  ...LENSES,
  ...TRYING,
  ...PUBLISHING,
  ...CONFLICTS,
} as const;

export type Label = keyof typeof LABELS;

/** A text with its `{places}` filled in. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}

/** The word for a node's type; the type itself where the language has a newer one. */
export function typeLabel(type: string): string {
  return type in LABELS ? LABELS[type as Label] : type;
}

/** The same in one word, where there is little room. */
export function typeShort(type: string): string {
  const key = `${type}Short`;
  return key in LABELS ? LABELS[key as Label] : typeLabel(type);
}

export function typeHint(type: string): string {
  const key = `${type}Hint`;
  return key in LABELS ? LABELS[key as Label] : "";
}

/** One, or many with their number. */
export function count(number: number, one: string, many: string): string {
  return number === 1 ? one : fill(many, { count: number });
}
