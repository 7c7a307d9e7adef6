import { useState } from "react";
import type { Flow, FlowNode, Json, JsonMap } from "../api/types";
import { fill, LABELS } from "../labels";
import { following, waysOf } from "../model/ways";
import { Button, IconButton } from "../ui/controls";
import { ConditionEditor } from "./ConditionEditor";
import { isMap } from "./Fields";
import { TargetSelect } from "./TargetSelect";

interface Props {
  flow: Flow;
  node: FlowNode;
  readOnly: boolean;
  onChange: (field: string, value: Json | undefined) => void;
}

const TITLES: Record<string, string> = { next: LABELS.wayNext, on_fail: LABELS.wayFail, on_error: LABELS.wayError, on_unknown: LABELS.wayUnknown };

/** Where a node leads, by every field that can lead somewhere. */
export function WaysEditor({ flow, node, readOnly, onChange }: Props) {
  return (
    <section className="vx-section" aria-label={LABELS.waysOut}>
      <h3>{LABELS.waysOut}</h3>
      {waysOf(node.type).map((field) => (
        <WayEditor key={field} flow={flow} node={node} field={field} value={node.value[field]} readOnly={readOnly} onChange={(value) => onChange(field, value)} />
      ))}
    </section>
  );
}

type WayProps = { flow: Flow; node: FlowNode; field: string; value: Json | undefined; readOnly: boolean; onChange: (value: Json | undefined) => void };

function WayEditor({ flow, node, field, value, readOnly, onChange }: WayProps) {
  const [draft, setDraft] = useState<{ condition: string; go: string } | null>(null);
  const next = following(flow, node.name);
  const list = Array.isArray(value) ? value.filter(isMap) : null;
  const write = (branches: JsonMap[]) => {
    const only = branches.length === 1 && branches[0] && "else" in branches[0] && node.type !== "decide" ? branches[0].else : branches;
    onChange(branches.length === 0 ? undefined : only);
  };
  const change = (at: number, branch: JsonMap) => write((list ?? []).map((one, index) => (index === at ? branch : one)));
  const swap = (at: number, by: number) => {
    const moved = [...(list ?? [])];
    [moved[at], moved[at + by]] = [moved[at + by] as JsonMap, moved[at] as JsonMap];
    write(moved);
  };
  const conditions = list?.filter((branch) => !("else" in branch)).length ?? 0;
  const open = field === "next" ? (next ? fill(LABELS.nextInOrder, { name: next.name }) : LABELS.nothingNext) : LABELS.byDefaults;

  function addBranch(): void {
    if (!draft?.condition.trim()) return;
    const branch: JsonMap = { if: draft.condition, go: draft.go };
    const old = list ?? [{ else: (typeof value === "string" && value) || (field === "next" && next?.name) || "end" }];
    const at = old.findIndex((one) => "else" in one);
    write(at < 0 ? [...old, branch] : [...old.slice(0, at), branch, ...old.slice(at)]);
    setDraft(null);
  }

  return (
    <div className={`vx-way-editor${field === "next" ? "" : " vx-way-editor-bad"}`}>
      <h4>{TITLES[field]}</h4>
      {!list && <TargetSelect flow={flow} own={node.name} label={`${TITLES[field]}: ${LABELS.onlyWay}`} value={typeof value === "string" ? value : ""} open={open} readOnly={readOnly} onChange={(to) => onChange(to || undefined)} />}
      {list?.map((branch, at) => {
        const isElse = "else" in branch;
        const what = isElse ? LABELS.wayElse : String(branch.if ?? LABELS.condition);
        return (
          <div className="vx-boxed" key={at}>
            <div className="vx-row">
              <span className="vx-grow vx-field-label">{isElse ? LABELS.elseLabel : LABELS.ifLabel}</span>
              {!readOnly && !isElse && at > 0 && <IconButton className="vx-small" icon="up" label={fill(LABELS.moveUp, { what })} onClick={() => swap(at, -1)} />}
              {!readOnly && !isElse && at < conditions - 1 && <IconButton className="vx-small" icon="down" label={fill(LABELS.moveDown, { what })} onClick={() => swap(at, 1)} />}
              {!readOnly && (!isElse || list.length > 1) && <IconButton className="vx-small" icon="close" label={fill(LABELS.removeItem, { what })} onClick={() => write(list.filter((_, index) => index !== at))} />}
            </div>
            {!isElse && <ConditionEditor value={String(branch.if ?? "")} label={LABELS.condition} onChange={(condition) => change(at, { ...branch, if: condition })} />}
            <TargetSelect flow={flow} own={node.name} label={isElse ? LABELS.elseLabel : LABELS.goLabel} value={String((isElse ? branch.else : branch.go) ?? "")} open={LABELS.choose} readOnly={readOnly} onChange={(to) => change(at, isElse ? { ...branch, else: to } : { ...branch, go: to })} />
          </div>
        );
      })}
      {draft && (
        <div className="vx-boxed">
          <span className="vx-field-label">{LABELS.ifLabel}</span>
          <ConditionEditor value={draft.condition} label={LABELS.condition} onChange={(condition) => setDraft({ ...draft, condition })} />
          <TargetSelect flow={flow} own={node.name} label={LABELS.goLabel} value={draft.go} open={LABELS.choose} readOnly={false} onChange={(go) => setDraft({ ...draft, go: go || "end" })} />
          <div className="vx-row">
            <Button tone="primary" disabled={!draft.condition.trim()} onClick={addBranch}>{LABELS.addThisWay}</Button>
            <Button onClick={() => setDraft(null)}>{LABELS.cancel}</Button>
          </div>
        </div>
      )}
      {!readOnly && !draft && <Button tone="quiet" icon="plus" onClick={() => setDraft({ condition: "", go: "end" })}>{LABELS.addBranch}</Button>}
    </div>
  );
}
