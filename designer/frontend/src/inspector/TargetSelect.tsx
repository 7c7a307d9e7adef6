import { memo, useRef } from "react";
import type { Flow } from "../api/types";
import { fill, LABELS } from "../labels";
import { useDesigner } from "../state/store";
import { Icon } from "../ui/icons";

interface Props {
  flow: Flow;
  own: string;
  label: string;
  value: string;
  /** What it says where nothing is chosen. */
  open: string;
  onChange: (to: string) => void;
  readOnly: boolean;
}

/** Where a way leads: a node of the flow, another flow, the end, or a person. */
export function TargetSelect({ flow, own, label, value, open, onChange, readOnly }: Props) {
  const order = useDesigner((state) => state.graph?.order) ?? NONE;
  const nodes = useSame(flow.nodes.map((node) => node.name));
  const flows = useSame(order.filter((name) => name !== flow.name && !nodes.includes(name)));
  const known = value === "" || value === "end" || value === "handoff" || nodes.includes(value) || order.includes(value);
  return (
    <div className="vx-target-select">
      <Icon name="right" size={14} />
      <select className="vx-select" aria-label={label} disabled={readOnly} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{open}</option>
        {!known && <option value={value}>{fill(LABELS.unknownName, { name: value })}</option>}
        <Targets nodes={nodes} flows={flows} own={own} />
      </select>
    </div>
  );
}

const NONE: string[] = [];

/** Long flows have long lists: they are made anew only when the names change. */
const Targets = memo(function Targets({ nodes, flows, own }: { nodes: string[]; flows: string[]; own: string }) {
  return (
    <>
      <option value="end">{LABELS.toEnd}</option>
      <option value="handoff">{LABELS.toHandoff}</option>
      <optgroup label={LABELS.outline}>{nodes.map((name) => <option key={name} value={name}>{name === own ? `${name} ↺` : name}</option>)}</optgroup>
      <optgroup label={LABELS.flows}>{flows.map((name) => <option key={name} value={name}>{name}</option>)}</optgroup>
    </>
  );
});

/** The same list as long as it says the same. */
export function useSame(list: string[]): string[] {
  const known = useRef(list);
  if (known.current.length !== list.length || list.some((name, at) => name !== known.current[at])) known.current = list;
  return known.current;
}
