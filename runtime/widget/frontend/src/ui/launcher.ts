import { isLive } from "../call/machine";
import { fill } from "../labels";
import { Button } from "./button";
import type { Scene } from "./context";
import { setAttribute } from "./dom";

/** The round button of the floating layout. */
export class Launcher {
  private readonly button: Button;

  constructor(toggle: () => void) {
    this.button = new Button("call", "launcher", "launcher", toggle, true);
  }

  get element(): HTMLButtonElement {
    return this.button.element;
  }

  update(scene: Scene, open: boolean): void {
    const words = open ? scene.labels.close : scene.labels.open;
    this.button.update(fill(words, { name: scene.name }), {
      icon: open ? "close" : scene.mode === "text" ? "chat" : "call",
      hidden: !scene.floating,
    });
    setAttribute(this.button.element, "aria-expanded", String(open));
    this.button.element.dataset["live"] = String(isLive(scene.view.phase));
  }
}
