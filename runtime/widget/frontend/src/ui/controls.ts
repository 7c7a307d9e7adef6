import { isLive, isTalking } from "../call/machine";
import { Button } from "./button";
import type { Actions, Scene } from "./context";
import { h, setAttribute } from "./dom";
import { Keypad } from "./keypad";

/** Mute, keypad and end: what a telephone has. */
export class Controls {
  private readonly mute: Button;
  private readonly keys: Button;
  private readonly end: Button;
  private readonly keypad: Keypad;
  readonly element: HTMLElement;
  private open = false;
  private muted = false;
  private scene: Scene | null = null;

  constructor(actions: Actions) {
    this.mute = new Button("mic", "round", "mute", () => actions.mute(!this.muted), true);
    this.keys = new Button("keypad", "round", "keypad-toggle", () => this.toggle(!this.open), true);
    this.end = new Button("hangup", "danger", "end", () => actions.end());
    this.keypad = new Keypad(
      (key) => actions.press(key),
      () => this.toggle(false),
    );
    setAttribute(this.keys.element, "aria-controls", "keypad");
    this.element = h(
      "div",
      { class: "controls", part: "controls" },
      this.keypad.element,
      h("div", { class: "row" }, this.mute.element, this.keys.element, this.end.element),
    );
  }

  update(scene: Scene): void {
    this.scene = scene;
    const { view, labels } = scene;
    const [live, talking, voice] = [isLive(view.phase), isTalking(view.phase), view.mode === "voice"];
    if (!talking) this.open = false;
    this.muted = view.muted;
    this.element.hidden = !live;
    this.mute.update(view.muted ? labels.unmute : labels.mute, {
      icon: view.muted ? "micOff" : "mic",
      pressed: view.muted,
      hidden: !voice,
      disabled: !talking,
    });
    this.keys.update(labels.keypad, { hidden: !voice, disabled: !talking });
    setAttribute(this.keys.element, "aria-expanded", String(this.open));
    this.end.update(voice ? labels.end : labels.endText);
    setAttribute(this.end.element, "class", voice ? "button danger" : "button secondary"); // a chat is no red alarm
    this.keypad.update(labels, this.open);
  }

  focusEnd(): void {
    this.end.element.focus();
  }

  private toggle(open: boolean): void {
    this.open = open;
    if (this.scene !== null) this.update(this.scene);
    if (open) this.keypad.focus();
    else this.keys.element.focus();
  }
}
