import { useCallback, useEffect, useState } from "react";
import type { Publication, Publishing, Report, Version, VersionsApi } from "../api/versions";
import { fill, LABELS } from "../labels";
import { useCommands } from "../state/context";
import { notify, store, useDesigner } from "../state/store";
import { Button } from "../ui/controls";
import { Icon } from "../ui/icons";
import { told } from "./told";

const POLL_MS = 1000; // tests of a bot take seconds

/** Keep the draft as a version, and let a version answer. */
export function Publish({ api, versions, onKept }: { api: VersionsApi; versions: Version[]; onKept: () => void }) {
  const may = useDesigner((state) => state.may);
  const [publications, setPublications] = useState<Publication[]>([]);
  const [rules, setRules] = useState<Publishing | null>(null);
  const load = useCallback(() => {
    api.publications().then(setPublications, (problem) => notify({ tone: "bad", text: told(problem) }));
  }, [api]);
  useEffect(() => {
    load();
    api.publishing().then(setRules, () => undefined);
  }, [api, load]);
  const under = publications.some((one) => one.state === "checking");
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
        {publications.length === 0 && <p className="vx-muted">{LABELS.publicationsNone}</p>}
        <ul className="vx-publications">
          {publications.slice(0, 20).map((one) => (
            <Row key={one.id} one={one} api={api} may={may.publish} attempt={attempt} />
          ))}
        </ul>
      </section>
    </div>
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

function Tests({ api }: { api: VersionsApi }) {
  const rev = useDesigner((state) => state.rev);
  const [report, setReport] = useState<Report | string | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const run = async () => {
    setProgress(0);
    setReport(null);
    try {
      let run = await api.test(rev);
      while (run.state === "waiting" || run.state === "running") {
        await new Promise((go) => setTimeout(go, POLL_MS));
        run = await api.run(run.id);
        setProgress(run.progress);
      }
      setReport(run.report ?? LABELS.testsFailed);
    } catch (problem) {
      setReport(told(problem));
    }
    setProgress(null);
  };
  return (
    <section className="vx-section" aria-label={LABELS.tests}>
      <div className="vx-row">
        <h3 className="vx-grow">{LABELS.tests}</h3>
        {progress !== null ? <progress aria-label={LABELS.tests} value={progress} /> : <Button icon="start" onClick={() => void run()}>{LABELS.testsRun}</Button>}
      </div>
      {typeof report === "string" ? <p className="vx-field-error" role="alert">{report}</p> : report && <TestReport report={report} />}
    </section>
  );
}

function TestReport({ report }: { report: Report }) {
  const wrong = report.tests.filter((test) => !test.passed);
  const [reached, of] = report.coverage?.nodes ?? [0, 0];
  return (
    <>
      <p role="status" className={wrong.length ? "vx-bad" : "vx-fine"}><Icon name={wrong.length ? "error" : "check"} size={14} /> {fill(LABELS.testsCount, { passed: report.passed, failed: report.failed })}{of > 0 && ` ${fill(LABELS.testsCoverage, { reached, of })}`}</p>
      <ul>{wrong.map((test) => <li key={test.name}><strong>{test.name}</strong>{test.failures.map((one, at) => <p key={at} className="vx-muted vx-small-text">{fill(LABELS.testsTurn, { turn: one.turn, expected: plain(one.expected), got: plain(one.got) })}</p>)}</li>)}</ul>
    </>
  );
}

/** What a test expected, as people read it: `says: four, five; flow: transfer`. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value).map(([key, one]) => `${key}: ${plain(one)}`).join("; ");
}

function Ask({ versions, rules, onAsk }: { versions: Version[]; rules: Publishing; onAsk: (version: number, environment: string) => void }) {
  const [version, setVersion] = useState(Math.max(...versions.map((one) => one.number)));
  const [environment, setEnvironment] = useState(rules.environments.at(-1) ?? "production");
  const most = Math.max(...versions.map((one) => one.number));
  useEffect(() => setVersion(most), [most]);
  return (
    <section className="vx-section" aria-label={LABELS.publishTitle}>
      <h3>{LABELS.publishTitle}</h3>
      <p className="vx-muted">{rules.second_person ? LABELS.publishTwo : LABELS.publishHint}</p>
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
        <span className={`vx-state vx-state-${one.state}`}>{STATES[one.state]}</span>
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

