import { ReactFlowProvider } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { request } from "./api/client";
import { FlowCanvas } from "./canvas/FlowCanvas";
import { FlowMap } from "./canvas/FlowMap";
import type { Config } from "./config";
import { Inspector } from "./inspector/Inspector";
import { LABELS } from "./labels";
import { seen } from "./model/panes";
import type { Schema } from "./model/schema";
import { CallsDialog } from "./panels/Calls";
import { ConflictDialog, ShortcutsDialog } from "./panels/Dialogs";
import { LensBar } from "./panels/LensBar";
import { LensPanel } from "./panels/LensPanel";
import { Notices, Spoken } from "./panels/Notices";
import { Problems } from "./panels/Problems";
import { Search } from "./panels/Search";
import { SidePanel } from "./panels/SidePanel";
import { TopBar } from "./panels/TopBar";
import { TryIt } from "./panels/TryIt";
import { VersionsDialog } from "./panels/Versions";
import { HouseContext } from "./state/context";
import { useBudget } from "./state/looks";
import { showPane } from "./state/panes";
import { type Commands, store, useDesigner } from "./state/store";
import type { Listening } from "./state/listening";
import type { Trying } from "./state/trying";
import { look } from "./state/view";
import { Button, Empty } from "./ui/controls";
import { useGlobalKeys } from "./ui/globalKeys";
import { Icon } from "./ui/icons";
import { useWide } from "./ui/useWide";
import { YamlPane } from "./yaml/YamlPane";

export function App({ config, commands, trying, listening }: { config: Config; commands: Commands; trying: Trying; listening: Listening }) {
  const [schema, setSchema] = useState<Schema | null>(null);
  useEffect(() => {
    const get = () => request<Schema>(fetch, config, "GET", config.schema).then(setSchema, () => setTimeout(get, 5000));
    void get();
  }, [config]);
  const house = useMemo(() => ({ config, commands, trying, listening, schema }), [config, commands, trying, listening, schema]);
  useGlobalKeys(commands);
  return (
    <HouseContext value={house}>
      <Frame commands={commands} />
      <Notices />
      <Spoken />
    </HouseContext>
  );
}

function Frame({ commands }: { commands: Commands }) {
  const sync = useDesigner((state) => state.sync);
  const problem = useDesigner((state) => state.problem);
  if (sync === "failed") {
    return (
      <div className="vx vx-alone">
        <Empty icon="cloudOff" title={problem?.message ?? LABELS.noServer} hint={problem?.remedy ?? ""}><Button tone="primary" onClick={() => commands.retry()}>{LABELS.tryAgain}</Button></Empty>
      </div>
    );
  }
  if (sync === "loading") return <div className="vx vx-alone" role="status"><p className="vx-muted">{LABELS.loading}</p></div>;
  return <Desk commands={commands} />;
}

function Desk({ commands }: { commands: Commands }) {
  const mayEdit = useDesigner((state) => state.may.edit);
  const readable = useDesigner((state) => state.readable);
  const graph = useDesigner((state) => state.graph);
  const name = useDesigner((state) => state.flow);
  const problems = useDesigner((state) => state.problems);
  const search = useDesigner((state) => state.search);
  const lens = useDesigner((state) => state.lens);
  const wide = useWide();
  const { yaml, details, trying, shared } = useDesigner(useShallow((state) => seen(state, wide)));
  useBudget();
  const readOnly = !mayEdit || !readable;
  const flow = name === null ? undefined : graph?.flows[name];
  const actions = useMemo(() => [
    { label: LABELS.undo, icon: "undo", run: () => commands.undo() },
    { label: LABELS.redo, icon: "redo", run: () => commands.redo() },
    { label: LABELS.tryIt, icon: "start", run: () => showPane("trying") },
    { label: LABELS.calls, icon: "calls", run: () => store.setState({ calls: true }) },
    { label: LABELS.yaml, icon: "code", run: () => showPane("yaml") },
    { label: LABELS.problems, icon: "warning", run: () => store.setState({ problems: true, lens: "", lit: [] }) },
    { label: LABELS.lensTime, icon: "clock", run: () => look("time") },
    { label: LABELS.lensPersonal, icon: "shield", run: () => look("personal") },
    { label: LABELS.lensChanges, icon: "compare", run: () => look("changes") },
    { label: LABELS.publish, icon: "flag", run: () => store.setState({ versions: true }) },
    { label: LABELS.shortcuts, icon: "keyboard", run: () => store.setState({ shortcuts: true }) },
  ], [commands]);
  return (
    <div className="vx">
      <TopBar readOnly={!mayEdit} />
      <div className={`vx-desk${shared ? " vx-desk-shared" : yaml && (details || trying) ? " vx-desk-three" : yaml || details || trying ? "" : " vx-desk-bare"}`}>
        <SidePanel readOnly={readOnly} />
        <section className="vx-centre" aria-label={LABELS.canvas}>
          {readOnly && <p className="vx-ribbon" role="status"><Icon name="error" size={14} />{mayEdit ? LABELS.readOnlyText : LABELS.readOnly}</p>}
          <div className="vx-stage">
            {flow ? (
              <ReactFlowProvider key={flow.name}><FlowCanvas flow={flow} readOnly={readOnly} /></ReactFlowProvider>
            ) : graph && graph.order.length > 0 ? (
              <ReactFlowProvider key="map"><FlowMap graph={graph} /></ReactFlowProvider>
            ) : (
              <Empty icon="flow" title={LABELS.noFlowChosen} hint={LABELS.noFlows} />
            )}
            {graph && graph.order.length > 0 && <LensBar />}
          </div>
          {lens ? <LensPanel /> : problems && <Problems />}
        </section>
        {yaml && <YamlPane />}
        {trying ? <TryIt /> : details && <Inspector readOnly={readOnly} />}
      </div>
      {search && <Search commands={actions} />}
      <ShortcutsDialog />
      <VersionsDialog />
      <CallsDialog />
      <ConflictDialog />
    </div>
  );
}
