import type { CallView } from "../call/machine";
import type { CallMode } from "../call/protocol";
import type { Labels } from "../labels";

export type WidgetMode = "voice" | "text" | "hybrid";

/** What every part of the widget is drawn from. */
export interface Scene {
  readonly view: CallView;
  readonly labels: Labels;
  readonly mode: WidgetMode;
  readonly name: string;
  readonly examples: readonly string[];
  readonly captions: boolean;
  readonly cue: boolean;
  readonly floating: boolean;
  readonly empty: boolean; // nothing was said yet
}

/** What a caller can do. */
export interface Actions {
  start(mode: CallMode): void;
  end(): void;
  mute(muted: boolean): void;
  send(text: string): void;
  press(keys: string): void;
  cue(wanted: boolean): void;
  unblock(): void;
  close(): void;
}

/** The mode that the main button starts. */
export function mainMode(mode: WidgetMode): CallMode {
  return mode === "text" ? "text" : "voice";
}
