import type { Edge, ReactFlowInstance } from "@xyflow/react";
import type { KeyboardEvent } from "react";
import type { Flow } from "../api/types";
import { fill, LABELS } from "../labels";
import type { Place } from "../model/layout";
import { type Direction, neighbour } from "../model/walk";
import { edgeId } from "../model/ways";
import { openDetails } from "../state/panes";
import { say, store } from "../state/store";
import { goTo, select } from "../state/view";
import type { CanvasNode } from "./cards";
import { showAll } from "./framing";
import type { Edits } from "./useEdits";

export interface CanvasKeys {
  flow: Flow;
  edits: Edits;
  askBehind: (node: string | null) => void;
  rf: ReactFlowInstance<CanvasNode, Edge> | null;
  place: (name: string) => Place;
  readOnly: boolean;
  /** The edge that is selected. */
  edge: string | null;
  clear: () => void;
}

const DIRECTIONS: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
const STEP = 8; // px: the grid
const FAST = 32;

/** Keys on the canvas. Arrows move what is selected; with Alt, or where nothing is, they go from node to node. */
export function onCanvasKey(event: KeyboardEvent, keys: CanvasKeys): void {
  const element = event.target as HTMLElement;
  if (event.defaultPrevented || element.closest("input, textarea, select, .vx-bar, .vx-quick, dialog")) return;
  const name = element.closest<HTMLElement>(".react-flow__node")?.dataset.id ?? store.getState().focus;
  if (handled(event, keys, name ?? null)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function handled(event: KeyboardEvent, keys: CanvasKeys, name: string | null): boolean {
  const { selected } = store.getState();
  const { flow, edits, readOnly } = keys;
  const direction = DIRECTIONS[event.key];
  const control = event.ctrlKey || event.metaKey;
  if (control && event.key.toLowerCase() === "a") {
    select(flow.nodes.map((node) => node.name));
    return true;
  }
  if (control && event.key.toLowerCase() === "d") {
    if (!readOnly && selected.length) void edits.paste(edits.copy(selected));
    return true;
  }
  if (control && event.shiftKey && event.key.toLowerCase() === "l") {
    if (!readOnly) edits.tidy();
    return true;
  }
  if (control && event.key === "1") {
    if (keys.rf) showAll(keys.rf, flow, keys.place);
    return keys.rf !== null;
  }
  if (control && (event.key === "=" || event.key === "+")) return Boolean(keys.rf?.zoomIn());
  if (control && event.key === "-") return Boolean(keys.rf?.zoomOut());
  if (control) return false;
  if (direction) return arrow(event, keys, direction, name);
  switch (event.key) {
    case "Enter":
    case " ":
      if (name === null) return false;
      if (event.key === "Enter" && selected.includes(name)) openDetails();
      else select(selected.includes(name) ? selected.filter((one) => one !== name) : event.shiftKey ? [...selected, name] : [name]);
      return true;
    case "Escape":
      if (selected.length === 0 && keys.edge === null && store.getState().thing === null) return false;
      keys.clear();
      return true;
    case "Tab":
      if (event.shiftKey || readOnly || name === null || !selected.includes(name)) return false;
      keys.askBehind(name);
      return true;
    case "Delete":
    case "Backspace":
      return remove(keys, selected);
    default:
      return false;
  }
}

function remove(keys: CanvasKeys, selected: readonly string[]): boolean {
  if (keys.readOnly) return false;
  const edge = keys.flow.edges.find((one) => edgeId(one) === keys.edge);
  if (edge) {
    keys.edits.cut(edge);
    keys.clear();
  } else if (selected.length) void keys.edits.remove(selected);
  return true;
}

function arrow(event: KeyboardEvent, keys: CanvasKeys, direction: Direction, name: string | null): boolean {
  const { selected } = store.getState();
  if (!event.altKey && selected.length && !keys.readOnly) return shift(keys, selected, direction, event.shiftKey ? FAST : STEP);
  if (name === null) return false;
  const next = neighbour(keys.flow, name, direction, keys.place);
  if (next === null) return true;
  if (selected.length) goTo(keys.flow.name, next, true);
  else {
    store.setState({ focus: next, reveal: { node: next, focus: true, id: Date.now() } });
  }
  return true;
}

function shift(keys: CanvasKeys, selected: readonly string[], direction: Direction, by: number): boolean {
  const x = direction === "left" ? -by : direction === "right" ? by : 0;
  const y = direction === "up" ? -by : direction === "down" ? by : 0;
  const to = new Map(selected.map((name) => {
    const from = keys.place(name);
    return [name, { x: from.x + x, y: from.y + y }];
  }));
  const what = selected.length === 1 ? (selected[0] as string) : fill(LABELS.nodes, { count: selected.length });
  keys.edits.nudge(to, fill(LABELS.didMove, { what }));
  const first = to.get(selected[0] as string) as Place;
  say(fill(LABELS.movedTo, { what, x: first.x, y: first.y }));
  return true;
}
