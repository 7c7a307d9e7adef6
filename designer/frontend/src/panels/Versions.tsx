import { useCallback, useEffect, useMemo, useState } from "react";
import { type Version, versionsApi } from "../api/versions";
import { LABELS } from "../labels";
import { useHouse } from "../state/context";
import { notify, store, useDesigner } from "../state/store";
import { Dialog } from "../ui/controls";
import { Changes } from "./Changes";
import { Publish } from "./Publish";
import { told } from "./told";

/** What is new, keeping it as a version, and letting versions answer. */
export function VersionsDialog() {
  const open = useDesigner((state) => state.versions);
  return open ? <Opened /> : null;
}

function Opened() {
  const { config } = useHouse();
  const api = useMemo(() => versionsApi(config, config.slug), [config]);
  const [versions, setVersions] = useState<Version[] | null>(null);
  const load = useCallback(() => {
    api.list().then(setVersions, (problem) => {
      setVersions([]);
      notify({ tone: "bad", text: told(problem) });
    });
  }, [api]);
  useEffect(load, [load]);
  return (
    <Dialog title={LABELS.versions} wide onClose={() => store.setState({ versions: false })}>
      {versions === null ? (
        <p className="vx-muted" role="status">{LABELS.comparing}</p>
      ) : (
        <div className="vx-versions">
          <section aria-label={LABELS.whatIsNew}><h3>{LABELS.whatIsNew}</h3><Changes key={versions.length} api={api} versions={versions} /></section>
          <Publish api={api} versions={versions} onKept={load} />
        </div>
      )}
    </Dialog>
  );
}
