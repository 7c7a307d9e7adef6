import { useState } from "react";
import { fill, LABELS } from "../labels";
import { usePath } from "../state/path";
import { store, useDesigner } from "../state/store";
import { goTo } from "../state/view";
import { Button, Empty } from "../ui/controls";
import { Icon } from "../ui/icons";
import { Below } from "./Below";

/** The nodes that a call came by, in order, below the canvas on which they are lit. */
export function CallPath() {
  const steps = usePath((state) => state.steps);
  const graph = useDesigner((state) => state.graph);
  const [chosen, setChosen] = useState<number | null>(null);
  const back = <Button className="vx-fix" icon="calls" onClick={() => store.setState({ calls: true })}>{LABELS.pathBack}</Button>;
  if (steps.length === 0) return <Below title={LABELS.pathTitle} tools={back}><Empty icon="calls" hint={LABELS.pathNone} /></Below>;
  return (
    <Below title={LABELS.pathTitle} count={steps.length} tools={<><p className="vx-muted vx-small-text">{LABELS.pathHint}</p>{back}</>}>
      <ol className="vx-path-steps">
        {steps.map(({ number, flow, node }, at) => {
          const there = graph?.flows[flow]?.nodes.some((one) => one.name === node) ?? false;
          const name = steps[at - 1]?.flow === flow ? node : `${flow}.${node}`;
          const go = () => {
            setChosen(number);
            goTo(flow, node);
          };
          return (
            <li key={number}>
              {at > 0 && <Icon name="right" size={11} />}
              <button type="button" className="vx-path-step" disabled={!there} aria-current={number === chosen ? "step" : undefined} aria-label={fill(LABELS.pathStep, { number, flow, node })} title={there ? undefined : LABELS.pathGone} onClick={go}>
                <span className="vx-order-number">{number}</span><span className="vx-mono">{name}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </Below>
  );
}
