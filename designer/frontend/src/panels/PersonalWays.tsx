import { useEffect, useMemo, useState } from "react";
import { looksApi, type PersonalValue, type Reach } from "../api/looks";
import { fill, LABELS } from "../labels";
import { nodesOnWay } from "../model/lens";
import { useHouse } from "../state/context";
import { store, useDesigner } from "../state/store";
import { lightUp } from "../state/view";
import { Empty } from "../ui/controls";
import { Icon } from "../ui/icons";
import { Words } from "../ui/Words";
import { Below } from "./Below";
import { told } from "./told";

/** Personal values, and what each can reach; a way that is chosen is shown on the canvas. */
export function PersonalWays() {
  const { config } = useHouse();
  const api = useMemo(() => looksApi(config, config.slug), [config]);
  const rev = useDesigner((state) => state.rev);
  const [values, setValues] = useState<PersonalValue[] | string | null>(null);
  useEffect(() => {
    let gone = false;
    api.personal().then((found) => !gone && setValues(found.values), (problem) => !gone && setValues(told(problem)));
    return () => {
      gone = true;
    };
  }, [api, rev]);
  if (values === null) return <Below title={LABELS.lensPersonal}><p className="vx-muted vx-side-none" role="status">{LABELS.loading}</p></Below>;
  if (typeof values === "string") return <Below title={LABELS.lensPersonal}><p className="vx-field-error vx-side-none" role="alert">{values}</p></Below>;
  return (
    <Below title={LABELS.lensPersonal} count={values.length}>
      {values.length === 0 && <Empty icon="shield" hint={LABELS.personalNone} />}
      <ul>
        {values.map((value) => (
          <li key={value.declared}>
            <p className="vx-personal-name"><span className="vx-mono">{value.name}</span> <span className="vx-muted">{value.class}{value.reaches.length === 0 && ` · ${LABELS.personalNowhere}`}</span></p>
            <ul>{value.reaches.map((reach, at) => <li key={at}><Way reach={reach} /></li>)}</ul>
          </li>
        ))}
      </ul>
    </Below>
  );
}

const KINDS: Record<Reach["kind"], string> = { tool: LABELS.reachTool, model: LABELS.reachModel, log: LABELS.reachLog };

function Way({ reach }: { reach: Reach }) {
  return (
    <button type="button" className={`vx-problem vx-problem-${reach.allowed ? "fine" : "error"}`} onClick={() => lightUp(nodesOnWay(reach, store.getState().graph))}>
      <Icon name={reach.allowed ? "check" : "error"} />
      <span className="vx-grow">
        <span className="vx-problem-words">{fill(KINDS[reach.kind], { name: reach.name })}</span> <span className={reach.allowed ? "vx-muted" : "vx-bad"}>{reach.allowed ? LABELS.reachAllowed : LABELS.reachForbidden}</span>
        <span className="vx-problem-place"><Words text={reach.way} /></span>
      </span>
    </button>
  );
}
