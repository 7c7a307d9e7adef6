import type { Finding } from "../api/types";
import { fill, LABELS } from "../labels";
import { fixOf } from "../model/fixes";
import { useCommands } from "../state/context";
import { useDesigner } from "../state/store";
import { Button } from "../ui/controls";

/** Puts a finding right, where that is one plain change; nothing where a person has to think. */
export function FixButton({ finding }: { finding: Finding }) {
  const commands = useCommands();
  const graph = useDesigner((state) => state.graph);
  const readOnly = useDesigner((state) => !state.may.edit || !state.readable);
  const fix = readOnly ? null : fixOf(finding, graph);
  if (!fix) return null;
  const words = fill(LABELS.fixIt, { what: fix.writes });
  return <Button className="vx-fix" onClick={() => void commands.change(fix.ops, words)}>{words}</Button>;
}
