import { PROBLEMS } from "../call/problems";
import { ending } from "./ending";
import { Button } from "./button";
import { mainMode } from "./context";
import type { Actions, Scene } from "./context";
import { h, setText } from "./dom";
import { icon } from "./icons";

/** What happened and what to do about it: a problem, or the end of a call. */
export class Notice {
  private readonly mark = h("span", { class: "mark" });
  private readonly title = h("p", { class: "notice-title", part: "notice-title" });
  private readonly text = h("p", { class: "notice-text" });
  private readonly message = h("div", { class: "message" }, this.title, this.text);
  private readonly again: Button;
  private readonly type: Button;
  readonly element: HTMLElement;
  private scene: Scene | null = null;

  constructor(actions: Actions) {
    this.again = new Button("again", "primary", "again", () => {
      const scene = this.scene;
      if (scene === null) return;
      const { problem, mode } = scene.view;
      const media = problem !== null && PROBLEMS[problem.code].typing;
      actions.start(media ? "voice" : scene.view.phase === "idle" ? mainMode(scene.mode) : mode);
    });
    this.type = new Button("chat", "secondary", "type-instead", () => actions.start("text"));
    this.element = h(
      "section",
      { class: "notice", part: "notice" },
      this.mark,
      this.message,
      h("div", { class: "row" }, this.again.element, this.type.element),
    );
  }

  update(scene: Scene): void {
    this.scene = scene;
    const { view, labels } = scene;
    this.element.hidden = view.phase !== "error" && view.phase !== "ended";
    if (this.element.hidden) {
      this.message.removeAttribute("role");
      return;
    }
    const failed = view.problem;
    if (this.element.dataset["kind"] !== view.phase || this.mark.childNodes.length === 0) {
      this.mark.replaceChildren(icon(failed === null ? "done" : "alert"));
    }
    this.element.dataset["kind"] = view.phase;
    this.message.setAttribute("role", failed === null ? "status" : "alert");
    if (failed !== null) {
      const words = PROBLEMS[failed.code];
      setText(this.title, failed.message ?? labels[words.title]);
      setText(this.text, failed.remedy ?? labels[words.remedy]);
    } else {
      setText(this.title, view.mode === "text" ? labels.endedTextTitle : labels.endedTitle);
      setText(this.text, ending(view, labels));
    }
    this.again.update(failed !== null && view.startedAtMs === null ? labels.tryAgain : labels.startAgain);
    this.type.update(labels.typeInstead, {
      hidden: failed === null || !PROBLEMS[failed.code].typing || view.mode === "text",
    });
  }

  focusAgain(): void {
    this.again.element.focus();
  }
}
