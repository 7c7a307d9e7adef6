import { type ReactNode, useId } from "react";
import type { Json, JsonMap, Operation } from "../api/types";
import { fill, LABELS } from "../labels";
import type { Field } from "../model/schema";
import { Button, IconButton } from "../ui/controls";
import { Words } from "../ui/Words";
import { Choice } from "./Choice";
import { ConditionEditor } from "./ConditionEditor";
import { ListEditor, NamesEditor } from "./ListEditor";
import { MapEditor, OptionsEditor } from "./MapEditor";
import { NamePicker } from "./NamePicker";
import { useCommitted } from "./useCommitted";
import { WordsEditor } from "./WordsEditor";
import { YamlField } from "./YamlField";

export interface FieldProps {
  field: Field;
  value: Json | undefined;
  /** Undefined takes the field away; `first` is done before it, in one step. */
  onChange: (value: Json | undefined, first?: Operation[]) => void;
  /** What the field is a part of. */
  whole?: JsonMap;
  readOnly: boolean;
}

/** One field of a form with its name, what it means, and what fits its kind. */
export function FieldRow(props: FieldProps) {
  const { field, value } = props;
  const id = useId();
  const grouped = ["list", "names", "map", "options", "refusals", "condition"].includes(field.kind);
  const label = <>{fieldLabel(field.name)}{field.required && <span className="vx-needed"> · {LABELS.required}</span>}</>;
  if (field.kind === "switch") {
    return (
      <div className="vx-field vx-field-switch">
        <label><input type="checkbox" checked={value === undefined ? field.byDefault === true : value === true} disabled={props.readOnly} aria-describedby={`${id}-hint`} onChange={(event) => props.onChange(event.target.checked === (field.byDefault === true) ? undefined : event.target.checked)} /> {label}</label>
        <p id={`${id}-hint`} className="vx-field-hint"><Words text={field.description} /></p>
      </div>
    );
  }
  return (
    <div className="vx-field" role={grouped ? "group" : undefined} aria-labelledby={grouped ? `${id}-label` : undefined}>
      {grouped ? <span id={`${id}-label`} className="vx-field-label">{label}</span> : <label className="vx-field-label" htmlFor={id}>{label}</label>}
      <FieldInput {...props} id={id} />
      {field.description && <p id={`${id}-hint`} className="vx-field-hint"><Words text={field.description} /></p>}
    </div>
  );
}

/** `no_input_after` as people read it. */
export function fieldLabel(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function FieldInput(props: FieldProps & { id: string }): ReactNode {
  const { field, value, onChange, id } = props;
  switch (field.kind) {
    case "words":
      return typeof value === "string" || value === undefined || value === null ? <WordsEditor id={id} value={value ?? ""} max={field.maxLength} onChange={(words) => onChange(words || (field.required ? "" : undefined))} readOnly={props.readOnly} spoken={field.name !== "prompt"} /> : <YamlField {...props} />;
    case "condition":
      return <ConditionEditor value={String(value ?? "")} onChange={onChange} label={fieldLabel(field.name)} />;
    case "maybe":
      return (
        <select id={id} className="vx-select" aria-describedby={`${id}-hint`} disabled={props.readOnly} value={value === true ? "yes" : value === false ? "no" : ""} onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value === "yes")}>
          <option value="">{LABELS.notSet}</option>
          <option value="yes">{LABELS.yes}</option>
          <option value="no">{LABELS.no}</option>
        </select>
      );
    case "choice":
      return <Choice {...props} options={field.options.map((name) => ({ name, hint: "" }))} />;
    case "name":
      return <NamePicker {...props} />;
    case "names":
      return <NamesEditor {...props} />;
    case "list":
      return isTexts(value) ? <ListEditor {...props} value={value} /> : <YamlField {...props} />;
    case "map":
      return isPlainMap(value) ? <MapEditor {...props} value={value ?? {}} /> : <YamlField {...props} />;
    case "options":
      return isOptions(value) ? <OptionsEditor {...props} value={value ?? {}} /> : <YamlField {...props} />;
    case "refusals":
      return <Refusals {...props} />;
    case "number":
    case "text":
      return typeof value === "object" && value !== null ? <YamlField {...props} /> : <TextInput {...props} />;
    default:
      return <YamlField {...props} />;
  }
}

function TextInput({ field, value, onChange, id, readOnly }: FieldProps & { id: string }) {
  const number = field.kind === "number";
  const commit = (words: string) => {
    if (words.trim() === "") onChange(field.required ? "" : undefined);
    else onChange(number && !Number.isNaN(Number(words)) ? Number(words) : words);
  };
  const input = useCommitted(value === undefined || value === null ? "" : String(value), commit);
  return <input id={id} className="vx-input" aria-describedby={`${id}-hint`} inputMode={number ? "decimal" : "text"} placeholder={field.placeholder} readOnly={readOnly} {...input} />;
}

function Refusals({ value, onChange, readOnly, field }: FieldProps) {
  if (value !== undefined && !(Array.isArray(value) && value.every((one) => isMap(one)))) return <YamlField field={field} value={value} onChange={onChange} readOnly={readOnly} />;
  const list = (value ?? []) as JsonMap[];
  const write = (next: JsonMap[]) => onChange(next.length ? next : undefined);
  return (
    <div className="vx-list">
      {list.map((one, at) => (
        <div className="vx-boxed" key={at}>
          <div className="vx-row"><span className="vx-grow vx-field-label">{LABELS.ifLabel}</span><IconButton className="vx-small" icon="close" label={fill(LABELS.removeItem, { what: LABELS.condition })} onClick={() => write(list.filter((_, index) => index !== at))} /></div>
          <ConditionEditor value={String(one.if ?? "")} label={LABELS.condition} onChange={(condition) => write(list.map((row, index) => (index === at ? { ...row, if: condition } : row)))} />
          <WordsEditor value={String(one.say ?? "")} label={LABELS.say} max={2000} readOnly={readOnly} onChange={(say) => write(list.map((row, index) => (index === at ? { ...row, say } : row)))} />
        </div>
      ))}
      {!readOnly && <Button tone="quiet" icon="plus" onClick={() => write([...list, { if: "", say: LABELS.refusalSay }])}>{LABELS.addLine}</Button>}
    </div>
  );
}

export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: Json | undefined): value is string[] | undefined {
  return value === undefined || value === null || (Array.isArray(value) && value.every((one) => typeof one === "string"));
}

function isPlainMap(value: Json | undefined): value is JsonMap | undefined {
  return value === undefined || (isMap(value) && Object.values(value).every((one) => typeof one !== "object" || (isMap(one) && Object.keys(one).join() === "expr")));
}

function isOptions(value: Json | undefined): value is JsonMap | undefined {
  return value === undefined || (isMap(value) && Object.values(value).every((one) => one === null || isTexts(one)));
}
