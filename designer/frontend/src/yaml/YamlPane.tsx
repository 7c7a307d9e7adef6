import { useEffect, useRef, useState } from "react";
import type { Graph } from "../api/types";
import { LABELS } from "../labels";
import { entryLine } from "../model/text";
import { useHouse } from "../state/context";
import { store, useDesigner } from "../state/store";
import { openFlow, select } from "../state/view";
import { Button, Empty, IconButton } from "../ui/controls";
import type { EditorHandle } from "./editor";
import { loadYaml } from "./load";

/** The text of the bot, live both ways. */
export function YamlPane() {
  const { config, commands, schema } = useHouse();
  const box = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<EditorHandle | null>(null);
  const [failed, setFailed] = useState(false);
  const latest = useRef(schema);
  latest.current = schema;
  useEffect(() => {
    let made: EditorHandle | null = null;
    let gone = false;
    let stop: (() => void) | undefined;
    const begin = async () => {
      const tools = await loadYaml();
      if (gone || !box.current) return;
      made = tools.editor({
        parent: box.current,
        text: store.getState().text,
        nonce: config.nonce,
        label: LABELS.yamlAria,
        readOnly: !store.getState().may.edit,
        knowledge: () => ({ schema: latest.current, graph: store.getState().graph }),
        onText: (text) => commands.typed(text),
        onLine: follow,
        onUndo: () => commands.undo(),
        onRedo: () => commands.redo(),
      });
      const own = made;
      stop = commands.onEdits((edits) => {
        own.edit(edits);
        if (own.text() !== store.getState().text) own.replace(store.getState().text);
      });
      setEditor(made);
    };
    begin().catch(() => setFailed(true));
    return () => {
      gone = true;
      stop?.();
      commands.flush();
      made?.destroy();
      setEditor(null);
    };
  }, [config, commands]);
  useMarks(editor);
  useLines(editor);
  return (
    <section className="vx-yaml" aria-label={LABELS.yaml}>
      <header className="vx-side-head">
        <h2>{LABELS.yaml}</h2>
        <span className="vx-grow" />
        <IconButton className="vx-small" icon="close" label={LABELS.yamlHide} onClick={() => store.setState({ yaml: false })} />
      </header>
      {failed && (
        <Empty icon="cloudOff" hint={LABELS.yamlFailed}>
          <Button onClick={() => store.setState({ yaml: false })}>{LABELS.close}</Button>
        </Empty>
      )}
      {!editor && !failed && <p className="vx-muted vx-side-none" role="status">{LABELS.yamlLoading}</p>}
      <div ref={box} className="vx-yaml-box" />
    </section>
  );
}

/** Findings at their lines. */
function useMarks(editor: EditorHandle | null): void {
  const findings = useDesigner((state) => state.findings);
  const syntax = useDesigner((state) => state.syntax);
  useEffect(() => {
    const list = syntax ? [syntax, ...findings.filter((finding) => finding.code !== syntax.code)] : findings;
    editor?.mark(list.map(({ line, column, severity, message, remedy }) => ({ line, column, severity, message: `${message} ${remedy}` })));
  }, [editor, findings, syntax]);
}

/** Show the line of what is selected elsewhere. */
function useLines(editor: EditorHandle | null): void {
  const flow = useDesigner((state) => state.flow);
  const node = useDesigner((state) => (state.selected.length === 1 ? state.selected[0] : undefined));
  const thing = useDesigner((state) => state.thing);
  const wanted = useDesigner((state) => state.line);
  useEffect(() => {
    if (!editor || document.activeElement?.closest(".cm-editor")) return;
    const { graph, text } = store.getState();
    const line = thing ? entryLine(text, `${thing.kind}s`, thing.name) : lineOf(graph, flow, node);
    if (line) editor.show(line, 1, false);
  }, [editor, flow, node, thing]);
  useEffect(() => {
    if (wanted && Date.now() - wanted.id < 5000) editor?.show(wanted.line, wanted.column, true);
  }, [editor, wanted]);
}

function lineOf(graph: Graph | null, flow: string | null, node: string | undefined): number | null {
  const first = flow === null ? undefined : graph?.lines[flow];
  if (first === undefined) return null;
  return first + (graph?.flows[flow as string]?.nodes.find((one) => one.name === node)?.line ?? 0);
}

/** Select the node that the cursor is in. */
function follow(line: number): void {
  const { graph, flow: shown, selected } = store.getState();
  for (const [name, first] of Object.entries(graph?.lines ?? {})) {
    const flow = graph?.flows[name];
    if (!flow || line < first || line >= first + flow.lines) continue;
    const node = flow.nodes.find((one) => line >= first + one.line && line < first + one.line + one.lines);
    if (name !== shown) openFlow(name, node?.name ?? null);
    else if (node && (selected.length !== 1 || selected[0] !== node.name)) select([node.name]);
    if (node) store.setState({ reveal: { node: node.name, focus: false, id: Date.now() } });
    return;
  }
}
