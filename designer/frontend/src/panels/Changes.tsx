import { useEffect, useState } from "react";
import { type Changes as Told, type Counts, type Piece, type Version, type VersionsApi } from "../api/versions";
import { fill, LABELS } from "../labels";
import { store, useDesigner } from "../state/store";
import { goTo } from "../state/view";
import { Empty } from "../ui/controls";
import { told } from "./told";

/** What differs between two versions, or a version and the draft: in words, on the canvas, and line by line. */
export function Changes({ api, versions }: { api: VersionsApi; versions: Version[] }) {
  const newest = useDesigner((state) => state.newest);
  const rev = useDesigner((state) => state.rev);
  const [old, setOld] = useState<string>(String(newest));
  const [now, setNow] = useState<string>("draft");
  const [changes, setChanges] = useState<Told | string | null>(null);
  useEffect(() => {
    let gone = false;
    api.changes(old, now).then((made) => !gone && setChanges(made), (problem) => !gone && setChanges(told(problem)));
    return () => {
      gone = true;
    };
  }, [api, old, now, rev]);
  const options = versions.map((version) => [String(version.number), `${version.number}${version.message ? ` · ${version.message}` : ""}`] as const);
  return (
    <div className="vx-changes">
      <div className="vx-row">
        <Pick label={LABELS.compareOld} value={old} onChange={setOld} options={[["0", LABELS.compareNothing], ...options]} />
        <span className="vx-muted">→</span>
        <Pick label={LABELS.compareNew} value={now} onChange={setNow} options={[["draft", LABELS.compareDraft], ...options]} />
      </div>
      {changes === null && <p className="vx-muted" role="status">{LABELS.comparing}</p>}
      {typeof changes === "string" && <p className="vx-field-error" role="alert">{changes}</p>}
      {changes !== null && typeof changes !== "string" && <Shown changes={changes} live={now === "draft"} />}
    </div>
  );
}

function Pick({ label, value, options, onChange }: { label: string; value: string; options: (readonly [string, string])[]; onChange: (value: string) => void }) {
  return (
    <select className="vx-select" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map(([key, words]) => <option key={key} value={key}>{words}</option>)}
    </select>
  );
}

const NO_NODES: NonNullable<Told["graph"]>["nodes"] = { added: [], removed: [], changed: [] };

function Shown({ changes, live }: { changes: Told; live: boolean }) {
  const nodes = changes.graph?.nodes ?? NO_NODES;
  if (changes.text.length === 0) return <Empty icon="check" hint={LABELS.compareSame} />;
  const go = (flow: string, node: string) => {
    store.setState({ versions: false });
    goTo(flow, node);
  };
  const row = (kind: "added" | "removed" | "changed", flow: string, node: string, more: string) => (
    <li key={`${kind} ${flow} ${node}`}>
      <span className={`vx-sign vx-sign-${kind}`} aria-label={LABELS[kind]}>{{ added: "+", removed: "−", changed: "~" }[kind]}</span>
      {live && kind !== "removed" ? <button type="button" className="vx-link" onClick={() => go(flow, node)}>{flow} › {node}</button> : <span>{flow} › {node}</span>}
      <span className="vx-muted vx-clip">{more}</span>
    </li>
  );
  return (
    <>
      <p className="vx-muted">{changes.summary ? `${sum(LABELS.changedNodes, changes.summary.nodes)} ${sum(LABELS.changedEdges, changes.summary.edges)}` : LABELS.compareUnread}</p>
      <ul className="vx-change-list">
        {nodes.added.map((one) => row("added", one.flow, one.node, one.type ?? ""))}
        {nodes.removed.map((one) => row("removed", one.flow, one.node, one.type ?? ""))}
        {nodes.changed.map((one) => row("changed", one.flow, one.node, one.fields.map((field) => field.path).join(", ")))}
      </ul>
      {changes.prompts.map((prompt) => (
        <section key={`${prompt.flow} ${prompt.node} ${prompt.path}`} className="vx-boxed">
          <h3 className="vx-field-label">{prompt.flow} › {prompt.node} · {prompt.path}</h3>
          <p className="vx-words-diff"><Pieces pieces={prompt.words} /></p>
        </section>
      ))}
      <details className="vx-more" open={changes.prompts.length === 0}>
        <summary>{LABELS.compareLines}</summary>
        {changes.text.map((hunk) => (
          <pre key={hunk.new_line} className="vx-hunk" tabIndex={0} aria-label={fill(LABELS.goTo, { line: hunk.new_line })}>
            {hunk.lines.map(([op, text], at) => <span key={at} className={op === "=" ? undefined : op === "+" ? "vx-plus" : "vx-minus"}>{op === "=" ? " " : op} {text}{"\n"}</span>)}
          </pre>
        ))}
      </details>
    </>
  );
}

function Pieces({ pieces }: { pieces: Piece[] }) {
  return pieces.map(([op, text], at) => (op === "=" ? <span key={at}>{text}</span> : op === "+" ? <ins key={at}>{text}</ins> : <del key={at}>{text}</del>));
}

function sum(what: string, counts: Counts): string {
  return fill(what, { ...counts });
}
