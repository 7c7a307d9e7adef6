import type { TimedTurn } from "../call/times";
import { fill } from "../labels";
import type { Labels } from "../labels";
import { bar } from "./bar";
import { h } from "./dom";
import { seconds, waited } from "./seconds";

/** One turn for the eye: its words, its total, its bar, and what there is to say about it. */
export function turnRow(turn: TimedTurn, said: string, scaleMs: number, labels: Labels, language: string): HTMLElement {
  const { totalMs, answerMs } = turn;
  const total = totalMs === null ? labels.timesCutOff : seconds(totalMs, labels, language);
  const late = totalMs !== null && answerMs !== null && answerMs > totalMs;
  const notes = [
    waited(turn, labels, language),
    turn.speculated ? labels.timesReady : labels.timesNotReady,
    late ? fill(labels.timesFiller, { time: seconds(answerMs, labels, language) }) : "",
  ];
  return h(
    "li",
    { class: "turn" },
    h("span", { class: "turn-words" }, said),
    h("span", { class: totalMs === null ? "turn-total cut" : "turn-total" }, total),
    bar(turn, scaleMs),
    h("span", { class: "turn-notes" }, ...notes.filter(Boolean).map((note) => h("span", {}, note))),
  );
}
