import { useId, useMemo, useState } from "react";
import { LABELS } from "../labels";
import { asCondition, asRows, BARE, type Row, type Rows, shownValue, type Test, written } from "../model/conditions";
import { useDesigner } from "../state/store";
import { Button, IconButton } from "../ui/controls";
import { useCommitted } from "./useCommitted";
import { valueType, valueNames } from "./names";

const TESTS: [Test, string][] = [
  ["==", LABELS.equals], ["!=", LABELS.differs], [">", LABELS.greater], [">=", LABELS.atLeast], ["<", LABELS.less],
  ["<=", LABELS.atMost], ["yes", LABELS.isTrue], ["no", LABELS.isFalse], ["given", LABELS.hasValue],
];

/** A condition as rows where it is simple, else as text; both write the same. */
export function ConditionEditor({ value, onChange, label }: { value: string; onChange: (condition: string) => void; label: string }) {
  const rows = useMemo(() => asRows(value), [value]);
  const [asText, setAsText] = useState(false);
  return (
    <div className="vx-condition">
      {rows && !asText ? <RowsEditor rows={rows} onChange={onChange} label={label} /> : <TextCondition value={value} onChange={onChange} label={label} />}
      {rows ? (
        <button type="button" className="vx-link" onClick={() => setAsText(!asText)}>{asText ? LABELS.conditionRows : LABELS.conditionText}</button>
      ) : (
        <p className="vx-muted vx-small-text">{LABELS.conditionTextOnly}</p>
      )}
    </div>
  );
}

function TextCondition({ value, onChange, label }: { value: string; onChange: (condition: string) => void; label: string }) {
  const field = useCommitted(value, onChange);
  return <textarea className="vx-textarea vx-mono vx-short" aria-label={label} rows={1} spellCheck={false} {...field} />;
}

function RowsEditor({ rows, onChange, label }: { rows: Rows; onChange: (condition: string) => void; label: string }) {
  const names = useDesigner((state) => state.graph?.names);
  const known = useMemo(() => valueNames(names), [names]);
  const [draft, setDraft] = useState<Row | null>(rows.rows.length === 0 ? { name: "", test: "==", value: "" } : null);
  const list = draft ? [...rows.rows, draft] : rows.rows;
  const write = (next: Row[], join = rows.join) => onChange(asCondition({ join, rows: next }, (name) => valueType(names, name)));
  const change = (at: number, row: Row) => {
    if (draft && at === rows.rows.length) {
      setDraft(row);
      if (row.name && (BARE.has(row.test) || row.value)) {
        setDraft(null);
        write([...rows.rows, row]);
      }
    } else write(rows.rows.map((one, index) => (index === at ? row : one)));
  };
  return (
    <div className="vx-rows" role="group" aria-label={label}>
      {list.map((row, at) => (
        <div className="vx-condition-row" key={at}>
          {at === 1 && (
            <select className="vx-select vx-join" aria-label={`${LABELS.and}, ${LABELS.or}`} value={rows.join} onChange={(event) => write(rows.rows, event.target.value as Rows["join"])}>
              <option value="and">{LABELS.and}</option>
              <option value="or">{LABELS.or}</option>
            </select>
          )}
          {at > 1 && <span className="vx-join-word">{rows.join === "and" ? LABELS.and : LABELS.or}</span>}
          <ConditionRow row={row} known={known} onChange={(next) => change(at, next)} />
          <IconButton className="vx-small" icon="close" label={LABELS.removeItem.replace("{what}", LABELS.condition)} onClick={() => (draft && at === rows.rows.length ? setDraft(null) : write(rows.rows.filter((_, index) => index !== at)))} />
        </div>
      ))}
      {!draft && <Button tone="quiet" icon="plus" onClick={() => setDraft({ name: "", test: "==", value: "" })}>{LABELS.addRow}</Button>}
    </div>
  );
}

function ConditionRow({ row, known, onChange }: { row: Row; known: string[]; onChange: (row: Row) => void }) {
  const list = useId();
  const field = useCommitted(shownValue(row.value), (text) => onChange({ ...row, value: written(text, (name) => known.includes(name)) }));
  const names = row.name && !known.includes(row.name) ? [row.name, ...known] : known;
  return (
    <>
      <select className="vx-select vx-condition-name" aria-label={LABELS.conditionName} value={row.name} onChange={(event) => onChange({ ...row, name: event.target.value })}>
        <option value="">{LABELS.choose}</option>
        {names.map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
      <select className="vx-select vx-condition-test" aria-label={LABELS.conditionTest} value={row.test} onChange={(event) => onChange({ ...row, test: event.target.value as Test })}>
        {TESTS.map(([test, words]) => <option key={test} value={test}>{words}</option>)}
      </select>
      {!BARE.has(row.test) && (
        <>
          <input className="vx-input" aria-label={LABELS.conditionValue} list={list} {...field} />
          <datalist id={list}>{known.map((name) => <option key={name} value={name} />)}</datalist>
        </>
      )}
    </>
  );
}
