import { useMemo, useState } from "react";
import type { Json, JsonMap, Operation } from "../api/types";
import { fill, LABELS } from "../labels";
import { type Field, fieldsOf, type Schema, type Shape } from "../model/schema";
import { FieldRow } from "./Fields";

interface Props {
  schema: Schema;
  definition: Shape | null;
  value: JsonMap;
  /** Fields that are always shown; others that hold something are shown too, the rest on demand. */
  first: readonly string[];
  /** Fields that stand elsewhere. */
  without: readonly string[];
  withType?: boolean;
  options?: Record<string, string[]>;
  readOnly: boolean;
  onChange: (field: string, value: Json | undefined, first?: Operation[]) => void;
}

/** A value as a form of the language's schema. Fields that the schema does not know are YAML: nothing is lost. */
export function Form({ schema, definition, value, first, without, withType = false, options = {}, readOnly, onChange }: Props) {
  const fields = useMemo(() => {
    const known = definition ? fieldsOf(schema, definition, withType) : [];
    const names = new Set(known.map((field) => field.name));
    const others = Object.keys(value).filter((name) => !names.has(name) && name !== "type");
    return [...known, ...others.map(unknown)].filter((field) => !without.includes(field.name)).map((field) => withOptions(field, options[field.name]));
  }, [schema, definition, value, without, withType, options]);
  // Decided once: a field does not jump when it is filled in.
  const [shown] = useState(() => new Set([...first, ...Object.keys(value), ...fields.filter((field) => field.required).map((field) => field.name)]));
  const order = (field: Field) => (first.includes(field.name) ? first.indexOf(field.name) : first.length);
  const main = fields.filter((field) => shown.has(field.name)).sort((a, b) => order(a) - order(b));
  const more = fields.filter((field) => !shown.has(field.name));
  const row = (field: Field) => <FieldRow key={field.name} field={field} value={value[field.name]} whole={value} readOnly={readOnly} onChange={(now, ops) => onChange(field.name, now, ops)} />;
  const used = more.filter((field) => field.name in value).length;
  return (
    <>
      {main.map(row)}
      {more.length > 0 && (
        <details className="vx-more">
          <summary>{used ? fill(LABELS.moreCount, { count: used }) : LABELS.more}</summary>
          {more.map(row)}
        </details>
      )}
    </>
  );
}

function unknown(name: string): Field {
  return { name, kind: "yaml", description: "", required: false, byDefault: undefined, options: [], names: null, maxLength: null, minimum: null, maximum: null, whole: false, placeholder: "" };
}

function withOptions(field: Field, options: string[] | undefined): Field {
  return options ? { ...field, kind: "choice", options } : field;
}
