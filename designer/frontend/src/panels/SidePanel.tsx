import { type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import type { Kind } from "../api/types";
import { count, fill, LABELS } from "../labels";
import { freeName } from "../model/nodes";
import { newPart } from "../model/parts";
import { useCommands } from "../state/context";
import { type Side, store, type Thing, useDesigner } from "../state/store";
import { openFlow, openThing } from "../state/view";
import { Empty, IconButton } from "../ui/controls";
import { Icon } from "../ui/icons";
import { NewName } from "./NewName";
import { Outline } from "./Outline";

const TABS: { side: Side; label: string; short: string; icon: string }[] = [
  { side: "flows", label: LABELS.flows, short: LABELS.flows, icon: "flow" },
  { side: "slots", label: LABELS.slotsFull, short: LABELS.slots, icon: "slot" },
  { side: "intents", label: LABELS.intents, short: LABELS.intents, icon: "intent" },
  { side: "tools", label: LABELS.tools, short: LABELS.tools, icon: "tool" },
];

export function SidePanel({ readOnly }: { readOnly: boolean }) {
  const side = useDesigner((state) => state.side);
  const show = (next: Side) => store.setState({ side: next });
  const keys = (event: KeyboardEvent) => {
    const at = TABS.findIndex((tab) => tab.side === side);
    const to = event.key === "ArrowRight" ? at + 1 : event.key === "ArrowLeft" ? at - 1 : -1;
    const next = TABS[(to + TABS.length) % TABS.length];
    if (to === -1 && event.key !== "ArrowLeft" || !next) return;
    show(next.side);
    document.getElementById(`vx-tab-${next.side}`)?.focus();
  };
  return (
    <nav className="vx-side" aria-label={LABELS.parts}>
      <div className="vx-tabs" role="tablist" aria-label={LABELS.parts} onKeyDown={keys}>
        {TABS.map((tab) => (
          <button key={tab.side} id={`vx-tab-${tab.side}`} type="button" role="tab" aria-selected={tab.side === side} aria-controls="vx-side" tabIndex={tab.side === side ? 0 : -1} title={tab.label} aria-label={tab.label} onClick={() => show(tab.side)}>
            <Icon name={tab.icon} size={17} />
            <span className="vx-tab-word">{tab.short}</span>
          </button>
        ))}
      </div>
      <div id="vx-side" className="vx-side-body" role="tabpanel" aria-labelledby={`vx-tab-${side}`}>
        {side === "flows" && <Flows readOnly={readOnly} />}
        {side === "slots" && <><Things kind="slot" readOnly={readOnly} /><Things kind="variable" readOnly={readOnly} /></>}
        {side === "intents" && <Things kind="intent" readOnly={readOnly} />}
        {side === "tools" && <Things kind="tool" readOnly={readOnly} />}
      </div>
      {side === "flows" && <Outline />}
    </nav>
  );
}

interface Row {
  name: string;
  hint: string;
  current: boolean;
  icon: string;
  flag?: string;
  errors?: number;
  warnings?: number;
  open: () => void;
}

function List({ title, rows, add, empty, icon, readOnly, before }: { title: string; rows: Row[]; add: { label: string; kind: Kind; make: (name: string) => void; taken: (name: string) => boolean }; empty: string; icon: string; readOnly: boolean; before?: ReactNode }) {
  const [words, setWords] = useState("");
  const [naming, setNaming] = useState(false);
  const wanted = words.trim().toLowerCase();
  const shown = wanted ? rows.filter((row) => `${row.name} ${row.hint}`.toLowerCase().includes(wanted)) : rows;
  return (
    <section className="vx-side-section" aria-label={title}>
      <header className="vx-side-head">
        <h2>{title}</h2>
        <span className="vx-count">{rows.length}</span>
        <span className="vx-grow" />
        {!readOnly && <IconButton className="vx-small" icon="plus" label={add.label} onClick={() => setNaming(true)} />}
      </header>
      {rows.length > 8 && <input className="vx-input vx-filter" type="search" aria-label={`${LABELS.filter}: ${title}`} placeholder={LABELS.filter} value={words} onChange={(event) => setWords(event.target.value)} />}
      {naming && (
        <NewName
          label={add.label}
          taken={add.taken}
          onClose={() => setNaming(false)}
          onDone={(name) => {
            setNaming(false);
            add.make(name);
          }}
        />
      )}
      {before}
      {rows.length === 0 && !naming && <Empty icon={icon} hint={empty} />}
      {rows.length > 0 && shown.length === 0 && <p className="vx-muted vx-side-none">{LABELS.noMatch}</p>}
      <ul>
        {shown.map((row) => (
          <li key={row.name}>
            <button type="button" className="vx-item" aria-current={row.current || undefined} onClick={row.open}>
              <Icon name={row.icon} />
              <span className="vx-grow">
                <span className="vx-item-name vx-clip">{row.name}</span>
                {row.hint && <span className="vx-item-hint vx-clip">{row.hint}</span>}
              </span>
              {row.flag && <span className="vx-flagged" title={row.flag}><Icon name="flag" size={13} /><span className="vx-hidden">{row.flag}</span></span>}
              {row.errors ? <span className="vx-mark vx-mark-error" title={count(row.errors, LABELS.oneError, LABELS.errorsCount)}>{row.errors}</span> : row.warnings ? <span className="vx-mark vx-mark-warning" title={count(row.warnings, LABELS.oneWarning, LABELS.warningsCount)}>{row.warnings}</span> : null}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Flows({ readOnly }: { readOnly: boolean }) {
  const commands = useCommands();
  const graph = useDesigner((state) => state.graph);
  const flow = useDesigner((state) => state.flow);
  const findings = useDesigner((state) => state.findings);
  const rows = useMemo((): Row[] => (graph?.order ?? []).map((name) => {
    const own = findings.filter((finding) => finding.flow === name);
    const errors = own.filter((finding) => finding.severity === "error").length;
    return {
      name, hint: graph?.flows[name]?.description ?? "", current: name === flow, icon: "flow", errors, warnings: own.length - errors,
      open: () => openFlow(name), ...(graph?.start === name ? { flag: LABELS.startFlow } : {}),
    };
  }), [graph, flow, findings]);
  const make = async (name: string) => {
    if (await commands.change([newPart("flow", name)], fill(LABELS.didAddNode, { what: name }))) openFlow(name);
  };
  return (
    <List
      title={LABELS.flows}
      rows={rows}
      icon="flow"
      empty={LABELS.noFlows}
      readOnly={readOnly}
      add={{ label: LABELS.newFlow, kind: "flow", taken: (name) => Boolean(graph && name in graph.flows), make: (name) => void make(name) }}
      before={rows.length > 1 && (
        <button type="button" className="vx-item" aria-current={flow === null || undefined} onClick={() => openFlow(null)}>
          <Icon name="map" /><span className="vx-grow"><span className="vx-item-name">{LABELS.map}</span></span>
        </button>
      )}
    />
  );
}

const KINDS = {
  slot: { title: LABELS.slots, add: LABELS.newSlot, empty: LABELS.noSlots, part: "slots" },
  variable: { title: LABELS.variables, add: LABELS.newVariable, empty: LABELS.noVariables, part: "variables" },
  intent: { title: LABELS.intents, add: LABELS.newIntent, empty: LABELS.noIntents, part: "intents" },
  tool: { title: LABELS.tools, add: LABELS.newTool, empty: LABELS.noTools, part: "tools" },
} as const;

function Things({ kind, readOnly }: { kind: Thing["kind"]; readOnly: boolean }) {
  const commands = useCommands();
  const { title, add, empty, part } = KINDS[kind];
  const known = useDesigner((state) => state.graph?.names[part]);
  const thing = useDesigner((state) => state.thing);
  const rows = useMemo((): Row[] => Object.entries(known ?? {}).map(([name, told]) => ({
    name,
    hint: hint(told),
    icon: kind,
    current: thing?.kind === kind && thing.name === name,
    open: () => openThing({ kind, name }),
  })), [known, kind, thing]);
  const make = async (name: string) => {
    const free = freeName(name, Object.keys(known ?? {}));
    if (await commands.change([newPart(kind, free)], fill(LABELS.didAddNode, { what: free }))) openThing({ kind, name: free });
  };
  return <List title={title} rows={rows} icon={kind} empty={empty} readOnly={readOnly} add={{ label: add, kind, taken: (name) => Boolean(known && name in known), make: (name) => void make(name) }} />;
}

function hint(told: object): string {
  const { description, type, examples } = told as { description?: string | null; type?: string | null; examples?: number };
  const number = examples === undefined ? "" : fill(LABELS.examplesCount, { count: examples });
  return [type ?? "", description ?? "", number].filter(Boolean).join(" · ");
}
