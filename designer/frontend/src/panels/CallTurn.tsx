import type { Answers, Asked } from "../api/calls";
import type { JsonMap } from "../api/types";
import { LABELS } from "../labels";
import { cameOf, knownOf, pairsOf, took, type Talk } from "../model/calls";
import { whyOfKept } from "../model/why";
import { CallNode } from "./CallNode";
import { WhySteps } from "./TurnWhy";
import { Waterfall } from "./Waterfall";

/** One turn of a call: where its time went, why the bot did what it did, what it knew, and what it asked outside. */
export function CallTurnView({ talk, before, answers }: { talk: Talk; before: JsonMap; answers: Answers }) {
  const { turn, title, words } = talk;
  const known = knownOf(turn, before);
  const why = whyOfKept(turn);
  return (
    <section className="vx-turn" aria-label={title}>
      <h3>{title}{words && <span className="vx-muted"> “{words}”</span>}</h3>
      <section aria-label={LABELS.turnTimes}>
        <h4>{LABELS.turnTimes}</h4>
        {turn.times ? <Waterfall times={turn.times} promiseMs={answers.promise_ms} budgetMs={answers.budget_ms} /> : <p className="vx-muted">{LABELS.turnTimesNone}</p>}
      </section>
      <section aria-label={LABELS.turnWhy}>
        <h4>{LABELS.turnWhy}</h4>
        {why.length ? <div className="vx-why"><WhySteps steps={why} place={(flow, node) => <CallNode flow={flow} node={node} />} /></div> : <p className="vx-muted">{LABELS.turnWhyNone}</p>}
      </section>
      <div className="vx-turn-two">
        <section aria-label={LABELS.turnKnew}>
          <h4>{LABELS.turnKnew}</h4>
          {known.length ? (
            <dl className="vx-turn-pairs">
              {known.map(({ name, value, fresh }) => <div key={name}><dt>{name}</dt><dd>{value}{fresh && <span className="vx-turn-new">{LABELS.turnNew}</span>}</dd></div>)}
            </dl>
          ) : <p className="vx-muted">{LABELS.turnKnewNone}</p>}
        </section>
        <section aria-label={LABELS.turnAsked}>
          <h4>{LABELS.turnAsked}</h4>
          {turn.tools.length ? <ul className="vx-turn-asked">{turn.tools.map((one, at) => <Outside key={at} asked={one} />)}</ul> : <p className="vx-muted">{LABELS.turnAskedNone}</p>}
        </section>
      </div>
    </section>
  );
}

const KINDS: Record<string, string> = { model: LABELS.askedModel, documents: LABELS.askedDocuments };

function Outside({ asked }: { asked: Asked }) {
  const came = cameOf(asked);
  return (
    <li>
      <p className="vx-row">
        <span className="vx-mono vx-clip vx-grow">{asked.name}</span>
        {asked.kind && asked.kind in KINDS && <span className="vx-muted">{KINDS[asked.kind]}</span>}
        {typeof asked.ms === "number" && <span className="vx-turn-ms">{took(asked.ms)}</span>}
      </p>
      <dl className="vx-turn-pairs">
        <Pairs name={LABELS.askedWith} of={asked.asked} />
        {asked.error ? <div><dt>{LABELS.askedError}</dt><dd className="vx-bad">{asked.error}</dd></div> : came === undefined && typeof asked.ms !== "number" ? <div><dt>{LABELS.askedGave}</dt><dd className="vx-muted">{LABELS.askedOpen}</dd></div> : <Pairs name={LABELS.askedGave} of={came} />}
      </dl>
    </li>
  );
}

function Pairs({ name, of }: { name: string; of: Asked["asked"] }) {
  const pairs = pairsOf(of);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {pairs.length === 0 && <span className="vx-muted">{LABELS.askedNothing}</span>}
        {pairs.map((pair) => <span key={pair.name} className="vx-turn-pair">{pair.name && <span className="vx-muted">{pair.name} </span>}{pair.value}</span>)}
      </dd>
    </div>
  );
}
