import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Json } from "../api/types";
import { fill, LABELS } from "../labels";
import { listOf, pastedInto } from "../model/lists";
import { say, useDesigner } from "../state/store";
import { IconButton } from "../ui/controls";
import { fieldLabel, type FieldProps } from "./Fields";
import { declared } from "./names";
import { useCommitted } from "./useCommitted";

/** Texts in order: Enter adds one, a pasted list adds all of its lines. */
export function ListEditor({ field, value, onChange, readOnly }: Omit<FieldProps, "value"> & { value: string[] | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const [typed, keep] = useTyped(value ?? []);
  const list = typed;
  const write = (next: string[]) => {
    keep(next);
    onChange(next.length || field.required ? next : undefined);
  };
  const what = field.name.replaceAll("_", " ");

  function paste(event: ClipboardEvent, at: number): void {
    const lines = listOf(event.clipboardData.getData("text/plain"));
    if (lines.length < 2) return;
    event.preventDefault();
    const { list: next, added, known } = pastedInto(list, lines, at);
    say(fill(known ? LABELS.pastedSome : LABELS.pastedExamples, { count: added, left: known }));
    write(next);
  }

  return (
    <div className="vx-list" ref={box}>
      {[...list, ...(readOnly ? [] : [""])].map((words, at) => (
        <Line
          key={`${at}-${words}`}
          words={words}
          label={fill(LABELS.lineOf, { what, number: at + 1 })}
          placeholder={at === list.length ? LABELS.addLine : ""}
          readOnly={readOnly}
          onPaste={(event) => paste(event, at)}
          onChange={(now) => write(at === list.length ? (now ? [...list, now] : list) : now ? list.map((one, index) => (index === at ? now : one)) : list.filter((_, index) => index !== at))}
          onEnter={() => box.current?.querySelectorAll<HTMLElement>("textarea")[at + 1]?.focus()}
          {...(at < list.length && !readOnly ? { onRemove: () => write(list.filter((_, index) => index !== at)) } : {})}
        />
      ))}
    </div>
  );
}

/** What the server takes longer to keep than somebody takes to type the next line is shown until it has it. */
const LONGEST_MS = 30_000;

/** The texts as they were typed, until they are kept; those that never are give way to what is. */
function useTyped(kept: string[]): [string[], (next: string[]) => void] {
  const [typed, setTyped] = useState<string[] | null>(null);
  const isKept = typed !== null && typed.length === kept.length && typed.every((words, at) => words === kept[at]);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => setTyped(null), isKept ? 0 : LONGEST_MS);
    return () => clearTimeout(timer);
  }, [typed, isKept]);
  return [typed ?? kept, setTyped];
}

interface LineProps {
  words: string;
  label: string;
  placeholder: string;
  readOnly: boolean;
  onChange: (words: string) => void;
  onPaste: (event: ClipboardEvent) => void;
  onEnter: () => void;
  onRemove?: () => void;
}

function Line({ words, label, placeholder, readOnly, onChange, onPaste, onEnter, onRemove }: LineProps) {
  const field = useCommitted(words, (now) => onChange(now.trim()));
  const enter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey) return field.onKeyDown(event);
    event.preventDefault();
    flushSync(field.onBlur); // the next line is there before the next key: a key that comes first would be nobody's
    onEnter();
  };
  return (
    <div className="vx-list-row">
      <textarea className="vx-textarea vx-line" rows={1} aria-label={label} placeholder={placeholder} readOnly={readOnly} onPaste={onPaste} {...field} onKeyDown={enter} />
      {onRemove ? <IconButton className="vx-small" icon="close" label={fill(LABELS.removeItem, { what: label })} onClick={onRemove} /> : <span className="vx-small-gap" />}
    </div>
  );
}

/** Declared names as chips, with one to add. */
export function NamesEditor({ field, value, onChange, readOnly }: FieldProps) {
  const graph = useDesigner((state) => state.graph);
  const list = Array.isArray(value) ? value.map(String) : [];
  const options = declared(graph, field.names).filter((one) => !list.includes(one.name));
  const write = (next: Json[]) => onChange(next.length ? next : undefined);
  return (
    <div className="vx-names">
      {list.length > 0 && (
        <div className="vx-chips">
          {list.map((name) => (
            <span key={name} className="vx-chip">
              {name}
              {!readOnly && <button type="button" aria-label={fill(LABELS.removeItem, { what: name })} onClick={() => write(list.filter((one) => one !== name))}>×</button>}
            </span>
          ))}
        </div>
      )}
      {!readOnly && options.length === 0 && list.length === 0 && <p className="vx-muted">{LABELS.noneDeclared}</p>}
      {!readOnly && options.length > 0 && (
        <select className="vx-select" aria-label={fill(LABELS.addTo, { what: fieldLabel(field.name) })} value="" onChange={(event) => event.target.value && write([...list, event.target.value])}>
          <option value="">{LABELS.choose}</option>
          {options.map(({ name, hint }) => <option key={name} value={name}>{hint && hint !== name ? `${name} · ${hint}` : name}</option>)}
        </select>
      )}
    </div>
  );
}

