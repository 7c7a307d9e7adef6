import { useId, useState } from "react";
import { LABELS } from "../labels";
import { asName, isName } from "../model/nodes";
import { Button } from "../ui/controls";

/** Ask for the name of something new, right where it will stand. */
export function NewName({ label, taken, onDone, onClose }: { label: string; taken: (name: string) => boolean; onDone: (name: string) => void; onClose: () => void }) {
  const [words, setWords] = useState("");
  const id = useId();
  const name = asName(words);
  const problem = words === "" ? "" : !isName(name) ? LABELS.nameWrong : taken(name) ? LABELS.nameTaken : "";
  const hint = problem || (name && name !== words ? name : "");
  return (
    <form
      className="vx-new-name"
      onSubmit={(event) => {
        event.preventDefault();
        if (name && !problem) onDone(name);
      }}
    >
      <input className="vx-input" autoFocus aria-label={label} aria-invalid={problem !== ""} aria-describedby={id} placeholder={LABELS.newName} value={words} onChange={(event) => setWords(event.target.value)} onKeyDown={(event) => event.key === "Escape" && onClose()} />
      <p id={id} className={problem ? "vx-field-error" : "vx-field-hint vx-mono"}>{hint}</p>
      <div className="vx-row">
        <Button tone="primary" type="submit" disabled={!name || problem !== ""}>{LABELS.create}</Button>
        <Button onClick={onClose}>{LABELS.cancel}</Button>
      </div>
    </form>
  );
}
