import type { ReactNode } from "react";
import type { CallLine, CallPage } from "../api/calls";
import { fill, LABELS } from "../labels";
import { endWords, lengthOf, took } from "../model/calls";

export function endOf(one: CallLine): string {
  if (!one.ended) return LABELS.endNotYet;
  return one.end_reason ? endWords(one.end_reason) : LABELS.endNotYet;
}

export function madeBy(one: CallLine): string {
  return one.bot_version > 0 ? fill(LABELS.callVersion, { number: one.bot_version }) : LABELS.callTrial;
}

/** A call in short: when, how long, how many turns, how fast, and how it ended. */
export function CallFacts({ page, onTurn }: { page: CallPage; onTurn: (seq: number) => void }) {
  const { answers, length_s: length, exchanges } = page;
  const turns = exchanges.filter(({ began_with: how }) => how !== "call_started").length;
  const slow = answers.slowest_ms !== null && answers.spoken && answers.slowest_ms > answers.budget_ms;
  const where = answers.count > 0 && !answers.spoken ? LABELS.callInServer : "";
  return (
    <dl className="vx-facts" aria-label={LABELS.callFacts}>
      <Fact name={LABELS.callBegan} hint={`${madeBy(page)}, ${page.channel === "voice" ? LABELS.callVoice : LABELS.callText}`}>{new Date(page.started).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}</Fact>
      <Fact name={LABELS.callLength}>{length === null ? LABELS.callNoFigure : lengthOf(length)}</Fact>
      <Fact name={LABELS.callTurnsFact}>{turns}</Fact>
      <Fact name={LABELS.callMedian} hint={where}>{answers.median_ms === null ? <span className="vx-muted">{LABELS.callNoFigure}</span> : took(answers.median_ms)}</Fact>
      <Fact name={LABELS.callSlowest} hint={answers.over > 0 && answers.spoken ? fill(LABELS.callOver, { count: answers.over, budget: took(answers.budget_ms) }) : where}>
        {answers.slowest_ms === null || answers.slowest === null ? (
          <span className="vx-muted">{LABELS.callNoFigure}</span>
        ) : (
          <button type="button" className={`vx-link${slow ? " vx-bad" : ""}`} aria-label={fill(LABELS.callToSlowest, { time: took(answers.slowest_ms) })} onClick={() => answers.slowest !== null && onTurn(answers.slowest)}>{took(answers.slowest_ms)}</button>
        )}
      </Fact>
      <Fact name={LABELS.callHow}>{endOf(page)}</Fact>
    </dl>
  );
}

function Fact({ name, hint = "", children }: { name: string; hint?: string; children: ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}{hint && <span className="vx-fact-hint">{hint}</span>}</dd></div>;
}
