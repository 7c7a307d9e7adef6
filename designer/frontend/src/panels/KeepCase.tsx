import { useId, useState } from "react";
import { fill, LABELS } from "../labels";
import { caseName, caseNames, caseOf } from "../model/cases";
import type { Trial } from "../model/trial";
import { useCommands } from "../state/context";
import { notify, store, useDesigner } from "../state/store";
import { Button } from "../ui/controls";

/** Makes a test of the conversation as far as it went. */
export function KeepCase({ trial }: { trial: Trial }) {
  const commands = useCommands();
  const readOnly = useDesigner((state) => !state.may.edit || !state.readable);
  const [name, setName] = useState<string | null>(null);
  const hint = useId();
  if (readOnly || !caseOf(trial)) return null;
  const taken = caseNames(store.getState().text);
  if (name === null) return <div className="vx-try-keep"><Button tone="quiet" icon="flag" onClick={() => setName(caseName(trial, taken))}>{LABELS.caseKeep}</Button></div>;
  const wrong = taken.has(name.trim());
  const keep = async () => {
    const value = caseOf(trial);
    if (!value || wrong || !name.trim()) return;
    if (!(await commands.change([{ op: "set", path: ["tests", name.trim()], value }], LABELS.caseKeep))) return;
    notify({ tone: "good", text: fill(LABELS.caseKept, { name: name.trim() }) });
    setName(null);
  };
  return (
    <form
      className="vx-try-keep vx-boxed"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <input className="vx-input" autoFocus aria-label={LABELS.caseName} aria-invalid={wrong} aria-describedby={hint} value={name} onChange={(event) => setName(event.target.value)} onKeyDown={(event) => event.key === "Escape" && setName(null)} />
      <p id={hint} className={wrong ? "vx-field-error" : "vx-field-hint"}>{wrong ? LABELS.caseTaken : LABELS.caseHint}</p>
      <div className="vx-row">
        <Button tone="primary" type="submit" disabled={wrong || !name.trim()}>{LABELS.create}</Button>
        <Button onClick={() => setName(null)}>{LABELS.cancel}</Button>
      </div>
    </form>
  );
}
