import { fill, LABELS } from "../labels";
import { length, type TimedTurn } from "../model/times";

/** Why a bot waited at the end of a turn, in words. */
export const WHY: Record<string, string> = {
  answer: LABELS.whyAnswer, request: LABELS.whyRequest, "may go on": LABELS.whyMayGoOn, incomplete: LABELS.whyIncomplete, unfinished: LABELS.whyUnfinished,
  unclear: LABELS.whyUnclear, nothing: LABELS.whyNothing, undecided: LABELS.whyUndecided, unheard: LABELS.whyUnheard,
};

/** How long a caller waited for an answer; it opens to the parts of that time, each as long as it took. */
export function TurnTime({ time }: { time: TimedTurn }) {
  const all = length(time);
  const most = Math.max(...time.parts.map(({ ms }) => ms));
  return (
    <details className="vx-time">
      <summary>{time.total === null ? LABELS.turnCut : fill(LABELS.turnTime, { seconds: seconds(time.total) })}</summary>
      <div className="vx-time-whole" aria-hidden="true">
        <svg viewBox="0 0 100 6" preserveAspectRatio="none">{stacked(time, all).map(({ part, from, share }) => <rect key={part} className={`vx-part-${part}`} x={from} width={share} height="6" />)}</svg>
      </div>
      <dl aria-label={LABELS.turnParts}>
        {time.parts.map(({ part, ms }) => (
          <div key={part}>
            <dt>{LABELS[part]}</dt>
            <dd>
              <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect className={`vx-part-${part}`} width={Math.max(1, (100 * ms) / most)} height="6" rx="1" /></svg>
              <span>{fill(LABELS.turnMs, { ms: Math.round(ms) })}</span>
            </dd>
          </div>
        ))}
      </dl>
      {time.answer !== null && <p>{fill(LABELS.turnAnswer, { seconds: seconds(time.answer) })}</p>}
      {time.why !== null && <p>{fill(LABELS.turnHeld, { why: WHY[time.why] ?? time.why })}</p>}
    </details>
  );
}

function stacked(time: TimedTurn, all: number): { part: string; from: number; share: number }[] {
  let from = 0;
  return time.parts.map(({ part, ms }) => {
    const share = (100 * ms) / all;
    from += share;
    return { part, from: from - share, share };
  });
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
