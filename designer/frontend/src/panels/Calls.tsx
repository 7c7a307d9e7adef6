import { useEffect, useMemo, useState } from "react";
import { type CallLine, type CallPage, type CallsApi, callsApi, type CallTurn, type Replay } from "../api/calls";
import { count, fill, LABELS } from "../labels";
import { useCommands, useHouse } from "../state/context";
import { store, useDesigner } from "../state/store";
import { goTo } from "../state/view";
import { Button, Dialog, Empty } from "../ui/controls";
import { Icon } from "../ui/icons";
import { told } from "./told";

/** Calls of the bot as stories, and what this draft would have done in them. */
export function CallsDialog() {
  const open = useDesigner((state) => state.calls);
  return open ? <Opened /> : null;
}

function Opened() {
  const { config } = useHouse();
  const api = useMemo(() => callsApi(config, config.slug), [config]);
  const [list, setList] = useState<CallLine[] | string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    api.list().then((calls) => {
      setList(calls);
      setChosen((now) => now ?? calls[0]?.call ?? null);
    }, (problem) => setList(told(problem)));
  }, [api]);
  return (
    <Dialog title={LABELS.calls} wide onClose={() => store.setState({ calls: false })}>
      {list === null && <p className="vx-muted" role="status">{LABELS.callsLoading}</p>}
      {typeof list === "string" && <p className="vx-field-error" role="alert">{list}</p>}
      {Array.isArray(list) && list.length === 0 && <Empty icon="calls" hint={LABELS.callsNone} />}
      {Array.isArray(list) && list.length > 0 && (
        <div className="vx-calls">
          <ul aria-label={LABELS.calls}>
            {list.map((one) => (
              <li key={one.call}>
                <button type="button" className="vx-item" aria-current={one.call === chosen || undefined} onClick={() => setChosen(one.call)}>
                  <span className="vx-grow">
                    <span className="vx-item-name vx-clip">{new Date(one.started).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}</span>
                    <span className="vx-item-hint vx-clip">{brief(one)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {chosen && <Story key={chosen} id={chosen} api={api} />}
        </div>
      )}
    </Dialog>
  );
}

function brief(one: CallLine): string {
  const version = one.bot_version > 0 ? fill(LABELS.callVersion, { number: one.bot_version }) : LABELS.callTrial;
  const turns = one.summary ? count(one.summary.turns, LABELS.callTurn, LABELS.callTurns) : "";
  return [version, one.channel, turns, one.end_reason ?? LABELS.callRunning].filter(Boolean).join(" · ");
}

function Story({ id, api }: { id: string; api: CallsApi }) {
  const commands = useCommands();
  const [page, setPage] = useState<CallPage | string | null>(null);
  const [replay, setReplay] = useState<Replay | string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    api.page(id).then(setPage, (problem) => setPage(told(problem)));
  }, [api, id]);
  const run = async () => {
    setBusy(true);
    await commands.settled();
    await api.replay(id).then(setReplay, (problem) => setReplay(told(problem)));
    setBusy(false);
  };
  if (page === null) return <p className="vx-muted" role="status">{LABELS.callsLoading}</p>;
  if (typeof page === "string") return <p className="vx-field-error" role="alert">{page}</p>;
  const slots = Object.entries(page.slots);
  const differs = typeof replay === "object" ? (replay?.difference ?? null) : null;
  return (
    <section className="vx-story" aria-label={LABELS.callStory}>
      <div className="vx-row">
        <Button icon="redo" disabled={busy} onClick={() => void run()}>{busy ? LABELS.comparing : LABELS.replay}</Button>
        <span className="vx-muted vx-small-text">{LABELS.replayHint}</span>
      </div>
      {typeof replay === "string" && <p className="vx-field-error" role="alert">{replay}</p>}
      {replay && typeof replay !== "string" && (
        <div role="status" className={`vx-finding vx-finding-${replay.same ? "good" : "warning"}`}>
          <Icon name={replay.same ? "check" : "warning"} size={14} />
          <p>
            {replay.same ? fill(LABELS.replaySame, { count: replay.events }) : fill(LABELS.replayDiffers, { text: differs?.text ?? "" })}
            {differs?.flow && differs.node && <> <Link flow={differs.flow} node={differs.node} /></>}
            {replay.surrogates && ` ${LABELS.replaySurrogates}`}
          </p>
        </div>
      )}
      <ol className="vx-story-lines" tabIndex={0} aria-label={LABELS.callStory}>
        {page.turns.map((turn, at) => <Turn key={`${turn.seq} ${at}`} turn={turn} differs={differs?.seq === turn.seq} />)}
      </ol>
      {slots.length > 0 && (
        <dl className="vx-try-values" aria-label={LABELS.tryValues}>
          {slots.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="vx-clip">{typeof value === "object" ? JSON.stringify(value) : String(value)}</dd></div>)}
        </dl>
      )}
    </section>
  );
}

const LINES: Record<CallTurn["who"], string> = { caller: "you", keys: "you", bot: "bot", silence: "note", tool: "note", model: "note", person: "note", end: "note" };

function Turn({ turn, differs }: { turn: CallTurn; differs: boolean }) {
  const text = turn.text || (turn.who === "silence" ? LABELS.callSilence : turn.who);
  return (
    <li className={`vx-line-${LINES[turn.who] ?? "note"}${differs ? " vx-line-differs" : ""}`}>
      <p>{text}{turn.interrupted && ` (${LABELS.callInterrupted})`}</p>
      {turn.flow && turn.node && LINES[turn.who] !== "note" && <p className="vx-try-steps"><Link flow={turn.flow} node={turn.node} /></p>}
    </li>
  );
}

/** A node of the draft; only its name where it is gone. */
function Link({ flow, node }: { flow: string; node: string }) {
  const there = useDesigner((state) => state.graph?.flows[flow]?.nodes.some((one) => one.name === node) ?? false);
  if (!there) return <span className="vx-mono">{flow}.{node}</span>;
  const go = () => {
    store.setState({ calls: false });
    goTo(flow, node);
  };
  return <button type="button" className="vx-link" onClick={go}>{flow}.{node}</button>;
}
