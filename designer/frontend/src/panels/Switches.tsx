import { useEffect, useId, useState } from "react";
import { fill, LABELS, type Label } from "../labels";
import { complete, firstSwitch, type How, type Kind, MAX_SECONDS, NO_SWITCHES, type Switch, turnable, turned, withSwitch } from "../model/switches";
import { useHouse } from "../state/context";
import { useDesigner } from "../state/store";
import { Button } from "../ui/controls";

const HOWS: Record<Kind, How[]> = { tools: ["works", "fails", "slow", "silent", "gives"], models: ["works", "fails", "slow", "silent"] };

/** Tools and models that go wrong on purpose, in the trial alone. */
export function Switches() {
  const { trying } = useHouse();
  const graph = useDesigner((state) => state.graph);
  const switches = useDesigner((state) => state.switches);
  const problem = useDesigner((state) => state.switchProblem);
  const each = turnable(graph);
  const count = turned(switches);
  if (each.length === 0) return null;
  return (
    <details className="vx-switches">
      <summary>
        <span>{LABELS.switchesTitle}</span>
        {count > 0 && <span className="vx-switches-on">{fill(LABELS.switchesOn, { count })}</span>}
      </summary>
      <div className="vx-switches-head">
        <p className="vx-field-hint">{LABELS.switchesHint}</p>
        {count > 0 && <Button className="vx-small" onClick={() => trying.turn(NO_SWITCHES)}>{LABELS.switchesOff}</Button>}
      </div>
      {problem && <p className="vx-field-error" role="alert">{problem}</p>}
      <ul>
        {each.map(({ kind, name }) => (
          <Row key={`${kind} ${name}`} kind={kind} name={name} value={switches[kind][name] ?? firstSwitch(graph, kind, name)} onChange={(change) => trying.turn(withSwitch(switches, kind, name, change))} />
        ))}
      </ul>
    </details>
  );
}

function Row({ kind, name, value, onChange }: { kind: Kind; name: string; value: Switch; onChange: (change: Switch) => void }) {
  const shown = name || LABELS.switchModel;
  return (
    <li className={value.how === "works" ? "" : "vx-switched"}>
      <span className="vx-switch-name"><span className="vx-mono vx-clip" title={shown}>{shown}</span> <span className="vx-muted">{name ? LABELS[kind === "tools" ? "switchTool" : "switchRoute"] : ""}</span></span>
      <select className="vx-select" aria-label={fill(LABELS.switchOf, { name: shown })} value={value.how} onChange={(event) => onChange({ ...value, how: event.target.value as How })}>
        {HOWS[kind].map((how) => <option key={how} value={how}>{LABELS[`switch_${how}` as Label]}</option>)}
      </select>
      {value.how === "slow" && <Seconds name={shown} value={value} onChange={onChange} />}
      {value.how === "gives" && <Given name={shown} value={value} onChange={onChange} />}
    </li>
  );
}

function Seconds({ name, value, onChange }: { name: string; value: Switch; onChange: (change: Switch) => void }) {
  const [text, setText] = useState(String(value.seconds));
  const wrong = text.trim() === "" || !complete({ ...value, seconds: Number(text) });
  const told = useId();
  return (
    <div className="vx-switch-more">
      <span className="vx-switch-seconds">
        <input
          className="vx-input"
          inputMode="decimal"
          aria-label={fill(LABELS.switchSeconds, { name })}
          aria-invalid={wrong}
          aria-describedby={wrong ? told : undefined}
          value={text}
          maxLength={String(MAX_SECONDS).length + 3}
          onChange={(event) => {
            setText(event.target.value);
            const change = { ...value, seconds: Number(event.target.value) };
            if (event.target.value.trim() !== "" && complete(change)) onChange(change);
          }}
        />
        <span aria-hidden="true">{LABELS.switchSecondsShort}</span>
      </span>
      {wrong && <p id={told} className="vx-field-error">{LABELS.switchSecondsWrong}</p>}
    </div>
  );
}

/** It counts when the field is left. */
function Given({ name, value, onChange }: { name: string; value: Switch; onChange: (change: Switch) => void }) {
  const [text, setText] = useState(value.text);
  const wrong = !complete({ ...value, text });
  const told = useId();
  useEffect(() => setText(value.text), [value.text]);
  return (
    <div className="vx-switch-more">
      <textarea className="vx-textarea vx-mono" rows={2} spellCheck={false} aria-label={fill(LABELS.switchGives, { name })} aria-invalid={wrong} aria-describedby={wrong ? told : undefined} value={text} onChange={(event) => setText(event.target.value)} onBlur={() => text !== value.text && onChange({ ...value, text })} />
      {wrong && <p id={told} className="vx-field-error">{fill(LABELS.switchGivesWrong, { name })}</p>}
    </div>
  );
}
