import { fill, LABELS } from "../labels";
import type { FieldProps } from "./Fields";

export interface Option {
  name: string;
  hint: string;
}

/** One of several; a value that is none of them stays to be seen. */
export function Choice({ field, value, onChange, id, readOnly, options }: FieldProps & { id: string; options: Option[] }) {
  const now = typeof value === "string" ? value : "";
  const known = options.some((option) => option.name === now);
  return (
    <select id={id} className="vx-select" data-field={field.name} aria-invalid={field.required && !now} aria-describedby={`${id}-hint`} disabled={readOnly} value={now} onChange={(event) => onChange(event.target.value || (field.required ? "" : undefined))}>
      <option value="">{field.required ? LABELS.choose : field.placeholder ? fill(LABELS.byDefault, { value: field.placeholder }) : LABELS.notSet}</option>
      {now && !known && <option value={now}>{field.names ? fill(LABELS.unknownName, { name: now }) : now}</option>}
      {options.map(({ name, hint }) => <option key={name} value={name}>{hint && hint !== name ? `${name} · ${hint}` : name}</option>)}
    </select>
  );
}
