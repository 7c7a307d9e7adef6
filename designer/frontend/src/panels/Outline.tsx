import { memo, useMemo } from "react";
import type { FlowNode } from "../api/types";
import { type Marks, marksOf } from "../canvas/cards";
import { MarkBadge } from "../canvas/NodeCard";
import { fill, LABELS, typeLabel } from "../labels";
import { useDesigner } from "../state/store";
import { goTo } from "../state/view";
import { Icon } from "../ui/icons";

/** Every node of the flow in order: what the canvas shows, for keyboards and screen readers too. */
export function Outline() {
  const flow = useDesigner((state) => (state.flow === null ? undefined : state.graph?.flows[state.flow]));
  const findings = useDesigner((state) => state.findings);
  const name = flow?.name;
  const selected = useDesigner((state) => state.selected);
  const marks = useMemo(() => (name ? marksOf(findings, name) : new Map<string, Marks>()), [findings, name]);
  if (!flow || flow.nodes.length === 0) return null;
  return (
    <section className="vx-outline" aria-label={LABELS.outline}>
      <header className="vx-side-head"><h2>{LABELS.outline}</h2><span className="vx-count" title={fill(LABELS.outlineHint, { count: flow.nodes.length })}>{flow.nodes.length}</span></header>
      <ol>
        {flow.nodes.map((node) => <Row key={node.name} flow={flow.name} node={node} current={selected.includes(node.name)} marks={marks.get(node.name)} />)}
      </ol>
    </section>
  );
}

/** Known by what it shows: of a long flow only what changed is drawn again. */
const Row = memo(function Row({ flow, node, current, marks }: { flow: string; node: FlowNode; current: boolean; marks: Marks | undefined }) {
  return (
    <li>
      <button type="button" className={`vx-item vx-t-${node.type ?? ""}`} aria-current={current || undefined} onClick={() => goTo(flow, node.name)}>
        <span className="vx-type" title={typeLabel(node.type ?? "")}><Icon name={node.type ?? ""} /></span>
        <span className="vx-grow">
          <span className="vx-item-name vx-clip">{node.name}</span>
          <span className="vx-item-hint vx-clip">{node.sentence}</span>
        </span>
        {marks && <MarkBadge marks={marks} />}
      </button>
    </li>
  );
});
