import { PARTS } from "../call/times";
import type { TimedTurn } from "../call/times";
import type { Labels } from "../labels";
import { h } from "./dom";
import { PART_LABELS, seconds, waited } from "./seconds";

type Cell = (turn: TimedTurn) => string;

/** What the bars show, as a table: for screen readers always, for everybody else when they want it. */
export function numbers(turns: readonly TimedTurn[], said: Cell, labels: Labels, language: string): HTMLTableElement {
  const time = (ms: number | null): string => (ms === null ? labels.timesNotHeard : seconds(ms, labels, language));
  const columns: [string, Cell][] = [[labels.timesTotal, (turn) => time(turn.totalMs)]];
  if (turns.some((turn) => turn.answerMs !== turn.totalMs)) columns.push([labels.timesAnswer, (turn) => time(turn.answerMs)]);
  for (const part of PARTS) {
    const had = turns.some((turn) => turn.parts[part] > 0);
    if (had) columns.push([labels[PART_LABELS[part]], (turn) => time(turn.parts[part])]);
  }
  columns.push([labels.timesWaitColumn, (turn) => waited(turn, labels, language)]);
  columns.push([labels.timesReadyColumn, (turn) => (turn.speculated ? labels.timesReady : labels.timesNotReady)]);
  const heads = [labels.timesTurnHead, ...columns.map(([name]) => name)];
  return h(
    "table",
    {},
    h("caption", { class: "hidden-text" }, labels.times),
    h("thead", {}, h("tr", {}, ...heads.map((name) => h("th", { scope: "col" }, name)))),
    h(
      "tbody",
      {},
      ...turns.map((turn) =>
        h("tr", {}, h("th", { scope: "row" }, said(turn)), ...columns.map(([, cell]) => h("td", {}, cell(turn)))),
      ),
    ),
  );
}
