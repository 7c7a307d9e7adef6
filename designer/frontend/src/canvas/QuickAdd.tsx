import { useEffect, useId, useMemo, useRef, useState } from "react";
import type { Flow, FlowEdge } from "../api/types";
import { fill, LABELS, typeHint, typeLabel } from "../labels";
import { TYPES } from "../model/nodes";
import { useDesigner } from "../state/store";
import { Icon } from "../ui/icons";

export interface Choice {
  key: string;
  icon: string;
  label: string;
  hint: string;
  add?: string;
  to?: string;
}

/** Where it stands, in px of the canvas, and the way that it is to continue. */
export interface Asked {
  x: number;
  y: number;
  at: { x: number; y: number } | null;
  from: FlowEdge | null;
}

/** Pick what comes next by typing: a new node, or something to lead to. */
export function QuickAdd({ asked, flow, onPick, onClose }: { asked: Asked; flow: Flow; onPick: (choice: Choice) => void; onClose: () => void }) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const order = useDesigner((state) => state.graph?.order);
  const box = useRef<HTMLDivElement>(null);
  const list = useId();
  const choices = useMemo(() => filtered(all(flow, order ?? [], asked.from), words), [flow, order, asked.from, words]);
  const chosen = Math.min(at, choices.length - 1);
  useEffect(() => {
    const away = (event: PointerEvent) => !box.current?.contains(event.target as Element) && onClose();
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, [onClose]);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div ref={box} className="vx-quick" role="dialog" aria-label={LABELS.quickAdd} style={{ left: asked.x, top: asked.y }}>
      <label className="vx-quick-field">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={choices[chosen] ? `${list}-${chosen}` : undefined}
          aria-label={LABELS.quickAdd}
          placeholder={LABELS.quickAdd}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape" || event.key === "Tab") onClose();
            else if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, choices.length - 1));
            else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
            else if (event.key === "Enter" && choices[chosen]) onPick(choices[chosen]);
            else return;
            event.preventDefault();
          }}
        />
      </label>
      <ul id={list} role="listbox" aria-label={LABELS.quickAdd} className="vx-quick-list">
        {choices.map((choice, index) => (
          <li
            key={choice.key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={`vx-quick-item vx-t-${choice.icon}`}
            onPointerMove={() => setAt(index)}
            onClick={() => onPick(choice)}
          >
            <span className="vx-card-icon"><Icon name={choice.icon} size={15} /></span>
            <span className="vx-grow">
              <span className="vx-quick-label">{choice.label}</span>
              <span className="vx-quick-hint vx-clip">{choice.hint}</span>
            </span>
          </li>
        ))}
      </ul>
      {choices.length === 0 && <p className="vx-quick-none">{LABELS.noMatch}</p>}
    </div>
  );
}

function all(flow: Flow, order: readonly string[], from: FlowEdge | null): Choice[] {
  const made: Choice[] = TYPES.map((type) => ({ key: `add ${type}`, icon: type, label: typeLabel(type), hint: typeHint(type), add: type }));
  if (!from) return made;
  const to = (icon: string, name: string, label: string): Choice => ({ key: `to ${icon} ${name}`, icon, label, hint: LABELS.quickAddTargets, to: name });
  return [
    ...made,
    to("end", "end", LABELS.toEnd),
    to("handoff", "handoff", LABELS.toHandoff),
    ...flow.nodes.filter((node) => node.name !== from.node).map((node) => to(node.type ?? "", node.name, fill(LABELS.toNode, { name: node.name }))),
    ...order.filter((name) => name !== flow.name).map((name) => to("flow", name, fill(LABELS.toFlow, { name }))),
  ];
}

function filtered(choices: Choice[], words: string): Choice[] {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return choices;
  const score = (choice: Choice) => (choice.label.toLowerCase().startsWith(wanted) ? 0 : choice.label.toLowerCase().includes(wanted) ? 1 : 2);
  const fits = (choice: Choice) => {
    const all = `${choice.label} ${choice.hint} ${choice.add ?? ""}`.toLowerCase();
    return wanted.split(/\s+/).every((word) => all.includes(word));
  };
  return choices.filter(fits).sort((a, b) => score(a) - score(b));
}
