import type { Finding } from "../api/types";
import { fill, LABELS } from "../labels";
import { showPane } from "../state/panes";
import { store, useDesigner } from "../state/store";
import { goTo, openFlow, peekAt } from "../state/view";
import { Empty, IconButton } from "../ui/controls";
import { Icon } from "../ui/icons";
import { Words } from "../ui/Words";
import { FixButton } from "./FixButton";

/** Everything that is wrong with the draft; a click leads to the place. */
export function Problems() {
  const findings = useDesigner((state) => state.findings);
  const syntax = useDesigner((state) => state.syntax);
  const list = syntax && !findings.some((finding) => finding.code === syntax.code) ? [syntax, ...findings] : findings;
  const sorted = [...list].sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  return (
    <section className="vx-problems" aria-label={LABELS.problems}>
      <header className="vx-side-head">
        <h2>{LABELS.problems}</h2>
        <span className="vx-count">{list.length}</span>
        <span className="vx-grow" />
        <IconButton className="vx-small" icon="close" label={LABELS.close} onClick={() => store.setState({ problems: false })} />
      </header>
      {sorted.length === 0 && <Empty icon="check" hint={LABELS.problemsNone} />}
      <ul>
        {sorted.map((finding, at) => (
          <li key={`${finding.code} ${finding.path} ${at}`} className="vx-problem-row">
            <button type="button" className={`vx-problem vx-problem-${finding.severity}`} onClick={() => show(finding)}>
              <Icon name={finding.severity} />
              <span className="vx-grow">
                <span className="vx-problem-words"><Words text={finding.message} /></span> <span className="vx-muted"><Words text={finding.remedy} /></span>
                <span className="vx-problem-place vx-mono">{finding.path || finding.code} · {fill(LABELS.goTo, { line: finding.line })}</span>
              </span>
            </button>
            <FixButton finding={finding} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const THINGS = { slots: "slot", variables: "variable", intents: "intent", tools: "tool" } as const;

/** Go to where a finding is: the node, the part with a form, or the line. */
function show(finding: Finding): void {
  const { graph } = store.getState();
  const [part, name] = finding.path.split(".");
  if (finding.flow && finding.node && graph?.flows[finding.flow]?.nodes.some((node) => node.name === finding.node)) goTo(finding.flow, finding.node);
  else if (finding.flow && graph && finding.flow in graph.flows) openFlow(finding.flow);
  else if (part && part in THINGS && name) peekAt({ kind: THINGS[part as keyof typeof THINGS], name });
  else showPane("yaml");
  store.setState({ line: { line: finding.line, column: finding.column, id: Date.now() } });
}
