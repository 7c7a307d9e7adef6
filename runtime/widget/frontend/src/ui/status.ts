import type { CallView } from "../call/machine";
import type { LabelKey } from "../labels";

/** The one line that says what the assistant does now. */
export function statusLabel(view: CallView): LabelKey {
  switch (view.phase) {
    case "idle":
      return "stateIdle";
    case "connecting":
      return view.step === "microphone" ? "stateMicrophone" : view.step === "audio" ? "stateAudio" : "stateServer";
    case "reconnecting":
      return "stateReconnecting";
    case "listening":
      if (view.mode === "text") return "stateYourTurn";
      return view.muted ? "stateMuted" : "stateListening";
    case "thinking":
      return "stateThinking";
    case "speaking":
      return view.mode === "text" ? "stateReplying" : "stateSpeaking";
    case "ended":
      return "stateEnded";
    case "error":
      return "stateError";
  }
}
