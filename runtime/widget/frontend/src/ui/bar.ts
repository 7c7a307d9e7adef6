import { length, PARTS } from "../call/times";
import type { TimedTurn } from "../call/times";
import { h } from "./dom";

const SHORTEST_SCALE_MS = 1000; // a call of quick answers shall look quick

/** The time that the whole width of a bar stands for: all bars of a call have the same, so that they can be compared. */
export function scale(turns: readonly TimedTurn[]): number {
  return Math.max(SHORTEST_SCALE_MS, ...turns.map(length));
}

/** The parts of one turn, end to end. Only for the eye: the numbers stand in the table. */
export function bar(turn: TimedTurn, scaleMs: number): HTMLElement {
  const element = h("span", { class: "bar", part: "bar", "aria-hidden": "true" });
  for (const part of PARTS) {
    if (turn.parts[part] <= 0) continue;
    const piece = h("span", { class: `piece ${part}` });
    piece.style.flexGrow = String(turn.parts[part]); // the policy forbids styles in markup, not those that a script sets
    element.append(piece);
  }
  element.style.inlineSize = `${((100 * length(turn)) / scaleMs).toFixed(2)}%`;
  return h("span", { class: "track", "aria-hidden": "true" }, element);
}
