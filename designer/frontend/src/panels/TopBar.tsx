import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { count, fill, LABELS } from "../labels";
import { seen } from "../model/panes";
import { useCommands } from "../state/context";
import { togglePane } from "../state/panes";
import { store, useDesigner } from "../state/store";
import { openFlow } from "../state/view";
import { Button, IconButton } from "../ui/controls";
import { Icon } from "../ui/icons";
import { useWide } from "../ui/useWide";

export function TopBar({ readOnly }: { readOnly: boolean }) {
  const commands = useCommands();
  const flow = useDesigner((state) => state.flow);
  const history = useDesigner((state) => state.history);
  const reviews = useDesigner((state) => state.may.review === true);
  const wide = useWide();
  const { yaml, details, trying } = useDesigner(useShallow((state) => seen(state, wide)));
  const undo = history.undo.at(-1);
  const redo = history.redo.at(-1);
  return (
    <div className="vx-top" role="group" aria-label={LABELS.designer}>
      <div className="vx-crumbs">
        <button type="button" className="vx-crumb" onClick={() => openFlow(null)}><Icon name="map" />{LABELS.flows}</button>
        {flow !== null && <><Icon name="chevron" size={13} /><span className="vx-crumb-now vx-clip">{flow}</span></>}
      </div>
      <span className="vx-top-line" />
      <IconButton icon="undo" word={LABELS.undo} label={undo ? `${LABELS.undo}: ${undo.what}` : LABELS.undo} keys="Ctrl Z" disabled={readOnly || !undo} onClick={() => commands.undo()} />
      <IconButton icon="redo" word={LABELS.redo} label={redo ? `${LABELS.redo}: ${redo.what}` : LABELS.redo} keys="Ctrl Shift Z" disabled={readOnly || !redo} onClick={() => commands.redo()} />
      <SaveState />
      <span className="vx-grow" />
      <button type="button" className="vx-find" onClick={() => store.setState({ search: true })}>
        <Icon name="search" /><span className="vx-grow">{LABELS.search}</span><kbd>Ctrl K</kbd>
      </button>
      <People />
      <ProblemsButton />
      <Button icon="code" aria-pressed={yaml} className={yaml ? "vx-pressed" : ""} onClick={() => togglePane("yaml")}>{LABELS.yaml}</Button>
      <IconButton icon="panel" word={LABELS.inspector} label={details ? LABELS.detailsHide : LABELS.detailsShow} aria-pressed={details} onClick={() => togglePane("details")} />
      {reviews && <IconButton icon="calls" word={LABELS.calls} label={LABELS.calls} onClick={() => store.setState({ calls: true })} />}
      <IconButton icon="keyboard" label={LABELS.shortcuts} keys="?" onClick={() => store.setState({ shortcuts: true })} />
      {!readOnly && <Button icon="start" aria-pressed={trying} className={trying ? "vx-pressed" : ""} onClick={() => togglePane("trying")}>{LABELS.tryIt}</Button>}
      {!readOnly && <Button tone="primary" icon="flag" onClick={() => store.setState({ versions: true })}>{LABELS.publish}</Button>}
    </div>
  );
}

function SaveState() {
  const commands = useCommands();
  const sync = useDesigner((state) => state.sync);
  const waiting = useDesigner((state) => state.waiting);
  if (sync === "offline" || sync === "signed_out") {
    const words = sync === "offline" ? fill(LABELS.offline, { count: waiting }) : LABELS.signedOut;
    return (
      <span className="vx-save vx-save-bad" role="status" title={sync === "offline" ? LABELS.offlineHint : LABELS.signedOutHint}>
        <Icon name="cloudOff" />{words}
        <button type="button" className="vx-link" onClick={() => commands.retry()}>{LABELS.tryAgain}</button>
      </span>
    );
  }
  const words = { saving: LABELS.saving, conflict: LABELS.conflictState, refused: LABELS.refusedState }[sync as string] ?? LABELS.saved;
  return <span className={`vx-save${sync === "conflict" || sync === "refused" ? " vx-save-bad" : ""}`}><Icon name={sync === "saved" ? "check" : "cloud"} size={14} />{words}</span>;
}

function ProblemsButton() {
  const open = useDesigner((state) => state.problems && !state.lens);
  const findings = useDesigner((state) => state.findings);
  const syntax = useDesigner((state) => state.syntax);
  const found = useMemo(() => findings.filter((finding) => finding.severity === "error").length, [findings]);
  const errors = found + (syntax && findings.length === 0 ? 1 : 0);
  const warnings = findings.length - found;
  return (
    <button type="button" className={`vx-button vx-problems-button${open ? " vx-pressed" : ""}`} aria-expanded={open} aria-label={fill(LABELS.problemsCount, { errors, warnings })} onClick={() => store.setState({ problems: !open, lens: "", lit: [] })}>
      {errors === 0 && warnings === 0 && <span className="vx-fine"><Icon name="check" /></span>}
      {errors > 0 && <span className="vx-bad" title={count(errors, LABELS.oneError, LABELS.errorsCount)}><Icon name="error" />{errors}</span>}
      {warnings > 0 && <span className="vx-warn" title={count(warnings, LABELS.oneWarning, LABELS.warningsCount)}><Icon name="warning" />{warnings}</span>}
      <span>{LABELS.problems}</span>
    </button>
  );
}

function People() {
  const people = useDesigner((state) => state.people);
  if (people.length === 0) return null;
  return (
    <ul className="vx-people" aria-label={LABELS.people}>
      {people.slice(0, 4).map((person, at) => (
        <li key={person.id}>
          <button type="button" className={`vx-person vx-person-${at}`} title={`${person.name}${person.where?.flow ? ` · ${person.where.flow}` : ""}`} onClick={() => person.where?.flow && openFlow(person.where.flow, person.where.node)}>
            <span aria-hidden="true">{initials(person.name)}</span>
            <span className="vx-hidden">{person.name}</span>
          </button>
        </li>
      ))}
      {people.length > 4 && <li className="vx-muted">+{people.length - 4}</li>}
    </ul>
  );
}

function initials(name: string): string {
  return name.split(/[\s.@_-]+/).filter(Boolean).slice(0, 2).map((part) => part[0]?.toUpperCase()).join("");
}
