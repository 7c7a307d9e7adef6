import { isLive } from "../call/machine";
import { clock, fill } from "../labels";
import { Button } from "./button";
import type { Actions, Scene } from "./context";
import { h, setAttribute, setText } from "./dom";
import { statusLabel } from "./status";

/** Name, state in small, call time, and the two quiet buttons. */
export class Header {
  private readonly title = h("h2", { class: "title", part: "title" });
  private readonly dot = h("span", { class: "dot", "aria-hidden": "true" });
  private readonly time = h("span", { class: "time", part: "time", role: "timer" });
  private readonly cue = new Button("cue", "quiet", "cue", () => this.actions.cue(!this.wanted), true);
  private readonly close = new Button("close", "quiet", "close", () => this.actions.close(), true);
  readonly element = h(
    "header",
    { class: "header", part: "header" },
    this.dot,
    this.title,
    this.time,
    this.cue.element,
    this.close.element,
  );
  private wanted = true;

  constructor(private readonly actions: Actions) {}

  update(scene: Scene): void {
    const { view, labels } = scene;
    this.wanted = scene.cue;
    setText(this.title, scene.name);
    this.dot.dataset["phase"] = view.phase;
    setAttribute(this.dot, "title", labels[statusLabel(view)]);
    setAttribute(this.time, "aria-label", labels.duration);
    this.cue.update(scene.cue ? labels.cueOn : labels.cueOff, {
      icon: scene.cue ? "cue" : "cueOff",
      hidden: scene.mode === "text" || (isLive(view.phase) && view.mode === "text"),
    });
    this.cue.element.title = labels.cueHint;
    this.close.update(fill(labels.close, { name: scene.name }), { hidden: !scene.floating });
  }

  /** Called each second by the widget. */
  tick(scene: Scene, nowMs: number): void {
    const { startedAtMs, endedAtMs } = scene.view;
    setText(this.time, startedAtMs === null ? "" : clock(((endedAtMs ?? nowMs) - startedAtMs) / 1000));
  }
}
