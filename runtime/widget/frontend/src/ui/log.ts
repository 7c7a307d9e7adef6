import type { Captions, Line } from "../call/captions";
import { isSettled, splitHeard } from "../call/captions";
import type { Scene } from "./context";
import { h, setAttribute, setText } from "./dom";

const NEAR_END_PX = 60; // who scrolled further up is reading: do not pull the text away

/**
 * The captions. Finished lines stand in a polite log; what is being spoken or is on its way stands after it, hidden
 * from screen readers, because a live region would read every word of it again and again.
 */
export class Log {
  private readonly lines = h("div", { class: "lines", role: "log", "aria-live": "polite" });
  private readonly partial = h("div", { class: "line caller partial", part: "partial", "aria-hidden": "true" });
  private readonly pending = h("div", { class: "lines", "aria-hidden": "true" });
  readonly element = h(
    "div",
    { class: "log", part: "log", tabindex: "0", role: "group" },
    this.lines,
    this.partial,
    this.pending,
  );
  private atEnd = true;
  private readonly drawn = new Map<number, { line: Line; element: HTMLElement }>();

  constructor() {
    this.element.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.element;
      this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    });
    new ResizeObserver(() => this.keepEnd()).observe(this.element); // the keypad opens, the window shrinks
  }

  update(scene: Scene, captions: Captions): void {
    const { labels, view } = scene;
    const visible = scene.captions || view.mode === "text";
    this.element.hidden = !visible || (captions.lines.length === 0 && isSettled(captions));
    setAttribute(this.element, "aria-label", labels.captions);
    setAttribute(this.lines, "aria-label", labels.captions);
    setAttribute(this.lines, "lang", view.bot?.language || null);
    const kept = new Set(captions.lines.map((line) => line.id));
    for (const [id, { element }] of this.drawn) {
      if (kept.has(id)) continue;
      element.remove();
      this.drawn.delete(id);
    }
    for (const line of captions.lines) this.draw(line, scene);
    this.partial.hidden = captions.partial === "";
    setText(this.partial, captions.partial);
    this.pending.replaceChildren(...captions.pending.map((text) => h("div", { class: "line caller pending" }, text)));
    this.keepEnd();
  }

  private keepEnd(): void {
    if (this.atEnd) this.element.scrollTop = this.element.scrollHeight;
  }

  private draw(line: Line, scene: Scene): void {
    const before = this.drawn.get(line.id);
    if (before?.line === line) return;
    const element = before?.element ?? h("div");
    setAttribute(element, "class", `line ${line.side}`);
    setAttribute(element, "part", `line ${line.side}`);
    element.replaceChildren(...contents(line, scene));
    if (before === undefined) this.lines.append(element);
    this.drawn.set(line.id, { line, element });
  }
}

function contents(line: Line, scene: Scene): Node[] {
  const who = line.side === "bot" ? scene.name : line.side === "caller" ? scene.labels.you : null;
  const speaker = who === null ? [] : [h("span", { class: "hidden-text" }, `${who}: `)];
  if (line.heard === null) return [...speaker, h("span", {}, line.text)];
  const [heard, unheard] = splitHeard(line.text, line.heard);
  if (unheard === "") return [...speaker, h("span", {}, line.text)];
  return [
    ...speaker,
    h("span", {}, heard),
    h("span", { class: "unheard" }, unheard),
    h("span", { class: "tag" }, scene.labels.heardPartly),
  ];
}
