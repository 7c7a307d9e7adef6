import { type MouseEvent, useId, useMemo, useRef, useState } from "react";
import { fill, LABELS } from "../labels";
import { useDesigner } from "../state/store";
import { Icon } from "../ui/icons";
import { ListenButton } from "./ListenButton";
import { valueNames } from "./names";
import { useCommitted } from "./useCommitted";

/** A text that is spoken or sent to a model: values can be put into it, and its length is told as it nears the most. */
export function WordsEditor({ id, value, onChange, max, label, readOnly, spoken = true }: { id?: string; value: string; onChange: (words: string) => void; max: number | null; label?: string; readOnly: boolean; spoken?: boolean }) {
  const own = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const field = useCommitted(value, onChange);
  const [open, setOpen] = useState(false);
  const names = useDesigner((state) => state.graph?.names);
  const known = useMemo(() => valueNames(names), [names]);
  const far = max !== null && field.value.length > max * 0.8;

  function insert(event: MouseEvent, name: string): void {
    event.preventDefault();
    const element = area.current;
    if (!element) return;
    setOpen(false);
    element.focus();
    // As if it were typed: the browser's own undo knows it, and the field hears of it.
    element.setRangeText(`{{ ${name} }}`, element.selectionStart, element.selectionEnd, "end");
    element.dispatchEvent(new Event("input", { bubbles: true }));
    field.onChange({ target: element } as never);
  }

  return (
    <div className="vx-words">
      <textarea ref={area} id={id ?? own} aria-label={label} className="vx-textarea" rows={2} maxLength={max ?? undefined} readOnly={readOnly} {...field} />
      {(spoken || !readOnly) && (
        <div className="vx-words-foot">
          {!readOnly && <button type="button" className="vx-link" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name="variable" size={13} />{LABELS.insertValue}</button>}
          {spoken && <ListenButton text={field.value} />}
          {far && <span className="vx-muted vx-small-text">{fill(LABELS.characters, { count: field.value.length, most: max })}</span>}
        </div>
      )}
      {open && (
        <div className="vx-chips" role="group" aria-label={LABELS.insertValue}>
          {known.map((name) => <button key={name} type="button" className="vx-chip" onPointerDown={(event) => event.preventDefault()} onClick={(event) => insert(event, name)}>{name}</button>)}
        </div>
      )}
    </div>
  );
}
