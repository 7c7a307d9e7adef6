import type { TurnTimes } from "../api/calls";
import { fill, LABELS } from "../labels";
import { type Bar, chartOf, isSlow, took } from "../model/calls";
import { WHY } from "./TurnTime";

/** The parts of a turn's time as bars on one axis: a table, so that whoever hears it has the same. */
export function Waterfall({ times, promiseMs, budgetMs }: { times: TurnTimes; promiseMs: number; budgetMs: number }) {
  const { bars, sumMs, marks } = chartOf(times, promiseMs, budgetMs);
  const slow = isSlow(times, budgetMs);
  const lines = marks.map(({ kind, at }) => <line key={kind} className={`vx-chart-${kind}`} x1={`${at}%`} x2={`${at}%`} y1="0" y2="100%" />);
  return (
    <div className="vx-chart">
      <p className="vx-row">
        <strong className={slow ? "vx-bad" : ""}>{times.spoken ? (times.total_ms === null ? LABELS.turnCutShort : fill(LABELS.turnToSound, { time: took(times.total_ms) })) : fill(LABELS.turnInServer, { time: took(sumMs) })}</strong>
        {times.speculated && <span className="vx-state" title={LABELS.turnAheadHint}>{LABELS.turnAhead}</span>}
        {times.filler && <span className="vx-state" title={LABELS.turnFillerHint}>{LABELS.turnFiller}</span>}
      </p>
      <table>
        <caption className="vx-hidden">{LABELS.turnTimes}</caption>
        <thead>
          <tr>
            <th scope="col"><span className="vx-hidden">{LABELS.chartPart}</span></th>
            <th scope="col">
              <span className="vx-hidden">{LABELS.chartWhen}</span>
              {marks.length > 0 && (
                <svg className="vx-chart-axis" aria-hidden="true">
                  {lines}
                  {marks.map(({ kind, at, ms }) => (
                    <text key={kind} className={`vx-chart-${kind}-text`} x={`${at}%`} dx={before(kind, at) ? -4 : 4} y="11" textAnchor={before(kind, at) ? "end" : "start"}>{fill(LABELS.turnMs, { ms })}</text>
                  ))}
                </svg>
              )}
            </th>
            <th scope="col"><span className="vx-hidden">{LABELS.chartTook}</span></th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.part}>
              <th scope="row">{LABELS[bar.part]}</th>
              <td>
                <span className="vx-hidden">{fill(LABELS.chartFrom, { from: Math.round(bar.fromMs) })}</span>
                <svg aria-hidden="true">{lines}<Rects bar={bar} /></svg>
              </td>
              <td>{exact(bar.ms)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{times.spoken ? LABELS.chartSum : LABELS.chartSumHere}</th>
            <td>{marks.length > 0 && <ul className="vx-chart-key">{marks.map(({ kind, ms }) => <li key={kind} className={`vx-chart-${kind}-key`}>{fill(kind === "promise" ? LABELS.chartPromise : LABELS.chartBudget, { ms })}</li>)}</ul>}</td>
            <td className={slow ? "vx-bad" : ""}>{exact(sumMs)}</td>
          </tr>
        </tfoot>
      </table>
      {times.answer_ms !== null && times.answer_ms !== times.total_ms && <p>{fill(LABELS.turnAnswer, { seconds: (times.answer_ms / 1000).toFixed(2) })}</p>}
      {!times.spoken && <p className="vx-muted">{LABELS.turnUnspoken}</p>}
      {times.hold && <p>{fill(LABELS.turnHeld, { why: WHY[times.hold.why] ?? times.hold.why })}</p>}
    </div>
  );
}

/** Whether the words of a mark stand left of it: they must not reach beyond the axis. */
function before(kind: string, at: number): boolean {
  return kind === "promise" || at > 80;
}

/** In a column all times have one unit. */
function exact(ms: number): string {
  return fill(LABELS.turnMs, { ms: ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms) });
}

function Rects({ bar }: { bar: Bar }) {
  const within = bar.width - bar.over;
  return (
    <>
      {within > 0 && <rect className={`vx-part-${bar.part}`} x={`${bar.from}%`} y="5" width={`${Math.max(within, bar.over > 0 ? 0 : 0.4)}%`} height="12" rx="2" />}
      {bar.over > 0 && <rect className="vx-fill-bad" x={`${bar.from + within}%`} y="5" width={`${Math.max(bar.over, 0.4)}%`} height="12" rx="2" />}
    </>
  );
}
