import type { SlowPath } from "../api/looks";
import { fill, LABELS } from "../labels";
import { useDesigner } from "../state/store";
import { lightUp } from "../state/view";
import { Empty } from "../ui/controls";
import { Icon } from "../ui/icons";
import { Below } from "./Below";

const MOST = 40; // ways that are listed: the slow ones come first

/** How long callers wait, the slowest way first. */
export function SlowWays() {
  const budget = useDesigner((state) => state.budget);
  const slowest = budget?.paths[0];
  if (!budget || !slowest) return <Below title={LABELS.lensTime}><Empty icon="clock" hint={budget ? LABELS.timesNone : LABELS.timesNotYet} /></Below>;
  const over = budget.paths.filter((path) => path.over).length;
  return (
    <Below title={LABELS.lensTime} tools={<p className={over ? "vx-bad vx-small-text" : "vx-muted vx-small-text"}>{fill(over ? LABELS.timesOver : LABELS.timesWithin, { ms: slowest.expected_ms, budget: budget.budget_ms, count: over })}</p>}>
      <ul>
        {budget.paths.slice(0, MOST).map((path, at) => <li key={at}><Way path={path} most={Math.max(slowest.expected_ms, budget.budget_ms)} limit={budget.budget_ms} /></li>)}
      </ul>
    </Below>
  );
}

function Way({ path, most, limit }: { path: SlowPath; most: number; limit: number }) {
  const begin = path.after === null ? fill(LABELS.timesBegins, { flow: path.flow }) : fill(LABELS.timesAfter, { node: `${path.flow}.${path.after}` });
  const nodes = path.nodes.map(([flow, node]) => ({ flow, node }));
  return (
    <button type="button" className="vx-problem vx-slow" onClick={() => lightUp(nodes)}>
      <span className="vx-slow-ms">{path.over && <Icon name="error" size={13} />}<span className={path.over ? "vx-bad" : ""}>{fill(LABELS.turnMs, { ms: path.expected_ms })}</span></span>
      <svg className="vx-slow-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className={path.over ? "vx-fill-bad" : "vx-fill"} width={(100 * path.expected_ms) / most} height="6" rx="1" />
        <rect className="vx-fill-limit" x={Math.min(99.4, (100 * limit) / most)} width=".6" height="6" />
      </svg>
      <span className="vx-grow"><span className="vx-muted">{begin}</span> {nodes.map(({ flow, node }) => (flow === path.flow ? node : `${flow}.${node}`)).join(" → ")}</span>
    </button>
  );
}
