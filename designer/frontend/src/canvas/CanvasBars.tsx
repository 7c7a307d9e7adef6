import { Panel, useReactFlow } from "@xyflow/react";
import { type DragEvent, useRef } from "react";
import { LABELS, typeHint, typeLabel, typeShort } from "../labels";
import { TYPES } from "../model/nodes";
import { IconButton } from "../ui/controls";
import { Icon } from "../ui/icons";
import type { Edits } from "./useEdits";

export const DRAGGED = "application/x-voxloom-node";

/** The types of nodes, to be dragged onto the canvas or clicked. */
export function Palette({ onAdd }: { onAdd: (type: string) => void }) {
  const bar = useRef<HTMLDivElement>(null);
  const drag = (event: DragEvent, type: string) => {
    event.dataTransfer.setData(DRAGGED, type);
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <Panel position="bottom-center">
      <div
        ref={bar}
        className="vx-bar vx-palette"
        role="toolbar"
        aria-label={LABELS.palette}
        onKeyDown={(event) => rove(event.key, bar.current) && event.preventDefault()}
      >
        {TYPES.map((type, at) => (
          <button
            key={type}
            type="button"
            draggable
            tabIndex={at === 0 ? 0 : -1}
            className={`vx-palette-item vx-t-${type}`}
            title={`${typeLabel(type)}. ${typeHint(type)}.`}
            aria-label={typeLabel(type)}
            onDragStart={(event) => drag(event, type)}
            onClick={() => onAdd(type)}
          >
            <Icon name={type} size={18} />
            <span className="vx-palette-word" aria-hidden="true">{typeShort(type)}</span>
          </button>
        ))}
      </div>
    </Panel>
  );
}

/** One tab stop for a bar; the arrows go on from there. */
function rove(key: string, bar: HTMLElement | null): boolean {
  const items = [...(bar?.querySelectorAll<HTMLElement>("button") ?? [])];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = key === "ArrowRight" ? at + 1 : key === "ArrowLeft" ? at - 1 : key === "Home" ? 0 : key === "End" ? items.length - 1 : -1;
  const item = items[(next + items.length) % items.length];
  if (at < 0 || (next === -1 && key !== "ArrowLeft") || !item) return false;
  for (const one of items) one.tabIndex = one === item ? 0 : -1;
  item.focus();
  return true;
}

export function ZoomBar({ onFit, onTidy }: { onFit?: () => void; onTidy?: () => void }) {
  const flow = useReactFlow();
  return (
    <Panel position="bottom-left">
      <div className="vx-bar vx-bar-tall" role="toolbar" aria-label={LABELS.canvasTools} aria-orientation="vertical">
        <IconButton icon="plus" label={LABELS.zoomIn} keys="Ctrl +" onClick={() => void flow.zoomIn()} />
        <IconButton icon="minus" label={LABELS.zoomOut} keys="Ctrl -" onClick={() => void flow.zoomOut()} />
        <IconButton icon="fit" label={LABELS.fit} keys="Ctrl 1" onClick={onFit ?? (() => void flow.fitView({ maxZoom: 1, padding: 0.12 }))} />
        {onTidy && <IconButton icon="tidy" label={LABELS.tidy} keys="Ctrl Shift L" onClick={onTidy} />}
      </div>
    </Panel>
  );
}

export function SelectionBar({ names, edits }: { names: readonly string[]; edits: Edits }) {
  return (
    <Panel position="top-center">
      <div className="vx-bar" role="toolbar" aria-label={LABELS.selectionTools}>
        <span className="vx-bar-words">{LABELS.multiple.replace("{count}", String(names.length))}</span>
        <IconButton icon="alignLeft" label={LABELS.alignLeft} onClick={() => edits.align(names, "left")} />
        <IconButton icon="alignTop" label={LABELS.alignTop} onClick={() => edits.align(names, "top")} />
        <IconButton icon="spreadDown" label={LABELS.spreadDown} onClick={() => edits.align(names, "down")} />
        <IconButton icon="spreadAcross" label={LABELS.spreadAcross} onClick={() => edits.align(names, "across")} />
        <IconButton icon="duplicate" label={LABELS.duplicate} keys="Ctrl D" onClick={() => void edits.paste(edits.copy(names))} />
        <IconButton icon="trash" label={LABELS.remove} keys="Delete" onClick={() => void edits.remove(names)} />
      </div>
    </Panel>
  );
}
