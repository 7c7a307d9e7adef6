import { useId, useState } from "react";
import { LABELS } from "../labels";
import { isName } from "../model/nodes";
import { useCommitted } from "./useCommitted";

/** A name that can be changed; every place that speaks of it is changed by the server. */
export function NameField({ name, taken, onRename, readOnly }: { name: string; taken: (name: string) => boolean; onRename: (to: string) => void; readOnly: boolean }) {
  const id = useId();
  const [problem, setProblem] = useState("");
  const wrong = (to: string) => (to === name ? "" : !isName(to) ? LABELS.nameWrong : taken(to) ? LABELS.nameTaken : "");
  const field = useCommitted(name, onRename, (to) => wrong(to) === "");
  return (
    <div className="vx-field">
      <label className="vx-field-label" htmlFor={id}>{LABELS.name}</label>
      <input
        id={id}
        className="vx-input vx-mono"
        readOnly={readOnly}
        spellCheck={false}
        aria-invalid={problem !== ""}
        aria-describedby={`${id}-hint`}
        {...field}
        onChange={(event) => {
          setProblem(wrong(event.target.value));
          field.onChange(event);
        }}
        onBlur={() => {
          setProblem("");
          field.onBlur();
        }}
      />
      <p id={`${id}-hint`} className={problem ? "vx-field-error" : "vx-field-hint"} role={problem ? "alert" : undefined}>{problem || LABELS.renameHint}</p>
    </div>
  );
}
