import { useEffect, useMemo, useState } from "react";
import { looksApi } from "../api/looks";
import { type Changes, type Place, type Version, versionsApi } from "../api/versions";
import { fill, LABELS } from "../labels";
import { useHouse } from "../state/context";
import { notify, store, useDesigner } from "../state/store";
import { goTo, openFlow } from "../state/view";
import { Empty } from "../ui/controls";
import { Below } from "./Below";
import { told } from "./told";

const AFTER_MS = 400; // several changes in a row are compared once

/** What is new on the canvas against the version that answers callers, or another one. */
export function NewNodes() {
  const { config } = useHouse();
  const versions = useMemo(() => versionsApi(config, config.slug), [config]);
  const rev = useDesigner((state) => state.rev);
  const [known, setKnown] = useState<{ versions: Version[]; releases: Record<string, number> } | null>(null);
  const [old, setOld] = useState<string | null>(null);
  const [found, setFound] = useState<Changes | null>(null);
  useEffect(() => {
    Promise.all([versions.list(), looksApi(config, config.slug).releases()]).then(([list, releases]) => {
      setKnown({ versions: list, releases });
      setOld(releases.production ? "production" : String(Math.max(0, ...list.map((one) => one.number))));
    }, (problem) => notify({ tone: "bad", text: told(problem) }));
  }, [config, versions]);
  useEffect(() => {
    if (old === null) return;
    let gone = false;
    const timer = setTimeout(() => {
      versions.changes(old, "draft").then((changes) => {
        if (gone) return;
        setFound(changes);
        store.setState({ drawn: changes.graph });
      }, (problem) => !gone && notify({ tone: "bad", text: told(problem) }));
    }, found ? AFTER_MS : 0);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [versions, old, rev]);
  useEffect(() => () => store.setState({ drawn: null }), []);
  const pick = known && old !== null && (
    <select className="vx-select vx-lens-pick" aria-label={LABELS.compareOld} value={old} onChange={(event) => setOld(event.target.value)}>
      {Object.entries(known.releases).map(([name, number]) => <option key={name} value={name}>{fill(LABELS.answersIn, { environment: name, number })}</option>)}
      {known.versions.map(({ number, message }) => <option key={number} value={number}>{fill(LABELS.callVersion, { number })}{message && ` · ${message}`}</option>)}
      <option value="0">{LABELS.compareNothing}</option>
    </select>
  );
  const nodes = found?.graph?.nodes;
  const none = nodes && nodes.added.length + nodes.changed.length + nodes.removed.length === 0;
  return (
    <Below title={LABELS.lensChanges} tools={pick}>
      {!nodes && <p className="vx-muted vx-side-none" role="status">{found ? LABELS.compareUnread : LABELS.comparing}</p>}
      {none && <Empty icon="check" hint={found.text.length ? LABELS.compareNoNodes : LABELS.compareSame} />}
      {nodes && (
        <ul>
          {nodes.added.map((one) => <li key={`+${one.flow}.${one.node}`}><Row kind="added" place={one} more={one.type ?? ""} /></li>)}
          {nodes.changed.map((one) => <li key={`~${one.flow}.${one.node}`}><Row kind="changed" place={one} more={[one.was ? fill(LABELS.wasCalled, { name: `${one.was.flow}.${one.was.node}` }) : "", ...one.fields.map((field) => field.path)].filter(Boolean).join(", ")} /></li>)}
          {nodes.removed.map((one) => <li key={`-${one.flow}.${one.node}`}><Row kind="removed" place={one} more={one.type ?? ""} /></li>)}
        </ul>
      )}
    </Below>
  );
}

const SIGNS = { added: "+", changed: "~", removed: "−" } as const;

function Row({ kind, place: { flow, node }, more }: { kind: keyof typeof SIGNS; place: Place; more: string }) {
  const there = useDesigner((state) => state.graph !== null && flow in state.graph.flows);
  return (
    <button type="button" className="vx-problem" disabled={!there} onClick={() => (kind === "removed" ? openFlow(flow) : goTo(flow, node))}>
      <span className={`vx-sign vx-sign-${kind}`} role="img" aria-label={LABELS[kind]}>{SIGNS[kind]}</span>
      <span className="vx-grow"><span className="vx-problem-words">{flow} › {node}</span> <span className="vx-muted">{more}</span></span>
    </button>
  );
}
