import { useId, useState } from "react";
import { LABELS } from "../labels";
import type { TrialLine } from "../model/trial";
import { useHouse } from "../state/context";
import { Button } from "../ui/controls";

/** Other words in the place of a turn: the conversation goes back to before it, and on with them. */
export function EditTurn({ line, spoken, onClose }: { line: TrialLine; spoken: boolean; onClose: () => void }) {
  const { trying } = useHouse();
  const [words, setWords] = useState(line.silent ? "" : (line.keys ?? line.text));
  const hint = useId();
  return (
    <form
      className="vx-try-change vx-boxed"
      onSubmit={(event) => {
        event.preventDefault();
        if (!words.trim()) return;
        onClose();
        void trying.goOn(line, words.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <input className="vx-input" autoFocus aria-label={LABELS.changeWords} aria-describedby={hint} value={words} onFocus={(event) => event.target.select()} onChange={(event) => setWords(event.target.value)} />
      <p id={hint} className="vx-field-hint">{spoken ? LABELS.changeHintVoice : LABELS.changeHint}</p>
      <div className="vx-row">
        <Button tone="primary" type="submit" disabled={!words.trim()}>{LABELS.changeGo}</Button>
        <Button onClick={onClose}>{LABELS.cancel}</Button>
      </div>
    </form>
  );
}
