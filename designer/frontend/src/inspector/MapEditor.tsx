import { useId, useMemo, useState } from "react";
import type { Json, JsonMap } from "../api/types";
import { fill, LABELS } from "../labels";
import { plainValue } from "../model/lists";
import { useDesigner } from "../state/store";
import { IconButton } from "../ui/controls";
import { Icon } from "../ui/icons";
import { fieldLabel, type FieldProps, isMap } from "./Fields";
import { argumentsOf, offers, valuesFor } from "../model/offers";
import { declared } from "./names";
import { useCommitted } from "./useCommitted";

const NOTHING: JsonMap = {};
const PICKED = new Set(["with", "save", "set"]); // fields whose values are often those of others

type Props = Omit<FieldProps, "value"> & { value: JsonMap };

/** Names and plain values, in order. A value in `{{ }}` is a template; `=` before it makes it an expression. */
export function MapEditor(props: Props) {
  return <Rows {...props} show={shown} read={(words, old) => (isMap(old) || (props.field.name === "set" && words.startsWith("=")) ? { expr: words.replace(/^=\s*/, "") } : typeof old === "string" && old !== "" ? words : plainValue(words))} empty="" />;
}

/** Options of a choice, each with other words for it, with commas between. */
export function OptionsEditor(props: Props) {
  const show = (value: Json) => (Array.isArray(value) ? value.join(", ") : "");
  return <Rows {...props} show={show} read={(words) => words.split(",").map((one) => one.trim()).filter(Boolean)} empty={[]} />;
}

function shown(value: Json): string {
  return isMap(value) ? `= ${String(value.expr)}` : value === null ? "" : String(value);
}

function Rows({ field, value, whole, onChange, readOnly, show, read, empty }: Props & { show: (value: Json) => string; read: (words: string, old: Json) => Json; empty: Json }) {
  const graph = useDesigner((state) => state.graph);
  const list = useId();
  const node = whole ?? NOTHING;
  const keys = field.names ? declared(graph, field.names).map(({ name }) => name) : field.name === "with" ? argumentsOf(graph, node) : [];
  const values = useMemo(() => (PICKED.has(field.name) ? valuesFor(graph, node, field.name) : []), [graph, node, field.name]);
  const left = useMemo(() => (readOnly ? [] : offers(graph, node, field.name)), [graph, node, field.name, readOnly]);
  const [fresh, setFresh] = useState(0);
  const entries = Object.entries(value);
  const write = (next: [string, Json][]) => onChange(next.length || field.required ? Object.fromEntries(next) : undefined);
  return (
    <div className="vx-list">
      {entries.map(([name, one], at) => (
        <div className="vx-map-row" key={name}>
          <Cell label={LABELS.key} value={name} list={list} readOnly={readOnly} onChange={(to) => to && !(to in value) && write(entries.map((entry, index) => (index === at ? [to, entry[1]] : entry)))} />
          <Cell label={fill(LABELS.lineOf, { what: LABELS.value, number: name })} value={show(one)} list={`${list}-values`} readOnly={readOnly} onChange={(words) => write(entries.map((entry, index) => (index === at ? [entry[0], read(words, entry[1])] : entry)))} />
          {!readOnly && <IconButton className="vx-small" icon="close" label={fill(LABELS.removeItem, { what: name })} onClick={() => write(entries.filter((_, index) => index !== at))} />}
        </div>
      ))}
      {!readOnly && (
        <div className="vx-map-row" key={`new-${fresh}`}>
          <Cell
            label={fill(LABELS.addTo, { what: fieldLabel(field.name) })}
            placeholder={LABELS.addLine}
            value=""
            list={list}
            readOnly={false}
            onChange={(name) => {
              if (!name || name in value) return;
              setFresh(fresh + 1);
              write([...entries, [name, empty]]);
            }}
          />
          <span />
        </div>
      )}
      {left.length > 0 && (
        <div className="vx-chips vx-offers" role="group" aria-label={field.name === "with" ? LABELS.argumentsLeft : LABELS.fieldsLeft}>
          <span className="vx-muted vx-small-text">{field.name === "with" ? LABELS.argumentsLeft : LABELS.fieldsLeft}</span>
          {left.map(({ name, value: words, first }) => <button key={name} type="button" className="vx-chip" onClick={() => onChange(Object.fromEntries([...entries, [name, words]]), first)}><Icon name="plus" size={12} />{name}</button>)}
        </div>
      )}
      {keys.length > 0 && <datalist id={list}>{keys.map((name) => <option key={name} value={name} />)}</datalist>}
      {values.length > 0 && <datalist id={`${list}-values`}>{values.map((words) => <option key={words} value={words} />)}</datalist>}
    </div>
  );
}

function Cell({ label, value, onChange, list, placeholder, readOnly }: { label: string; value: string; onChange: (words: string) => void; list?: string; placeholder?: string; readOnly: boolean }) {
  const input = useCommitted(value, onChange);
  return <input className="vx-input" aria-label={label} list={list} placeholder={placeholder} readOnly={readOnly} {...input} />;
}
