import { useEffect, useRef, useState } from "react";
import { LABELS } from "../labels";
import { useHouse } from "../state/context";
import { Icon } from "../ui/icons";

type Phase = "idle" | "making" | "playing";

/** Has a text spoken in the bot's voice; a second press stops it. */
export function ListenButton({ text }: { text: string }) {
  const { listening } = useHouse();
  const [phase, setPhase] = useState<Phase>("idle");
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const press = () => {
    if (phase !== "idle") {
      listening.stop();
      setPhase("idle");
      return;
    }
    setPhase("making");
    const show = (next: Phase) => here.current && setPhase(next);
    void listening.play(text, () => show("playing")).finally(() => show("idle"));
  };
  const words = { idle: LABELS.listen, making: LABELS.listenMaking, playing: LABELS.listenStop }[phase];
  return (
    <button type="button" className="vx-link" aria-label={phase === "making" ? LABELS.listenStop : undefined} title={LABELS.listenHint} disabled={phase === "idle" && !text.trim()} onClick={press}>
      <Icon name={phase === "playing" ? "stop" : "sound"} size={13} /><span aria-live="polite">{words}</span>
    </button>
  );
}
