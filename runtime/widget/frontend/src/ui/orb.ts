import type { Phase } from "../call/machine";
import { smooth } from "../media/levels";
import { h } from "./dom";
import { drawWeave } from "./weave";
import type { Weave } from "./weave";

const SIZE_PX = 144;
const RESTING: Readonly<Record<Phase, number>> = {
  idle: 0.3,
  connecting: 0.22,
  reconnecting: 0.16,
  listening: 0.14,
  thinking: 0.26,
  speaking: 0.2,
  ended: 0.1,
  error: 0.05,
};

export interface OrbState {
  readonly phase: Phase;
  readonly muted: boolean;
}

/** The woven threads that move with whoever speaks. Decoration: the state is also written beside it. */
export class Orb {
  readonly element = h("canvas", { class: "orb", part: "orb", "aria-hidden": "true" });
  private state: OrbState = { phase: "idle", muted: false };
  private level = 0;
  private frame = 0;
  private startedMs = 0;
  private readonly still = window.matchMedia("(prefers-reduced-motion: reduce)");
  private readonly dark = window.matchMedia("(prefers-color-scheme: dark)");

  constructor(private readonly levels: () => { caller: number; bot: number }) {}

  connect(): void {
    this.dark.addEventListener("change", this.redraw);
    this.still.addEventListener("change", this.redraw);
    this.redraw();
  }

  disconnect(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.dark.removeEventListener("change", this.redraw);
    this.still.removeEventListener("change", this.redraw);
  }

  update(state: OrbState): void {
    this.state = state;
    this.element.dataset["phase"] = state.phase;
    this.redraw();
  }

  /** Draws now, and goes on drawing while a call is alive and motion is welcome. */
  readonly redraw = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame((nowMs) => this.tick(nowMs));
  };

  private tick(nowMs: number): void {
    if (!this.element.isConnected) return;
    const { phase, muted } = this.state;
    const measured = this.levels();
    const wanted = phase === "speaking" ? measured.bot : phase === "listening" && !muted ? measured.caller : 0;
    this.level = smooth(this.level, wanted);
    this.startedMs ||= nowMs;
    this.draw(this.still.matches ? 0.6 : (nowMs - this.startedMs) / 1000);
    const moving = phase === "connecting" || phase === "reconnecting" || phase === "listening" || phase === "thinking" || phase === "speaking";
    if (moving && !this.still.matches) this.frame = requestAnimationFrame((at) => this.tick(at));
  }

  private draw(seconds: number): void {
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    const size = Math.round((this.element.clientWidth || SIZE_PX) * ratio);
    if (this.element.width !== size) this.element.width = this.element.height = size;
    const context = this.element.getContext("2d");
    if (context === null) return;
    const { phase, muted } = this.state;
    const style = getComputedStyle(this.element);
    const weave: Weave = {
      seconds,
      filled: phase === "speaking",
      pulse: phase === "thinking" || phase === "connecting" || phase === "reconnecting",
      height: muted && phase === "listening" ? 0.02 : RESTING[phase] + this.level * 0.72,
      // These three are ordinary properties of the canvas, so that light-dark() and variables are resolved by CSS.
      thread: style.color,
      second: style.outlineColor,
      disc: style.backgroundColor,
    };
    drawWeave(context, size, weave);
  }
}
