import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { CallPage, CallsApi, CallTurn } from "../api/calls";
import type { VersionsApi } from "../api/versions";
import { fill, LABELS } from "../labels";
import { endWords, isSlow, stepsOf, type Talk, talksOf, took } from "../model/calls";
import { showPath } from "../state/path";
import { Button } from "../ui/controls";
import { CallFacts } from "./CallFacts";
import { CallTurnView } from "./CallTurn";
import { ReplayOn } from "./ReplayOn";
import { told } from "./told";

/** One call: in short, as it was said, and turn by turn. `begin`: the turn that is shown first. */
export function CallStory({ id, api, versions, begin }: { id: string; api: CallsApi; versions: VersionsApi; begin: number }) {
  const [page, setPage] = useState<CallPage | string | null>(null);
  useEffect(() => {
    api.page(id).then(setPage, (problem) => setPage(told(problem)));
  }, [api, id]);
  if (page === null) return <p className="vx-muted" role="status">{LABELS.callsLoading}</p>;
  if (typeof page === "string") return <p className="vx-field-error" role="alert">{page}</p>;
  return <Told page={page} api={api} versions={versions} begin={begin} />;
}

function Told({ page, api, versions, begin }: { page: CallPage; api: CallsApi; versions: VersionsApi; begin: number }) {
  const talks = useMemo(() => talksOf(page), [page]);
  const steps = useMemo(() => stepsOf(page.path), [page]);
  const [at, setAt] = useState(Math.min(begin, Math.max(0, talks.length - 1)));
  const [differs, setDiffers] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const toSeq = (seq: number, focus = false) => {
    const found = talks.findLastIndex(({ turn }) => turn.seq <= seq);
    if (found < 0) return;
    setAt(found);
    const button = list.current?.querySelectorAll<HTMLButtonElement>(".vx-turn-pick")[found];
    button?.scrollIntoView({ block: "nearest" });
    if (focus) button?.focus();
  };
  const move = (event: KeyboardEvent<HTMLOListElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const next = talks[at + step];
    if (!step || !next || !(event.target as HTMLElement).classList.contains("vx-turn-pick")) return;
    event.preventDefault();
    toSeq(next.turn.seq, true);
  };
  const talk = talks[at];
  return (
    <section className="vx-story" aria-label={LABELS.callStory}>
      <CallFacts page={page} onTurn={(seq) => toSeq(seq, true)} />
      <div className="vx-story-tools">
        <ReplayOn page={page} api={api} versions={versions} onDiffers={setDiffers} onTurn={(seq) => toSeq(seq, true)} />
        <Button icon="flow" disabled={steps.length === 0} onClick={() => showPath(page.call, at, steps)}>{LABELS.pathShow}</Button>
      </div>
      <div className="vx-story-two">
        <ol ref={list} className="vx-story-lines" aria-label={LABELS.callStory} onKeyDown={move}>
          {talks.map((one, number) => (
            <Block key={one.turn.seq} talk={one} chosen={number === at} slow={isSlow(one.turn.times, page.answers.budget_ms)} differs={differs !== null && differs >= one.turn.seq && differs <= one.turn.last} onChoose={() => setAt(number)} />
          ))}
        </ol>
        {talk && <div className="vx-story-turn" tabIndex={0} role="group" aria-label={talk.title}><CallTurnView talk={talk} before={talks[at - 1]?.turn.slots ?? {}} answers={page.answers} /></div>}
      </div>
    </section>
  );
}

function Block({ talk, chosen, slow, differs, onChoose }: { talk: Talk; chosen: boolean; slow: boolean; differs: boolean; onChoose: () => void }) {
  const { turn, title, words, lines } = talk;
  const total = turn.times?.total_ms ?? null;
  const time = total === null ? "" : `${took(total)}${slow ? `, ${LABELS.turnOver}` : ""}`;
  return (
    // A click anywhere is for the pointer alone: the button says and does the same.
    <li className={`vx-turn-block${chosen ? " vx-turn-chosen" : ""}${differs ? " vx-line-differs" : ""}`} onClick={onChoose}>
      <button type="button" className="vx-turn-pick" aria-current={chosen || undefined} aria-label={fill(time ? LABELS.turnPick : LABELS.turnPickNoTime, { turn: title, words, time })} onClick={onChoose}>
        <span>{title}</span>
        {total !== null && <span className={slow ? "vx-bad" : ""}>{took(total)}</span>}
      </button>
      {lines.map((line, number) => <Line key={number} line={line} />)}
    </li>
  );
}

const SIDES: Record<CallTurn["who"], string> = { caller: "you", keys: "you", bot: "bot", silence: "note", tool: "note", model: "bot", person: "note", end: "note" };

function Line({ line }: { line: CallTurn }) {
  if (line.who === "end" || line.who === "tool") return <div className="vx-line-note"><p>{fill(line.who === "end" ? LABELS.step_call_ended : LABELS.whyAsks, { reason: endWords(line.text), tool: line.text })}</p></div>;
  const text = line.who === "keys" ? fill(LABELS.pressed, { keys: line.text }) : line.text || (line.who === "silence" ? LABELS.callSilence : line.who);
  if (line.who === "caller" && !line.text) return <div className="vx-line-note"><p>{LABELS.callInterrupted}</p></div>;
  return <div className={`vx-line-${SIDES[line.who] ?? "note"}`}><p>{text}</p></div>;
}
