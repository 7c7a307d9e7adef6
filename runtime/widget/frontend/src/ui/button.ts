import { h, setAttribute, setText } from "./dom";
import { icon } from "./icons";
import type { IconName } from "./icons";

/** A button with a picture, and words beside it or (`bare`) only for the ear and the pointer. */
export class Button {
  readonly element: HTMLButtonElement;
  private readonly words: HTMLSpanElement | null;
  private readonly picture: HTMLSpanElement;
  private shown: IconName;

  constructor(picture: IconName, kind: string, part: string, onclick: () => void, bare = false) {
    this.shown = picture;
    this.picture = h("span", { class: "picture" }, icon(picture));
    this.words = bare ? null : h("span", {});
    const name = bare ? `button ${kind} bare` : `button ${kind}`;
    this.element = h("button", { type: "button", class: name, part, onclick }, this.picture, this.words);
  }

  update(label: string, options: { icon?: IconName; pressed?: boolean; hidden?: boolean; disabled?: boolean } = {}): void {
    if (this.words === null) {
      setAttribute(this.element, "aria-label", label);
      setAttribute(this.element, "title", label);
    } else setText(this.words, label);
    if (options.pressed !== undefined) setAttribute(this.element, "aria-pressed", String(options.pressed));
    this.element.hidden = options.hidden ?? false;
    this.element.disabled = options.disabled ?? false;
    if (options.icon !== undefined && options.icon !== this.shown) {
      this.shown = options.icon;
      this.picture.replaceChildren(icon(options.icon));
    }
  }
}
