import { isLive } from "../call/machine";
import { TEXT_MAX_CHARS } from "../call/protocol";
import { Button } from "./button";
import type { Actions, Scene } from "./context";
import { h, setAttribute } from "./dom";

/** The text box. It never needs a microphone; in a call its text goes into the same call. */
export class Composer {
  private readonly input = h("input", {
    class: "input",
    part: "input",
    type: "text",
    autocomplete: "off",
    enterkeyhint: "send",
    maxlength: String(TEXT_MAX_CHARS),
  });
  private readonly send: Button;
  readonly element: HTMLFormElement;

  constructor(private readonly actions: Actions) {
    this.send = new Button("send", "send", "send", () => undefined, true);
    this.send.element.type = "submit";
    this.input.addEventListener("input", () => this.enable());
    this.element = h(
      "form",
      { class: "composer", part: "composer", onsubmit: (event) => this.submit(event) },
      this.input,
      this.send.element,
    );
  }

  update(scene: Scene): void {
    const { view, labels, mode } = scene;
    const offered = mode !== "voice" && view.phase !== "ended" && view.phase !== "error";
    this.element.hidden = !(offered || isLive(view.phase));
    setAttribute(this.input, "aria-label", labels.message);
    setAttribute(this.input, "placeholder", labels.messageHint);
    this.send.update(labels.send);
    this.enable();
  }

  focus(): void {
    this.input.focus();
  }

  private enable(): void {
    this.send.element.disabled = this.input.value.trim() === "";
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.input.value;
    if (text.trim() === "") return;
    this.input.value = "";
    this.enable();
    this.actions.send(text);
    this.input.focus();
  }
}
