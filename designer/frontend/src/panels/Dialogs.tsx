import { fill, LABELS } from "../labels";
import { sideBySide } from "../model/lines";
import { useCommands } from "../state/context";
import { store, useDesigner } from "../state/store";
import { Button, Dialog } from "../ui/controls";

/** Somebody else was first: both texts, and a choice. There is no other way out, so nothing is lost by accident. */
export function ConflictDialog() {
  const conflict = useDesigner((state) => state.conflict);
  const commands = useCommands();
  if (!conflict) return null;
  const by = conflict.by ?? LABELS.somebody;
  const op = conflict.kind === "op";
  const { left, right } = sideBySide(conflict.mine, conflict.theirs);
  return (
    <Dialog
      wide
      title={fill(LABELS.conflictTitle, { by })}
      onClose={null}
      actions={
        <>
          <Button onClick={() => commands.choose("theirs")}>{op ? LABELS.opTheirs : LABELS.keepTheirs}</Button>
          <Button tone="primary" onClick={() => commands.choose("mine")}>{op ? LABELS.opMine : LABELS.keepMine}</Button>
        </>
      }
    >
      <p>{fill(op ? LABELS.conflictOp : LABELS.conflictText, { by, what: conflict.what })}</p>
      <div className="vx-compare">
        <TextColumn title={op ? LABELS.conflictMineOp : LABELS.conflictMine} lines={left} />
        <TextColumn title={LABELS.conflictTheirs} lines={right} />
      </div>
    </Dialog>
  );
}

function TextColumn({ title, lines }: { title: string; lines: { text: string; changed: boolean }[] }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <pre tabIndex={0} aria-label={title}>
        {lines.map((line, at) => <span key={at} className={line.changed ? "vx-changed" : undefined}>{line.text}{"\n"}</span>)}
      </pre>
    </section>
  );
}

const KEYS: [string, [string, string][]][] = [
  [LABELS.keysAnywhere, [["Ctrl K", LABELS.search], ["Ctrl Z", LABELS.undo], ["Ctrl Shift Z", LABELS.redo], ["Ctrl S", LABELS.keySave], ["?", LABELS.shortcuts]]],
  [LABELS.keysMoving, [["Tab", LABELS.keyTab], ["Alt →", LABELS.keyAlong], ["Alt ←", LABELS.keyBack], ["Alt ↑ ↓", LABELS.keyUpDown], ["Enter", LABELS.keyEnter], ["Esc", LABELS.keyEscape]]],
  [LABELS.keysChanging, [["Tab", LABELS.keyQuickAdd], [LABELS.keyDouble, LABELS.addNode], ["← → ↑ ↓", LABELS.keyMove], ["Ctrl C, X, V", LABELS.keyCopy], ["Ctrl D", LABELS.duplicate], ["Delete", LABELS.remove], ["Ctrl A", LABELS.keyAll], ["Shift", LABELS.keyBox], ["Ctrl Shift L", LABELS.tidy]]],
  [LABELS.keysView, [["Ctrl +, -", `${LABELS.zoomIn}, ${LABELS.zoomOut}`], ["Ctrl 1", LABELS.fit], [LABELS.keyWheel, LABELS.keyPan]]],
];

export function ShortcutsDialog() {
  const open = useDesigner((state) => state.shortcuts);
  if (!open) return null;
  return (
    <Dialog title={LABELS.shortcuts} wide onClose={() => store.setState({ shortcuts: false })}>
      <div className="vx-keys">
        {KEYS.map(([title, rows]) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>{rows.map(([keys, words]) => <div key={`${keys} ${words}`}><dt><kbd>{keys}</kbd></dt><dd>{words}</dd></div>)}</dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
