import { useRef, useState } from "react";
import { LABELS } from "../labels";
import type { Trial, TrialLine } from "../model/trial";
import { useDesigner } from "../state/store";
import { goTo } from "../state/view";
import { IconButton } from "../ui/controls";
import { Icon } from "../ui/icons";
import { EditTurn } from "./EditTurn";
import { TurnTime } from "./TurnTime";
import { TurnWhy } from "./TurnWhy";

/** What was said and done in a trial. */
export function TrialLines({ trial }: { trial: Trial }) {
  const first = trial.lines.find((line) => line.who === "bot");
  return trial.lines.map((line) => (
    <Line key={line.id} line={line} spoken={trial.mode === "voice"} may={trial.phase !== "starting" && trial.text !== null}>
      {line === first && trial.opening.length > 0 && <TurnWhy lines={trial.opening} title={LABELS.whyOpening} />}
    </Line>
  ));
}

function Line({ line, spoken, may, children }: { line: TrialLine; spoken: boolean; may: boolean; children: React.ReactNode }) {
  const graph = useDesigner((state) => state.graph);
  const [changing, setChanging] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setChanging(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  if (changing) return <EditTurn line={line} spoken={spoken} onClose={close} />;
  return (
    <div className={`vx-line-${line.who}`}>
      <p>{line.text}</p>
      {may && line.event !== null && <IconButton ref={button} className="vx-small vx-line-change" icon="edit" label={LABELS.changeTurn} onClick={() => setChanging(true)} />}
      {line.acts.length > 0 && <p className="vx-try-acts">{line.acts.join(", ")}</p>}
      {line.steps.length > 0 && (
        <p className="vx-try-steps">
          {line.steps.map((step, at) => (
            <span key={at}>
              {at > 0 && <Icon name="chevron" size={11} />}
              {graph?.flows[step.flow] ? <button type="button" className="vx-link" onClick={() => goTo(step.flow, step.node)}>{step.flow}.{step.node}</button> : <span className="vx-muted">{step.flow}.{step.node}</span>}
            </span>
          ))}
        </p>
      )}
      {line.time && <TurnTime time={line.time} />}
      {line.log.length > 0 && <TurnWhy lines={line.log} />}
      {children}
    </div>
  );
}
