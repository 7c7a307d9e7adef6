import { useMemo } from "react";
import { marksOf } from "../canvas/cards";
import { MarkBadge } from "../canvas/NodeCard";
import { fill, LABELS, typeLabel } from "../labels";
import { useDesigner } from "../state/store";
import { goTo } from "../state/view";
import { Icon } from "../ui/icons";

/** Every node of the flow in order: what the canvas shows, for keyboards and screen readers too. */
export function Outline() {
  const flow = useDesigner((state) => (state.flow === null ? undefined : state.graph?.flows[state.flow]));
  const findings = useDesigner((state) => state.findings);
  const selected = useDesigner((state) => state.selected);
  const marks = useMemo(() => (flow ? marksOf(findings, flow.name) : new Map()), [findings, flow]);
  if (!flow || flow.nodes.length === 0) return null;
  return (
    <section className="vx-outline" aria-label={LABELS.outline}>
      <header className="vx-side-head"><h2>{LABELS.outline}</h2><span className="vx-count" title={fill(LABELS.outlineHint, { count: flow.nodes.length })}>{flow.nodes.length}</span></header>
      <ol>
        {flow.nodes.map((node) => (
          <li key={node.name}>
            <button type="button" className={`vx-item vx-t-${node.type ?? ""}`} aria-current={selected.includes(node.name) || undefined} onClick={() => goTo(flow.name, node.name)}>
              <span className="vx-type" title={typeLabel(node.type ?? "")}><Icon name={node.type ?? ""} /></span>
              <span className="vx-grow">
                <span className="vx-item-name vx-clip">{node.name}</span>
                <span className="vx-item-hint vx-clip">{node.sentence}</span>
              </span>
              {marks.get(node.name) && <MarkBadge marks={marks.get(node.name)} />}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
