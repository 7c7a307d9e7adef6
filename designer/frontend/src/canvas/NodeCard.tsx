import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import type { FlowEdge } from "../api/types";
import { count, fill, LABELS, typeLabel } from "../labels";
import { handleId, LAST } from "../model/ways";
import { Icon } from "../ui/icons";
import type { BeginNode, CardNode, GoneNode, Marks } from "./cards";

/** A node as a card that reads as a sentence, with a port for each way out. */
export const NodeCard = memo(function NodeCard({ data, selected }: NodeProps<CardNode>) {
  const { node, ways, marks, comment, people, trail, time, change, lit, order } = data;
  const type = node.type ?? "";
  const tone = marks?.errors ? " vx-has-error" : marks ? " vx-has-warning" : "";
  return (
    <div className={`vx-card vx-t-${type}${selected ? " vx-selected" : ""}${tone}${people ? " vx-watched" : ""}${trail ? ` vx-${trail}` : ""}${change ? ` vx-is-${change}` : ""}${lit ? " vx-lit" : ""}`}>
      <Handle type="target" position={Position.Left} id="in" className="vx-port-in" />
      {order && <span className="vx-order" role="img" aria-label={fill(LABELS.pathOrder, { order })}>{order}</span>}
      {people && <span className="vx-person-here">{people}</span>}
      <div className="vx-card-head">
        <span className="vx-card-icon"><Icon name={type} size={15} /></span>
        <span className="vx-card-type">{typeLabel(type)}</span>
        <span className="vx-card-name vx-clip">{node.name}</span>
        {trail && <span className="vx-trail" title={trail === "here" ? LABELS.trailHere : LABELS.trailBeen}><Icon name={trail === "here" ? "start" : "check"} size={12} /><span className="vx-hidden">{trail === "here" ? LABELS.trailHere : LABELS.trailBeen}</span></span>}
        {lit && <span className="vx-hidden">{LABELS.onWay}</span>}
        {change && <span className={`vx-sign vx-sign-${change}`} role="img" aria-label={LABELS[change]} title={LABELS[change]}>{change === "added" ? "+" : "~"}</span>}
        {marks && <MarkBadge marks={marks} />}
      </div>
      {comment && <p className="vx-card-note"><Icon name="note" size={13} /><span>{comment}</span></p>}
      <p className="vx-card-words">{node.sentence}</p>
      {(node.badges.length > 0 || time) && (
        <ul className="vx-card-badges">
          {time && <li className={time.over ? "vx-badge-over" : "vx-badge-time"}><Icon name="clock" size={11} /><span className="vx-hidden">{LABELS.timeCard} </span>{time.words}</li>}
          {node.badges.map((badge) => <li key={badge.code}>{badge.text}</li>)}
        </ul>
      )}
      {ways.length > 0 && <div className="vx-ways">{ways.map((way) => <Way key={handleId(way)} way={way} />)}</div>}
      {ways.length === 0 && !LAST.has(type) && (
        <div className="vx-ways"><div className="vx-way vx-way-missing"><span>{LABELS.leadsNowhere}</span><Handle type="source" position={Position.Right} id="next|" /></div></div>
      )}
      {ways.some((way) => way.field === "next") && (
        <Handle type="source" position={Position.Right} id="add" className="vx-port-add" title={LABELS.addBranch}><Icon name="plus" size={11} /></Handle>
      )}
    </div>
  );
});

export function MarkBadge({ marks }: { marks: Marks }) {
  const words = [
    marks.errors ? count(marks.errors, LABELS.oneError, LABELS.errorsCount) : "",
    marks.warnings ? count(marks.warnings, LABELS.oneWarning, LABELS.warningsCount) : "",
  ].filter(Boolean).join(", ");
  return (
    <span className={`vx-mark ${marks.errors ? "vx-mark-error" : "vx-mark-warning"}`} title={marks.words}>
      <Icon name={marks.errors ? "error" : "warning"} size={13} />
      <span aria-hidden="true">{marks.errors + marks.warnings}</span>
      <span className="vx-hidden">{words}</span>
    </span>
  );
}

const WORDS = { next: LABELS.wayNext, on_fail: LABELS.wayFail, on_error: LABELS.wayError, on_unknown: LABELS.wayUnknown } as const;

/** What a way is called: its condition, or when it is taken. */
export function wayWords(way: FlowEdge): string {
  if (way.condition !== null) return way.condition;
  if (way.else) return LABELS.wayElse;
  return WORDS[way.field];
}

export function targetWords(way: Pick<FlowEdge, "kind" | "to">): string {
  if (way.kind === "end") return LABELS.toEnd;
  if (way.kind === "handoff") return LABELS.toHandoff;
  return way.kind === "flow" ? fill(LABELS.toFlow, { name: way.to }) : way.to;
}

function Way({ way }: { way: FlowEdge }) {
  const bad = way.field !== "next";
  return (
    <div className={`vx-way${bad ? " vx-way-bad" : ""}`}>
      <span className={`vx-clip${way.condition ? " vx-mono" : ""}`} title={wayWords(way)}>{wayWords(way)}</span>
      {way.kind !== "node" && (
        <span className={`vx-target vx-target-${way.kind} vx-clip`}><Icon name={way.kind === "missing" ? "error" : way.kind} size={12} />{targetWords(way)}</span>
      )}
      <Handle type="source" position={Position.Right} id={handleId(way)} className={way.falls ? "vx-port-falls" : ""} />
    </div>
  );
}

/** A node that is no longer there. */
export const GoneCard = memo(function GoneCard({ data }: NodeProps<GoneNode>) {
  return (
    <div className="vx-gone">
      <span className="vx-sign vx-sign-removed" role="img" aria-label={LABELS.removed} title={LABELS.removed}>−</span>
      <del className="vx-mono vx-clip">{data.name}</del>
      <span className="vx-muted">{typeLabel(data.type)}</span>
    </div>
  );
});

/** Where a flow begins, and what starts it. */
export const BeginCard = memo(function BeginCard({ data }: NodeProps<BeginNode>) {
  const { flow, isStart } = data;
  return (
    <div className="vx-begin">
      <span className="vx-begin-head"><Icon name="start" size={13} />{LABELS.begins}</span>
      {isStart && <p>{LABELS.beginsFirst}</p>}
      {flow.triggers.length > 0 && <p>{LABELS.beginsWhen}</p>}
      {flow.triggers.map((trigger) => <span key={trigger} className="vx-chip">{trigger}</span>)}
      {!isStart && flow.triggers.length === 0 && <p>{LABELS.beginsBy}</p>}
      <Handle type="source" position={Position.Right} id="begin" />
    </div>
  );
});
