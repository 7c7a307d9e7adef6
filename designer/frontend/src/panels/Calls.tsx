import { useEffect, useMemo, useState } from "react";
import { type CallLine, callsApi } from "../api/calls";
import { versionsApi } from "../api/versions";
import { count, LABELS } from "../labels";
import { useHouse } from "../state/context";
import { pathShown } from "../state/path";
import { store, useDesigner } from "../state/store";
import { Button, Dialog, Empty } from "../ui/controls";
import { endOf, madeBy } from "./CallFacts";
import { CallStory } from "./CallStory";
import { told } from "./told";

/** Calls of the bot: a list, and a page for each. */
export function CallsDialog() {
  const open = useDesigner((state) => state.calls);
  return open ? <Opened /> : null;
}

function Opened() {
  const { config } = useHouse();
  const api = useMemo(() => callsApi(config, config.slug), [config]);
  const versions = useMemo(() => versionsApi(config, config.slug), [config]);
  const [list, setList] = useState<CallLine[] | string | null>(null);
  const [before] = useState(pathShown);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    api.list().then((calls) => {
      setList(calls);
      const known = calls.find(({ call }) => call === before.call) ?? calls[0];
      setChosen((now) => now ?? known?.call ?? null);
    }, (problem) => setList(told(problem)));
  }, [api, before]);
  const tryIt = () => store.setState({ calls: false, trying: true });
  return (
    <Dialog title={LABELS.calls} wide="whole" onClose={() => store.setState({ calls: false })}>
      {list === null && <p className="vx-muted" role="status">{LABELS.callsLoading}</p>}
      {typeof list === "string" && <p className="vx-field-error" role="alert">{list}</p>}
      {Array.isArray(list) && list.length === 0 && <Empty icon="calls" title={LABELS.callsNoneTitle} hint={LABELS.callsNone}><Button tone="primary" icon="start" onClick={tryIt}>{LABELS.tryIt}</Button></Empty>}
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
          {chosen && <CallStory key={chosen} id={chosen} api={api} versions={versions} begin={chosen === before.call ? before.turn : 0} />}
        </div>
      )}
    </Dialog>
  );
}

function brief(one: CallLine): string {
  const how = one.channel === "voice" ? LABELS.callVoice : LABELS.callText;
  const turns = one.summary ? count(one.summary.turns, LABELS.callTurn, LABELS.callTurns) : "";
  return [madeBy(one), how, turns, one.ended ? endOf(one) : LABELS.callRunning].filter(Boolean).join(" · ");
}
