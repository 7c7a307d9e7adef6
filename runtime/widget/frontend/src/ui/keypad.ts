import type { Labels } from "../labels";
import { fill } from "../labels";
import { h, setAttribute } from "./dom";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;
const LETTERS: Readonly<Record<string, string>> = {
  "2": "ABC",
  "3": "DEF",
  "4": "GHI",
  "5": "JKL",
  "6": "MNO",
  "7": "PQRS",
  "8": "TUV",
  "9": "WXYZ",
};

/** The twelve keys of a telephone; the keyboard's own digits work while it has the focus. */
export class Keypad {
  readonly element = h("div", { class: "keypad", part: "keypad", role: "group", id: "keypad", hidden: true });
  private readonly keys = new Map<string, HTMLButtonElement>();

  constructor(
    press: (key: string) => void,
    private readonly closed: () => void,
  ) {
    for (const key of KEYS) {
      const letters = h("span", { class: "letters", "aria-hidden": "true" }, LETTERS[key] ?? "");
      const button = h("button", { type: "button", class: "key", part: "key", onclick: () => press(key) }, key, letters);
      this.keys.set(key, button);
      this.element.append(button);
    }
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        this.closed();
      } else if (this.keys.has(event.key)) {
        event.preventDefault();
        press(event.key);
      }
    });
  }

  update(labels: Labels, shown: boolean): void {
    this.element.hidden = !shown;
    setAttribute(this.element, "aria-label", labels.keypad);
    for (const [key, button] of this.keys) setAttribute(button, "aria-label", fill(labels.keypadKey, { key }));
  }

  focus(): void {
    this.keys.get("1")?.focus();
  }
}
