import type { Flow, Json, Operation } from "../api/types";
import { fill, LABELS } from "../labels";
import { useHouse } from "../state/context";
import { useDesigner } from "../state/store";
import { openFlow } from "../state/view";
import { Button, Empty } from "../ui/controls";
import { Icon } from "../ui/icons";
import { Form } from "./Form";
import { NameField } from "./NameField";

const FIRST = ["description", "triggers"];
const WITHOUT = ["nodes"];

/** The flow itself: what starts it, what it is given and gives back. */
export function FlowInspector({ flow, readOnly }: { flow: Flow; readOnly: boolean }) {
  const { schema, commands } = useHouse();
  const start = useDesigner((state) => state.graph?.start);
  const taken = useDesigner((state) => state.graph?.names.flows);
  const change = (field: string, value: Json | undefined, ops: Operation[] = []) => {
    const path = ["flows", flow.name, field];
    void commands.change([...ops, value === undefined ? { op: "unset", path } : { op: "set", path, value }], fill(LABELS.didChange, { what: `${flow.name}.${field}` }));
  };
  const rename = async (to: string) => {
    if (await commands.change([{ op: "rename", kind: "flow", name: flow.name, to }], fill(LABELS.didRename, { from: flow.name, to }))) openFlow(to);
  };
  const remove = () => void commands.change([{ op: "remove", kind: "flow", name: flow.name }], fill(LABELS.didRemove, { what: flow.name }));
  const told = { description: flow.description, triggers: flow.triggers, inputs: flow.inputs, outputs: flow.outputs };
  const value = Object.fromEntries(Object.entries(told).filter(([, one]) => one !== null && Object.keys(one).length > 0)) as Record<string, Json>;
  return (
    <div className="vx-inspector-body">
      <header className="vx-inspector-head vx-t-flow">
        <span className="vx-card-icon"><Icon name="flow" size={18} /></span>
        <div className="vx-grow"><h2>{LABELS.flowSettings}</h2></div>
      </header>
      <NameField name={flow.name} readOnly={readOnly} taken={(to) => Boolean(taken && to in taken)} onRename={(to) => void rename(to)} />
      {schema && <Form schema={schema} definition={schema.$defs.Flow ?? null} value={value} first={FIRST} without={WITHOUT} readOnly={readOnly} onChange={change} />}
      {start === flow.name ? (
        <p className="vx-flag"><Icon name="flag" size={14} />{LABELS.isStart}</p>
      ) : (
        !readOnly && <Button icon="flag" onClick={() => void commands.change([{ op: "set", path: ["start"], value: flow.name }], fill(LABELS.didChange, { what: "start" }))}>{LABELS.makeStart}</Button>
      )}
      {!readOnly && start !== flow.name && <Button tone="danger" icon="trash" onClick={remove}>{LABELS.deleteFlow}</Button>}
      <Empty icon="say" title={LABELS.inspectorEmpty} hint={LABELS.inspectorEmptyHint}><p className="vx-small-text">{LABELS.tip}</p></Empty>
    </div>
  );
}
