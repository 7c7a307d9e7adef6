import type { Captions } from "../call/captions";
import { Composer } from "./composer";
import type { Actions, Scene } from "./context";
import { Controls } from "./controls";
import { h, setAttribute } from "./dom";
import { Header } from "./header";
import { Log } from "./log";
import { Notice } from "./notice";
import { Stage } from "./stage";

/** Everything of the widget but the floating button, from top to bottom. */
export class Panel {
  readonly header: Header;
  readonly stage: Stage;
  private readonly log = new Log();
  private readonly notice: Notice;
  private readonly controls: Controls;
  private readonly composer: Composer;
  readonly element: HTMLElement;

  constructor(actions: Actions, levels: () => { caller: number; bot: number }) {
    this.header = new Header(actions);
    this.stage = new Stage(actions, levels);
    this.notice = new Notice(actions);
    this.controls = new Controls(actions);
    this.composer = new Composer(actions);
    this.element = h(
      "div",
      { class: "panel", part: "panel", role: "region" },
      this.header.element,
      h("div", { class: "body" }, this.stage.element, this.log.element, this.notice.element),
      h("div", { class: "foot" }, this.composer.element, this.controls.element),
    );
  }

  update(scene: Scene, captions: Captions): void {
    setAttribute(this.element, "aria-label", scene.labels.widget);
    this.element.dataset["phase"] = scene.view.phase;
    this.header.update(scene);
    this.stage.update(scene);
    this.log.update(scene, captions);
    this.notice.update(scene);
    this.controls.update(scene);
    this.composer.update(scene);
  }

  /** Gives the focus to the next sensible thing when the one that had it is gone. */
  settleFocus(scene: Scene): void {
    const { phase, mode } = scene.view;
    if (phase === "idle") this.stage.focusStart();
    else if (phase === "ended" || phase === "error") this.notice.focusAgain();
    else if (mode === "text") this.composer.focus();
    else this.controls.focusEnd();
  }
}
