import type { NodeBudget } from "../api/looks";
import { fill, LABELS } from "../labels";
import { useDesigner } from "../state/store";
import { Icon } from "../ui/icons";

const WHAT: Record<NodeBudget["parts"][number]["what"], string> = {
  engine: LABELS.whatEngine, synthesis: LABELS.whatSynthesis, tool: LABELS.whatTool, model: LABELS.whatModel, documents: LABELS.whatDocuments,
};

/** How long callers wait at a node. */
export function NodeWait({ flow, node }: { flow: string; node: string }) {
  const time = useDesigner((state) => state.budget?.nodes[flow]?.[node]);
  const limit = useDesigner((state) => state.budget?.budget_ms ?? 0);
  if (!time) return null;
  const parts = time.parts.map(({ what, ms }) => fill(WHAT[what] ?? `${what} {ms}`, { ms })).join(", ");
  return (
    <p className={`vx-wait vx-small-text ${time.over ? "vx-bad" : "vx-muted"}`}>
      <Icon name="clock" size={14} />
      <span>
        {fill(LABELS.timeExpected, { ms: time.expected_ms, parts })}
        {time.answer_ms > time.expected_ms && ` ${fill(LABELS.timeFiller, { ms: time.answer_ms })}`}
        {time.measured && ` ${fill(LABELS.timeMeasured, { calls: time.measured.calls, p50: time.measured.p50_ms, p95: time.measured.p95_ms })}`}
        {time.over && ` ${fill(LABELS.timeOver, { budget: limit })}`}
      </span>
    </p>
  );
}
