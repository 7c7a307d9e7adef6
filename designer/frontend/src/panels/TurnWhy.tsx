import { type ReactNode, useMemo } from "react";
import type { JsonMap } from "../api/types";
import { LABELS, type Label } from "../labels";
import { type Why, whyOf } from "../model/why";
import { useDesigner } from "../state/store";
import { goTo } from "../state/view";

/** Why a turn went as it did, step by step; closed until it is asked for. */
export function TurnWhy({ lines, title = LABELS.whyTitle }: { lines: readonly JsonMap[]; title?: string }) {
  const steps = useMemo(() => whyOf(lines), [lines]);
  if (steps.length === 0) return null;
  return (
    <details className="vx-time vx-why">
      <summary>{title}</summary>
      <WhySteps steps={steps} place={(flow, node) => <Place flow={flow} node={node} />} />
    </details>
  );
}

/** The steps, each with what it is about and, where the bot came to another one, its node. */
export function WhySteps({ steps, place }: { steps: readonly Why[]; place: (flow: string, node: string) => ReactNode }) {
  return (
    <ol aria-label={LABELS.whySteps}>
      {steps.map(({ aspect, text, flow, node, arrives }, at) => {
        const before = steps[at - 1];
        const same = !arrives && before?.flow === flow && before?.node === node;
        const word = LABELS[`aspect_${aspect}` as Label];
        return (
          <li key={at} className={`vx-why-${aspect}`}>
            <span className="vx-why-aspect">{before?.aspect === aspect ? <span className="vx-hidden">{word}</span> : word}</span>
            <span className="vx-why-text">{text}{flow && node && !same && <> {place(flow, node)}</>}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Place({ flow, node }: { flow: string; node: string }) {
  const there = useDesigner((state) => state.graph?.flows[flow]?.nodes.some((one) => one.name === node) ?? false);
  return there ? <button type="button" className="vx-link" onClick={() => goTo(flow, node)}>{flow}.{node}</button> : <span className="vx-mono">{flow}.{node}</span>;
}
