import { applyNodeChanges, type NodeChange } from "@xyflow/react";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Flow } from "../api/types";
import { orderIn } from "../model/calls";
import { guessed, type Place, placed, type Size } from "../model/layout";
import { changesIn, timesOf } from "../model/lens";
import { usePath } from "../state/path";
import { store, useDesigner } from "../state/store";
import { select } from "../state/view";
import { type CanvasNode, commentsOf, marksOf, measured, peopleOf, toNodes, trailOf } from "./cards";

/** Where nodes stand that the text gives no place to, for as long as the page is open. */
const remembered = new Map<string, Map<string, Place>>();

export function forgetPlaces(flow: string): void {
  remembered.delete(flow);
}

export interface Cards {
  nodes: CanvasNode[];
  onNodesChange: (changes: NodeChange<CanvasNode>[]) => void;
  place: (name: string) => Place;
  size: (name: string) => Size;
  /** Show nodes elsewhere at once; they stay there until `sent` settles, and then stand where the text says. */
  move: (places: ReadonlyMap<string, Place>, sent: Promise<boolean>) => void;
}

const NONE: ReadonlySet<string> = new Set();
const NO_ORDER: ReadonlyMap<string, string> = new Map();
const NO_TRAIL: ReadonlyMap<string, "been" | "here"> = new Map();

/** The flow as nodes of the canvas, kept up with the draft. */
export function useCards(flow: Flow, readOnly: boolean): Cards {
  const findings = useDesigner((state) => state.findings);
  const people = useDesigner((state) => state.people);
  const talks = useDesigner((state) => state.trying);
  const trial = useDesigner((state) => state.trial);
  const lens = useDesigner((state) => state.lens);
  const budget = useDesigner((state) => state.budget);
  const drawn = useDesigner((state) => state.drawn);
  const lit = useDesigner((state) => state.lit);
  const selected = useDesigner((state) => state.selected);
  const focus = useDesigner((state) => state.focus);
  const isStart = useDesigner((state) => state.graph?.start === flow.name);
  const base = useDesigner((state) => state.base);
  const line = useDesigner((state) => state.graph?.lines[flow.name]);
  const [nodes, setNodes] = useState<CanvasNode[]>([]);
  const [held, setHeld] = useState<ReadonlySet<string>>(NONE);
  const latest = useRef(nodes);
  latest.current = nodes;

  const size = useCallback((name: string): Size => {
    const known = latest.current.find((node) => node.id === name)?.measured;
    return known?.width && known.height ? { width: known.width, height: known.height } : guessed(flow, name);
  }, [flow]);
  const places = useMemo(() => {
    const known = remembered.get(flow.name) ?? new Map<string, Place>();
    const now = placed(flow, known, size);
    remembered.set(flow.name, now);
    return now;
  }, [flow, size]);
  const marks = useMemo(() => marksOf(findings, flow.name), [findings, flow.name]);
  const comments = useMemo(() => commentsOf(flow, line, base.split("\n")), [flow, line, base]);
  const here = useMemo(() => peopleOf(people, flow.name), [people, flow.name]);
  const trail = useMemo(() => (talks ? trailOf(trial, flow.name) : NO_TRAIL), [talks, trial, flow.name]);
  const times = useMemo(() => timesOf(budget, flow.name, lens === "time"), [budget, flow.name, lens]);
  const { nodes: changes, gone } = useMemo(() => changesIn(lens === "changes" ? drawn : null, flow.name), [lens, drawn, flow.name]);
  const onWay = useMemo(() => new Set(lit.filter((one) => one.flow === flow.name).map((one) => one.node)), [lit, flow.name]);
  const steps = usePath((state) => state.steps);
  const order = useMemo(() => (lens === "call" ? orderIn(steps, flow.name) : NO_ORDER), [lens, steps, flow.name]);
  const reached = focus ?? flow.nodes[0]?.name ?? null; // one node is always reached by Tab

  useLayoutEffect(() => {
    setNodes((old) => toNodes(old, flow, { places, held, marks, comments, people: here, trail, times, changes, gone, lit: onWay, order, selected, focus: reached, isStart, readOnly }));
  }, [flow, places, held, marks, comments, here, trail, times, changes, gone, onWay, order, selected, reached, isStart, readOnly]);

  const onNodesChange = useCallback((changes: NodeChange<CanvasNode>[]) => {
    const wanted = changes.filter((change) => change.type === "position" || change.type === "dimensions" || change.type === "select");
    if (wanted.length === 0) return;
    setNodes((old) => applyNodeChanges(wanted, old).map(measured));
    // Only what people select is told: the library's own event also comes for what the page selected, and later.
    if (wanted.some((change) => change.type === "select")) {
      const chosen = applyNodeChanges(wanted, latest.current).filter((node) => node.selected).map((node) => node.id);
      const before = store.getState().selected.filter((name) => chosen.includes(name));
      select([...before, ...chosen.filter((name) => !before.includes(name))]);
    }
  }, []);
  const place = useCallback((name: string): Place => latest.current.find((node) => node.id === name)?.position ?? { x: 0, y: 0 }, []);
  const move = useCallback((to: ReadonlyMap<string, Place>, sent: Promise<boolean>) => {
    setNodes((old) => old.map((node) => (to.has(node.id) ? { ...node, position: to.get(node.id) as Place } : node) as CanvasNode));
    setHeld((old) => new Set([...old, ...to.keys()]));
    void sent.then(() => setHeld((old) => new Set([...old].filter((name) => !to.has(name)))));
  }, []);
  return { nodes, onNodesChange, place, size, move };
}
