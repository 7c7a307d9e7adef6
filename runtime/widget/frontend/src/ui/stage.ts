import { isLive } from "../call/machine";
import { fill } from "../labels";
import { Button } from "./button";
import { mainMode } from "./context";
import type { Actions, Scene } from "./context";
import { h, setText } from "./dom";
import { Orb } from "./orb";
import { statusLabel } from "./status";

/** The orb with the state in words; before a call it explains what to do. */
export class Stage {
  readonly orb: Orb;
  private readonly status = h("p", { class: "status", part: "status", role: "status" });
  private readonly weak = h("p", { class: "weak", role: "status", hidden: true });
  private readonly heading = h("p", { class: "heading", part: "heading" });
  private readonly lead = h("p", { class: "lead" });
  private readonly tryThis = h("p", { class: "try" });
  private readonly list = h("ul", { class: "examples", part: "examples" });
  private readonly intro = h("div", { class: "intro" }, this.heading, this.lead);
  private readonly teach = h("div", { class: "teach" }, this.tryThis, this.list);
  private readonly start: Button;
  private readonly unblock: Button;
  readonly element: HTMLElement;
  private listed = "";

  constructor(
    private readonly actions: Actions,
    levels: () => { caller: number; bot: number },
  ) {
    this.orb = new Orb(levels);
    this.start = new Button("call", "primary large", "start", () => actions.start(mainMode(this.mode)));
    this.unblock = new Button("cue", "primary", "unblock", () => actions.unblock());
    this.element = h(
      "section",
      { class: "stage", part: "stage" },
      this.orb.element,
      this.status,
      this.weak,
      this.unblock.element,
      this.intro,
      this.start.element,
      this.teach,
    );
  }

  private mode: Scene["mode"] = "hybrid";

  update(scene: Scene): void {
    const { view, labels } = scene;
    this.mode = scene.mode;
    const idle = view.phase === "idle";
    this.element.dataset["phase"] = view.phase;
    this.element.dataset["size"] = size(scene);
    this.element.hidden = view.phase === "ended" || view.phase === "error";
    this.orb.update({ phase: view.phase, muted: view.muted });
    setText(this.status, isLive(view.phase) ? labels[statusLabel(view)] : "");
    const lost = view.phase === "reconnecting";
    this.weak.hidden = !view.weak && !lost;
    setText(this.weak, lost ? labels.reconnecting : view.weak ? labels.weak : "");
    this.unblock.update(labels.hearReply, { hidden: !view.blocked });
    this.intro.hidden = !idle;
    this.teach.hidden = !idle || scene.examples.length === 0;
    setText(this.heading, fill(labels.idleTitle, { name: scene.name }));
    const leads = { voice: labels.idleVoice, text: labels.idleText, hybrid: labels.idleHybrid };
    setText(this.lead, leads[scene.mode]);
    this.examples(scene);
    this.start.update(scene.mode === "text" ? labels.startText : labels.start, {
      hidden: !idle,
      icon: scene.mode === "text" ? "chat" : "call",
    });
  }

  focusStart(): void {
    this.start.element.focus();
  }

  private examples(scene: Scene): void {
    const { examples, labels, mode } = scene;
    setText(this.tryThis, labels.tryThis);
    const key = JSON.stringify([examples, mode]);
    if (key === this.listed) return;
    this.listed = key;
    // Where typing is offered, an example is a button that says itself; in a voice-only widget it is only read.
    this.list.replaceChildren(
      ...examples.map((text) => {
        if (mode === "voice") return h("li", {}, h("span", { class: "example" }, `“${text}”`));
        const say = (): void => this.actions.send(text);
        return h("li", {}, h("button", { type: "button", class: "example", part: "example", onclick: say }, `“${text}”`));
      }),
    );
  }
}

/** How much room the orb takes: all of it before anything is said, little in a chat. */
function size({ view, empty, captions }: Scene): "large" | "medium" | "small" {
  if (view.phase === "idle" || (view.mode === "voice" && (empty || !captions))) return "large";
  return view.mode === "voice" ? "medium" : "small";
}
