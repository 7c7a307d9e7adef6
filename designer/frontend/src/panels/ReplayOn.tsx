import { useEffect, useId, useState } from "react";
import type { CallPage, CallsApi, Replay } from "../api/calls";
import type { Version, VersionsApi } from "../api/versions";
import { fill, LABELS } from "../labels";
import { useCommands } from "../state/context";
import { Button } from "../ui/controls";
import { Icon } from "../ui/icons";
import { CallNode } from "./CallNode";
import { told } from "./told";

type On = number | "draft";

/** Gives a call to the draft or to a version again, and tells where it goes otherwise. */
export function ReplayOn({ page, api, versions, onDiffers, onTurn }: { page: CallPage; api: CallsApi; versions: VersionsApi; onDiffers: (seq: number | null) => void; onTurn: (seq: number) => void }) {
  const commands = useCommands();
  const field = useId();
  const [kept, setKept] = useState<Version[]>([]);
  const [on, setOn] = useState<On>("draft");
  const [came, setCame] = useState<{ on: On; what: Replay | string } | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    versions.list().then(setKept, () => undefined); // the draft is there in any case
  }, [versions]);
  const choose = (value: string) => {
    setOn(value === "draft" ? value : Number(value));
    setCame(null);
    onDiffers(null);
  };
  const run = async () => {
    setBusy(true);
    if (on === "draft") await commands.settled();
    const what = await api.replay(page.call, on).catch((problem: unknown) => told(problem));
    setCame({ on, what });
    onDiffers(typeof what === "string" ? null : (what.difference?.seq ?? null));
    setBusy(false);
  };
  const ordered = [...kept].sort((one, other) => other.number - one.number);
  return (
    <div className="vx-replay">
      <div className="vx-row" role="group" aria-label={LABELS.replayHint}>
        <label htmlFor={field}>{LABELS.replayOn}</label>
        <select id={field} className="vx-select" value={on} disabled={busy} title={LABELS.replayHint} onChange={(event) => choose(event.target.value)}>
          <option value="draft">{LABELS.replayDraft}</option>
          {ordered.map(({ number, message }) => <option key={number} value={number}>{fill(number === page.bot_version ? LABELS.replayOwn : LABELS.callVersion, { number })}{message ? ` · ${message}` : ""}</option>)}
        </select>
        <Button icon="redo" disabled={busy} onClick={() => void run()}>{busy ? LABELS.replayRunning : LABELS.replay}</Button>
      </div>
      {came && <Came on={came.on} what={came.what} onTurn={onTurn} />}
    </div>
  );
}

function Came({ on, what, onTurn }: { on: On; what: Replay | string; onTurn: (seq: number) => void }) {
  if (typeof what === "string") return <p className="vx-field-error" role="alert">{what}</p>;
  const { difference } = what;
  const where = on === "draft" ? LABELS.replayDraft.toLowerCase() : fill(LABELS.callVersion, { number: on }).toLowerCase();
  return (
    <div role="status" className={`vx-finding vx-finding-${what.same ? "good" : "warning"}`}>
      <Icon name={what.same ? "check" : "warning"} size={14} />
      <p>
        {what.same ? fill(LABELS.replaySame, { what: where, count: what.events }) : fill(LABELS.replayDiffers, { what: where, text: difference?.text ?? "" })}
        {difference?.flow && difference.node && <> <CallNode flow={difference.flow} node={difference.node} /></>}
        {what.surrogates && ` ${LABELS.replaySurrogates}`}
      </p>
      {difference && <Button className="vx-fix" onClick={() => onTurn(difference.seq)}>{LABELS.replayTurn}</Button>}
    </div>
  );
}
