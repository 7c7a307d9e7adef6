import { EMPTY } from "../call/captions";
import type { Captions } from "../call/captions";
import { isTalking } from "../call/machine";
import { PARTS, summary } from "../call/times";
import type { TimedTurn, Times } from "../call/times";
import { fill } from "../labels";
import type { Labels } from "../labels";
import { scale } from "./bar";
import type { Scene } from "./context";
import { h, setAttribute, setText } from "./dom";
import { numbers } from "./numbers";
import { PART_LABELS, seconds } from "./seconds";
import { turnRow } from "./turn";

const BARS_MAX = 10; // more would push the page out of sight; the table has all

/** How fast the bot answered in this call, turn by turn. There is nothing of it without the debug scope. */
export class Timing {
  private readonly title = h("h2", { class: "timing-title", part: "timing-title", id: "timing-title" });
  private readonly toggle = h("button", { type: "button", class: "button secondary small", part: "timing-numbers" });
  private readonly empty = h("p", { class: "timing-empty" });
  private readonly figures = h("dl", { class: "figures" });
  private readonly list = h("ol", { class: "turns", part: "timing-turns" });
  private readonly older = h("p", { class: "timing-older" });
  private readonly legend = h("ul", { class: "legend" });
  // For the eye alone: whoever listens has the table.
  private readonly bars = h("div", { "aria-hidden": "true" }, this.list, this.older, this.legend);
  private readonly table = h("div", { class: "numbers hidden-text" });
  readonly element = h(
    "section",
    { class: "timing", part: "timing", "aria-labelledby": "timing-title", hidden: true },
    h("div", { class: "timing-head" }, this.title, this.toggle),
    this.empty,
    this.figures,
    this.bars,
    this.table,
  );
  private asNumbers = false;
  private drawn: readonly unknown[] = [];

  constructor() {
    this.toggle.addEventListener("click", () => {
      this.asNumbers = !this.asNumbers;
      this.show();
    });
  }

  update(scene: Scene, times: Times, captions: Captions, language: string): void {
    const { labels, view } = scene;
    this.element.hidden = !times.told || scene.floating;
    if (this.element.hidden) return;
    const none = times.turns.length === 0;
    const speaking = view.mode === "voice" && isTalking(view.phase);
    setText(this.title, labels.times);
    setText(this.toggle, labels.timesNumbers);
    setAttribute(this.table, "aria-label", labels.times);
    setText(this.empty, none ? (speaking ? labels.timesSpeak : labels.timesEmpty) : "");
    for (const part of [this.toggle, this.figures, this.bars, this.table]) part.hidden = none;
    if (none) return;
    this.show();
    const lines = scene.captions || view.mode === "text" ? captions.lines : EMPTY.lines;
    const now = [times.turns, labels, language, lines];
    if (now.every((value, at) => value === this.drawn[at])) return;
    this.drawn = now;
    this.draw(times.turns, (turn) => words(turn, lines, labels), labels, language);
  }

  private draw(turns: readonly TimedTurn[], said: (turn: TimedTurn) => string, labels: Labels, language: string): void {
    const newestFirst = turns.toReversed();
    const barred = newestFirst.slice(0, BARS_MAX);
    const scaleMs = scale(barred);
    this.figures.replaceChildren(...figures(turns, labels, language));
    this.list.replaceChildren(...barred.map((turn) => turnRow(turn, said(turn), scaleMs, labels, language)));
    setText(this.older, turns.length > BARS_MAX ? labels.timesOlder : "");
    this.legend.replaceChildren(
      ...PARTS.filter((part) => barred.some((turn) => turn.parts[part] > 0)).map((part) =>
        h("li", {}, h("span", { class: `piece ${part}` }), labels[PART_LABELS[part]]),
      ),
    );
    this.table.replaceChildren(numbers(newestFirst, said, labels, language));
  }

  private show(): void {
    setAttribute(this.toggle, "aria-pressed", String(this.asNumbers));
    this.bars.hidden = this.asNumbers || this.table.hidden;
    setAttribute(this.table, "class", this.asNumbers ? "numbers" : "numbers hidden-text");
    setAttribute(this.table, "role", "group");
    setAttribute(this.table, "tabindex", this.asNumbers ? "0" : null); // what scrolls must be reached by keyboard
  }
}

function figures(turns: readonly TimedTurn[], labels: Labels, language: string): Node[] {
  const found = summary(turns);
  if (found === null) return [];
  const figure = (name: string, ms: number): HTMLElement =>
    h("div", {}, h("dt", {}, name), h("dd", {}, seconds(ms, labels, language)));
  return [figure(labels.timesMedian, found.medianMs), figure(labels.timesSlowest, found.slowest.totalMs)];
}

/** What the caller said in that turn, or its number. */
function words(turn: TimedTurn, lines: Captions["lines"], labels: Labels): string {
  const line = lines.find(({ side, turn: number }) => side === "caller" && number === turn.turn);
  return line === undefined ? fill(labels.timesTurn, { number: String(turn.turn) }) : `“${line.text}”`;
}
