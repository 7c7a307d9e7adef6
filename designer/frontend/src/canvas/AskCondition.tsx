import { useState } from "react";
import { ConditionEditor } from "../inspector/ConditionEditor";
import { fill, LABELS } from "../labels";
import { Button, Dialog } from "../ui/controls";

/** A new branch needs to be told when it is taken. */
export function AskCondition({ to, onDone, onClose }: { to: string; onDone: (condition: string) => void; onClose: () => void }) {
  const [condition, setCondition] = useState("");
  return (
    <Dialog
      title={fill(LABELS.whenTo, { name: to })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{LABELS.cancel}</Button>
          <Button tone="primary" disabled={!condition.trim()} onClick={() => onDone(condition)}>{LABELS.addThisWay}</Button>
        </>
      }
    >
      <ConditionEditor value={condition} onChange={setCondition} label={LABELS.condition} />
    </Dialog>
  );
}
