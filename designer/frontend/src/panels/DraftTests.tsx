import { useState } from "react";
import type { Report, VersionsApi } from "../api/versions";
import { fill, LABELS } from "../labels";
import { useDesigner } from "../state/store";
import { Button } from "../ui/controls";
import { Icon } from "../ui/icons";
import { told } from "./told";

const POLL_MS = 1000; // tests of a bot take seconds

/** The tests of the draft, run on demand. */
export function Tests({ api }: { api: VersionsApi }) {
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

export function TestReport({ report }: { report: Report }) {
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
