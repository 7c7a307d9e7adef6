import { useState } from "react";
import { fill, LABELS } from "../labels";
import { newPart, type PartKind } from "../model/parts";
import { NewName } from "../panels/NewName";
import { useDesigner } from "../state/store";
import { openFlow, peekAt } from "../state/view";
import { Button } from "../ui/controls";
import { Choice } from "./Choice";
import type { FieldProps } from "./Fields";
import { declared } from "./names";

const NEW: Record<PartKind, string> = {
  slot: LABELS.newSlot, variable: LABELS.newVariable, tool: LABELS.newTool, intent: LABELS.newIntent, flow: LABELS.newFlow, knowledge: LABELS.newKnowledge,
};

/** One of the bot's own parts by its name, or a new one that is made right here; the one that is chosen can be opened. */
export function NamePicker(props: FieldProps & { id: string }) {
  const { field, value, onChange, readOnly } = props;
  const graph = useDesigner((state) => state.graph);
  const [naming, setNaming] = useState(false);
  const options = declared(graph, field.names);
  const kind = field.names && field.names in NEW ? (field.names as PartKind) : null;
  if (naming && kind) {
    return (
      <NewName
        label={NEW[kind]}
        taken={(name) => options.some((option) => option.name === name)}
        onClose={() => setNaming(false)}
        onDone={(name) => {
          setNaming(false);
          onChange(name, [newPart(kind, name)]);
        }}
      />
    );
  }
  const known = typeof value === "string" && options.some((option) => option.name === value);
  return (
    <>
      <Choice {...props} options={options} />
      <span className="vx-row vx-picker-more">
        {!readOnly && kind && <Button tone="quiet" icon="plus" onClick={() => setNaming(true)}>{NEW[kind]}</Button>}
        {known && kind && kind !== "knowledge" && <Button tone="quiet" icon={kind} onClick={() => (kind === "flow" ? openFlow(value) : peekAt({ kind, name: value }))}>{fill(LABELS.openPart, { name: value })}</Button>}
      </span>
    </>
  );
}
