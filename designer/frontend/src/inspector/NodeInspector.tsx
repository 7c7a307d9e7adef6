import { memo } from "react";
import type { Flow, FlowNode, Json, Operation } from "../api/types";
import { fill, LABELS, typeHint, typeLabel } from "../labels";
import { definitionOf } from "../model/schema";
import { removal } from "../model/ways";
import { useHouse } from "../state/context";
import { showPane } from "../state/panes";
import { useDesigner } from "../state/store";
import { goTo, select } from "../state/view";
import { FixButton } from "../panels/FixButton";
import { IconButton } from "../ui/controls";
import { Icon } from "../ui/icons";
import { Words } from "../ui/Words";
import { Form } from "./Form";
import { NameField } from "./NameField";
import { NodeWait } from "./NodeWait";
import { useSame } from "./TargetSelect";
import { WaysEditor } from "./WaysEditor";

/** What people look for first, by type; the rest of the fields follows. */
const FIRST: Record<string, string[]> = {
  say: ["say"],
  ask: ["slot", "say", "reprompts", "no_input", "confirm"],
  set: ["set"],
  call: ["tool", "with", "save", "filler"],
  generate: ["prompt", "route", "extract"],
  answer: ["knowledge", "question"],
  flow: ["flow", "with", "save"],
  handoff: ["say", "summary"],
  end: ["say", "reason"],
};
const WAYS = ["next", "on_fail", "on_error", "on_unknown"];

const Befores = memo(function Befores({ names }: { names: string[] }) {
  return <>{names.map((name) => <option key={name} value={name}>{fill(LABELS.before, { name })}</option>)}</>;
});

export function NodeInspector({ flow, node, readOnly }: { flow: Flow; node: FlowNode; readOnly: boolean }) {
  const { schema, commands } = useHouse();
  const findings = useDesigner((state) => state.findings);
  const own = findings.filter((finding) => finding.flow === flow.name && finding.node === node.name);
  const type = node.type ?? "";
  const change = (field: string, value: Json | undefined, ops: Operation[] = []) => {
    const path = ["flows", flow.name, "nodes", node.name, field];
    const what = fill(LABELS.didChange, { what: `${node.name}.${field}` });
    void commands.change([...ops, value === undefined ? { op: "unset", path } : { op: "set", path, value }], what);
  };
  const rename = async (to: string) => {
    const ok = await commands.change([{ op: "rename_node", flow: flow.name, name: node.name, to }], fill(LABELS.didRename, { from: node.name, to }));
    if (ok) select([to]);
  };
  const at = flow.nodes.indexOf(node);
  const others = useSame(flow.nodes.map((one) => one.name).filter((name) => name !== node.name));
  return (
    <div className="vx-inspector-body">
      <header className={`vx-inspector-head vx-t-${type}`}>
        <span className="vx-card-icon"><Icon name={type} size={18} /></span>
        <div className="vx-grow">
          <h2>{typeLabel(type)}</h2>
          <p className="vx-muted vx-small-text">{typeHint(type)}</p>
        </div>
        <IconButton icon="code" label={LABELS.showInText} onClick={() => showPane("yaml")} />
        {!readOnly && <IconButton icon="trash" label={LABELS.remove} keys="Delete" onClick={() => void commands.change(removal(flow, [node.name]), fill(LABELS.didRemove, { what: node.name }))} />}
      </header>
      {own.map((finding) => (
        <div key={`${finding.code} ${finding.path} ${finding.line}`} className={`vx-finding vx-finding-${finding.severity}`}>
          <Icon name={finding.severity} size={14} />
          <p><strong><Words text={finding.message} /></strong> <Words text={finding.remedy} /></p>
          <FixButton finding={finding} />
        </div>
      ))}
      <NodeWait flow={flow.name} node={node.name} />
      <NameField name={node.name} readOnly={readOnly} taken={(to) => flow.nodes.some((one) => one.name === to)} onRename={(to) => void rename(to)} />
      {schema && <Form schema={schema} definition={definitionOf(schema, "node", type)} value={node.value} first={FIRST[type] ?? []} without={WAYS} readOnly={readOnly} onChange={change} />}
      {!["end", "handoff"].includes(type) && <WaysEditor flow={flow} node={node} readOnly={readOnly} onChange={change} />}
      <div className="vx-field">
        <label className="vx-field-label" htmlFor="vx-order">{LABELS.inOrder}</label>
        <select
          id="vx-order"
          className="vx-select"
          disabled={readOnly || others.length === 0}
          value={flow.nodes[at + 1]?.name ?? ""}
          onChange={(event) => {
            const before = event.target.value ? { before: event.target.value } : {};
            void commands.change([{ op: "move_node", flow: flow.name, name: node.name, ...before }], LABELS.didOrder).then((ok) => ok && goTo(flow.name, node.name));
          }}
        >
          <Befores names={others} />
          <option value="">{LABELS.atEnd}</option>
        </select>
      </div>
    </div>
  );
}
