import { useCallback, useEffect, useState } from "react";
import { looksApi } from "../api/looks";
import type { Publication, Publishing, Version, VersionsApi } from "../api/versions";
import { fill, LABELS } from "../labels";
import { useCommands, useHouse } from "../state/context";
import { notify, store, useDesigner } from "../state/store";
import { Button } from "../ui/controls";
import { Icon } from "../ui/icons";
import { TestReport, Tests } from "./DraftTests";
import { told } from "./told";

const POLL_MS = 1000; // tests of a bot take seconds

/** Keep the draft as a version, and let a version answer. */
export function Publish({ api, versions, onKept }: { api: VersionsApi; versions: Version[]; onKept: () => void }) {
  const may = useDesigner((state) => state.may);
  const [publications, setPublications] = useState<Publication[]>([]);
  const [rules, setRules] = useState<Publishing | null>(null);
  const { config } = useHouse();
  const [releases, setReleases] = useState<Record<string, number>>({});
  const load = useCallback(() => {
    api.publications().then(setPublications, (problem) => notify({ tone: "bad", text: told(problem) }));
    looksApi(config, config.slug).releases().then(setReleases, () => undefined);
  }, [api, config]);
  useEffect(() => {
    load();
    api.publishing().then(setRules, () => undefined);
  }, [api, load]);
  const under = publications.some((one) => one.state === "checking" || !one.ready);
  useEffect(() => {
    if (!under) return;
    const timer = setInterval(load, POLL_MS);
    return () => clearInterval(timer);
  }, [under, load]);
  const attempt = (act: Promise<unknown>) => act.then(load, (problem) => notify({ tone: "bad", text: told(problem) }));
  return (
    <div className="vx-publish">
      {may.edit && <Keep onKept={onKept} />}
      <Tests api={api} />
      {may.publish && rules && versions.length > 0 && <Ask versions={versions} rules={rules} onAsk={(version, environment) => void attempt(api.publish(version, environment))} />}
      <section className="vx-section" aria-label={LABELS.publications}>
        <h3>{LABELS.publications}</h3>
        <Answering releases={releases} publications={publications} />
        {publications.length === 0 && Object.keys(releases).length > 0 && <p className="vx-muted">{LABELS.publicationsNone}</p>}
        <ul className="vx-publications">
          {publications.slice(0, 20).map((one) => (
            <Row key={one.id} one={one} api={api} may={may.publish} attempt={attempt} />
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Which version answers where, and where one can talk to it. */
function Answering({ releases, publications }: { releases: Record<string, number>; publications: Publication[] }) {
  const { pages } = useHouse().config;
  const list = Object.entries(releases);
  if (list.length === 0) return <p className="vx-muted">{LABELS.answersNone}</p>;
  const waits = (environment: string, version: number) => publications.some((one) => !one.ready && one.environment === environment && one.version === version);
  return (
    <ul className="vx-answering" aria-live="polite">
      {list.map(([environment, version]) => (
        <li key={environment} className="vx-row">
          <Icon name={waits(environment, version) ? "clock" : "check"} size={14} />
          <span className="vx-grow"><strong>{environment}</strong> {fill(waits(environment, version) ? LABELS.answersSoon : LABELS.answersNow, { version })}</span>
          {environment === "production" && pages.talk && <><a className="vx-link" href={pages.talk}>{LABELS.talkToIt}</a><a className="vx-link" href={pages.example}>{LABELS.seeOnPage}</a></>}
        </li>
      ))}
    </ul>
  );
}

function Keep({ onKept }: { onKept: () => void }) {
  const commands = useCommands();
  const newest = useDesigner((state) => state.newest);
  const latest = useDesigner((state) => state.latest);
  const differs = useDesigner((state) => state.differs);
  const errors = useDesigner((state) => state.findings.some((finding) => finding.severity === "error"));
  const [message, setMessage] = useState("");
  const [busy, setBusy] = useState(false);
  const [newer, setNewer] = useState<number | null>(null);
  const keep = async (after?: number) => {
    setBusy(true);
    const kept = await commands.keepVersion(message.trim(), after);
    setBusy(false);
    setNewer(kept && "newer" in kept ? kept.newer : null);
    if (!kept || "newer" in kept) return;
    setMessage("");
    notify({ tone: "good", text: fill(LABELS.versionKept, { number: kept.version }) });
    onKept();
  };
  if (!differs && newest > 0) return <p className="vx-muted"><Icon name="check" size={14} /> {fill(LABELS.versionSame, { number: newest })}</p>;
  return (
    <section className="vx-keep" aria-label={LABELS.versionTitle}>
      <p className="vx-muted">{LABELS.versionHint}</p>
      {errors && <p className="vx-finding vx-finding-error"><Icon name="error" size={14} /><span>{LABELS.versionErrors}</span></p>}
      <div className="vx-field">
        <label className="vx-field-label" htmlFor="vx-message">{LABELS.versionMessage}</label>
        <textarea id="vx-message" className="vx-textarea vx-line" rows={1} value={message} onChange={(event) => setMessage(event.target.value)} />
      </div>
      {newer !== null && (
        <p className="vx-finding vx-finding-warning">
          <span>{fill(LABELS.versionNewer, { number: newer })}</span>
          <Button onClick={() => void keep(newer)}>{LABELS.versionAfter}</Button>
        </p>
      )}
      <div className="vx-row">
        <Button tone="primary" icon="flag" disabled={busy || errors} onClick={() => void keep()}>{fill(LABELS.versionKeep, { number: latest + 1 })}</Button>
        {newest > 0 && <Button tone="danger" icon="undo" title={fill(LABELS.discardHint, { number: newest })} onClick={() => void commands.discard().then(() => store.setState({ versions: false }))}>{fill(LABELS.discard, { number: newest })}</Button>}
      </div>
    </section>
  );
}

function Ask({ versions, rules, onAsk }: { versions: Version[]; rules: Publishing; onAsk: (version: number, environment: string) => void }) {
  const [version, setVersion] = useState(Math.max(...versions.map((one) => one.number)));
  const [environment, setEnvironment] = useState(rules.environments.at(-1) ?? "production");
  const most = Math.max(...versions.map((one) => one.number));
  useEffect(() => setVersion(most), [most]);
  const differs = useDesigner((state) => state.differs);
  return (
    <section className="vx-section" aria-label={LABELS.publishTitle}>
      <h3>{LABELS.publishTitle}</h3>
      <p className="vx-muted">{rules.second_person ? LABELS.publishTwo : LABELS.publishHint}</p>
      {differs && <p className="vx-finding vx-finding-warning"><Icon name="warning" size={14} /><span>{LABELS.keepFirst}</span></p>}
      <div className="vx-row">
        <select className="vx-select" aria-label={LABELS.publishVersion} value={version} onChange={(event) => setVersion(Number(event.target.value))}>
          {versions.map((one) => <option key={one.number} value={one.number}>{one.number}{one.message && ` · ${one.message}`}</option>)}
        </select>
        <select className="vx-select" aria-label={LABELS.publishTo} value={environment} onChange={(event) => setEnvironment(event.target.value)}>
          {rules.environments.map((name) => <option key={name} value={name}>{name}</option>)}
        </select>
        <Button tone="primary" onClick={() => onAsk(version, environment)}>{LABELS.publishNow}</Button>
      </div>
    </section>
  );
}

const STATES = { checking: LABELS.stateChecking, waiting: LABELS.stateWaiting, published: LABELS.statePublished, refused: LABELS.stateRefused, withdrawn: LABELS.stateWithdrawn, failed: LABELS.stateFailed } as const;

function Row({ one, api, may, attempt }: { one: Publication; api: VersionsApi; may: boolean; attempt: (act: Promise<unknown>) => void }) {
  const [whole, setWhole] = useState<Publication | null>(null);
  const bad = one.state === "refused" || one.state === "failed";
  useEffect(() => {
    if (bad) api.publication(one.id).then(setWhole, () => undefined);
  }, [api, one.id, bad]);
  return (
    <li>
      <div className="vx-row">
        <span className={`vx-state vx-state-${one.ready ? one.state : "waiting"}`}>{one.ready ? STATES[one.state] : LABELS.stateReadying}</span>
        <span className="vx-grow">{fill(LABELS.publicationLine, { version: one.version, environment: one.environment })} <span className="vx-muted">{[one.asked_by, new Date(one.created).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })].filter(Boolean).join(", ")}</span></span>
        {one.state === "checking" && <progress aria-label={LABELS.stateChecking} value={one.progress} />}
        {may && one.state === "waiting" && <Button tone="primary" onClick={() => attempt(api.approve(one.id))}>{LABELS.approve}</Button>}
        {may && (one.state === "waiting" || one.state === "checking") && <Button onClick={() => attempt(api.withdraw(one.id))}>{LABELS.withdraw}</Button>}
        {may && one.state === "published" && one.replaces !== null && <Button onClick={() => attempt(api.publish(one.replaces as number, one.environment))}>{fill(LABELS.rollBack, { number: one.replaces })}</Button>}
      </div>
      {one.problem && <p className="vx-field-error">{one.problem}</p>}
      {whole?.tests && whole.tests.failed > 0 && <TestReport report={whole.tests} />}
    </li>
  );
}

