import { fill, LABELS } from "../labels";
import { useDesigner } from "../state/store";
import { goTo } from "../state/view";
import { Empty } from "../ui/controls";
import { FlowInspector } from "./FlowInspector";
import { NodeInspector } from "./NodeInspector";
import { ThingInspector } from "./ThingInspector";

/** Everything about what is selected. */
export function Inspector({ readOnly }: { readOnly: boolean }) {
  const flow = useDesigner((state) => (state.flow === null ? undefined : state.graph?.flows[state.flow]));
  const selected = useDesigner((state) => state.selected);
  const thing = useDesigner((state) => state.thing);
  const node = selected.length === 1 ? flow?.nodes.find((one) => one.name === selected[0]) : undefined;
  return (
    <aside className="vx-inspector" aria-label={LABELS.inspector} onKeyDown={(event) => event.key === "Escape" && flow && node && goTo(flow.name, node.name, true)}>
      {thing ? (
        <ThingInspector key={`${thing.kind} ${thing.name}`} thing={thing} readOnly={readOnly} />
      ) : flow && node ? (
        <NodeInspector key={`${flow.name} ${node.name}`} flow={flow} node={node} readOnly={readOnly} />
      ) : selected.length > 1 ? (
        <Empty icon="duplicate" title={fill(LABELS.multiple, { count: selected.length })} hint={LABELS.multipleHint} />
      ) : flow ? (
        <FlowInspector key={flow.name} flow={flow} readOnly={readOnly} />
      ) : (
        <Empty icon="map" title={LABELS.noFlowChosen} hint={LABELS.mapHint}><p className="vx-small-text">{LABELS.tip}</p></Empty>
      )}
    </aside>
  );
}
