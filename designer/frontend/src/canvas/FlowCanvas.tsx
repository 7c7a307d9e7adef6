import { Background, BackgroundVariant, type Connection, type Edge, MiniMap, ReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { type DragEvent, type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Flow } from "../api/types";
import { count, fill, LABELS, typeLabel } from "../labels";
import { NODE_WIDTH, type Place, snapped } from "../model/layout";
import { edgeAt, edgeId, onlyWay } from "../model/ways";
import { openDetails } from "../state/panes";
import { say, store, useDesigner } from "../state/store";
import { select, selectNothing } from "../state/view";
import { Button, Empty } from "../ui/controls";
import { AskCondition } from "./AskCondition";
import { DRAGGED, Palette, SelectionBar, ZoomBar } from "./CanvasBars";
import { ALL_IN_PAGE, BEGIN, type CanvasNode, toEdges } from "./cards";
import { frame, READABLE, showAll } from "./framing";
import { type CanvasKeys, onCanvasKey } from "./keys";
import { BeginCard, GoneCard, NodeCard } from "./NodeCard";
import { type Asked, type Choice, QuickAdd } from "./QuickAdd";
import { useCards } from "./useCards";
import { useEdits } from "./useEdits";

const NODE_TYPES = { card: NodeCard, begin: BeginCard, gone: GoneCard }; // outside: a new object would draw every node anew
const SNAP: [number, number] = [8, 8];
const ARIA = {
  "node.a11yDescription.default": LABELS.canvas,
  "node.a11yDescription.keyboardDisabled": "",
  "edge.a11yDescription.default": "",
};

/** One flow, to be looked at and changed. */
export function FlowCanvas({ flow, readOnly }: { flow: Flow; readOnly: boolean }) {
  const cards = useCards(flow, readOnly);
  const edits = useEdits(flow, cards);
  const selected = useDesigner((state) => state.selected);
  const [chosenEdge, setChosenEdge] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [branch, setBranch] = useState<{ from: string; to: string } | null>(null);
  const [rf, setRf] = useState<ReactFlowInstance<CanvasNode, Edge> | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const first = flow.nodes[0]?.name;
  const edges = useMemo(() => toEdges(flow.edges, first, chosenEdge), [flow.edges, first, chosenEdge]);
  const many = flow.nodes.length > ALL_IN_PAGE;
  useEffect(() => {
    if (selected.length) setChosenEdge(null);
    if (selected.length > 1) say(fill(LABELS.selectedCount, { count: selected.length }));
  }, [selected]);
  useReveal(rf, cards.place, box);

  const ask = useCallback((client: Place, at: Place | null, from: Asked["from"]) => {
    const area = box.current?.getBoundingClientRect();
    if (!area || readOnly) return;
    const x = Math.max(8, Math.min(client.x - area.left, area.width - 308));
    const y = Math.max(8, Math.min(client.y - area.top, area.height - 348));
    setAsked({ x, y, at, from });
  }, [readOnly]);
  const close = useCallback(() => {
    setAsked(null);
    focusNode(box.current, store.getState().focus);
  }, []);

  function pick(choice: Choice): void {
    const { from, at } = asked as Asked;
    setAsked(null);
    if (choice.add) void edits.add(choice.add, at, from);
    else if (choice.to && from) edits.lead(from, choice.to);
  }

  /** What comes behind a node, by the keyboard. */
  const askBehind = useCallback((name: string | null) => {
    const from = name === null ? null : onlyWay(flow, name);
    const area = box.current?.getBoundingClientRect();
    if (!area || !rf) return;
    const place = name === null ? rf.screenToFlowPosition({ x: area.left + area.width / 2 - 150, y: area.top + 120 }) : cards.place(name);
    ask(rf.flowToScreenPosition({ x: place.x + (name === null ? 0 : NODE_WIDTH + 16), y: place.y }), null, from);
  }, [flow, rf, cards, ask]);

  function connected(connection: Connection): void {
    const { source, target } = connection;
    if (!edits.connect(source, connection.sourceHandle ?? "", target)) setBranch({ from: source, to: target });
  }

  const keys: CanvasKeys = {
    flow, edits, askBehind, rf, place: cards.place, readOnly,
    edge: chosenEdge,
    clear: () => {
      setChosenEdge(null);
      selectNothing();
    },
  };
  useClipboard(box, keys);

  const drop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(DRAGGED);
    if (!type || !rf || readOnly) return;
    event.preventDefault();
    const at = rf.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    void edits.add(type, { x: at.x - NODE_WIDTH / 2, y: at.y - 24 }, null);
  };

  return (
    <div
      ref={box}
      className="vx-canvas"
      onKeyDown={(event: KeyboardEvent) => onCanvasKey(event, keys)}
      onFocus={(event) => onFocus(event.target, box.current)}
      onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
      onDrop={drop}
      onDoubleClick={(event: MouseEvent) => {
        if (!(event.target as Element).classList.contains("react-flow__pane") || !rf) return;
        const client = { x: event.clientX, y: event.clientY };
        ask(client, rf.screenToFlowPosition(client), null);
      }}
    >
      <ReactFlow<CanvasNode, Edge>
        aria-label={`${LABELS.canvas}: ${flow.name}`}
        ariaLabelConfig={ARIA}
        nodes={cards.nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodesChange={cards.onNodesChange}
        onNodeDoubleClick={() => openDetails()}
        onEdgeClick={(_, edge) => {
          select([]);
          setChosenEdge(edge.id);
        }}
        onPaneClick={() => {
          setChosenEdge(null);
          selectNothing();
        }}
        onNodeDragStop={(_, __, nodes) => {
          const to = new Map(nodes.filter((node) => node.id !== BEGIN).map((node) => [node.id, snapped(node.position)]));
          edits.places(to, fill(LABELS.didMove, { what: to.size === 1 ? ([...to.keys()][0] as string) : count(to.size, "", LABELS.nodes) }));
        }}
        onConnect={connected}
        onConnectEnd={(event, state) => {
          if (state.isValid || state.toNode || !state.fromHandle || state.fromHandle.type !== "source" || !rf) return;
          const client = "changedTouches" in event ? (event.changedTouches[0] as Touch) : event;
          const at = { x: client.clientX, y: client.clientY };
          const from = edgeAt(flow, state.fromHandle.nodeId, state.fromHandle.id ?? "") ?? null;
          ask(at, rf.screenToFlowPosition(at), from);
        }}
        onReconnect={(edge, connection) => {
          const old = flow.edges.find((one) => edgeId(one) === edge.id);
          if (old && connection.source === old.node) edits.lead(old, connection.target);
        }}
        isValidConnection={(connection) => connection.target !== BEGIN}
        onInit={(instance) => {
          setRf(instance);
          frame(instance, flow, cards.place);
        }}
        onlyRenderVisibleElements={many}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={["Meta", "Control"]}
        selectionKeyCode="Shift"
        zoomOnDoubleClick={false}
        panOnScroll
        snapToGrid
        snapGrid={SNAP}
        minZoom={0.15}
        maxZoom={1.6}
        connectionRadius={28}
        elevateNodesOnSelect
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} />
        <ZoomBar onFit={() => rf && showAll(rf, flow, cards.place)} {...(readOnly ? {} : { onTidy: edits.tidy })} />
        {!readOnly && <Palette onAdd={(type) => void edits.add(type, null, selected.length === 1 ? onlyWay(flow, selected[0] as string) : null)} />}
        {!readOnly && selected.length > 1 && <SelectionBar names={selected} edits={edits} />}
        {flow.nodes.length > 4 && <MiniMap pannable zoomable ariaLabel={LABELS.minimap} nodeClassName={(node) => `vx-mini vx-t-${String((node.data as { node?: { type?: string } }).node?.type ?? "")}`} />}
      </ReactFlow>
      {flow.nodes.length === 0 && (
        <div className="vx-canvas-empty">
          <Empty icon={flow.problem ? "error" : "say"} title={flow.problem ? LABELS.brokenFlow : LABELS.emptyFlow} hint={flow.problem ?? LABELS.emptyFlowHint}>
            {!readOnly && !flow.problem && <Button tone="primary" icon="plus" onClick={() => askBehind(null)}>{LABELS.addFirst}</Button>}
          </Empty>
        </div>
      )}
      {asked && <QuickAdd asked={asked} flow={flow} onPick={pick} onClose={close} />}
      {branch && (
        <AskCondition
          to={branch.to}
          onClose={() => setBranch(null)}
          onDone={(condition) => {
            edits.branch(branch.from, branch.to, condition);
            setBranch(null);
          }}
        />
      )}
    </div>
  );
}

/** The node that got the focus is the one that Tab reaches from now on; by the keyboard it comes into sight. */
function onFocus(target: Element, box: HTMLElement | null): void {
  const node = target.closest<HTMLElement>(".react-flow__node");
  const name = node?.dataset.id;
  if (!node || !box || !name || name === BEGIN || target !== node) return;
  if (store.getState().focus !== name) store.setState({ focus: name });
  const [own, frame] = [node.getBoundingClientRect(), box.getBoundingClientRect()];
  const seen = own.left >= frame.left && own.right <= frame.right && own.top >= frame.top && own.bottom <= frame.bottom;
  if (!seen && target.matches(":focus-visible")) store.setState({ reveal: { node: name, focus: false, id: Date.now() } });
}

/** Bring nodes into sight that were chosen elsewhere: in the outline, a search, the text, a problem. */
function useReveal(rf: ReactFlowInstance<CanvasNode, Edge> | null, place: (name: string) => Place, box: { current: HTMLElement | null }): void {
  const reveal = useDesigner((state) => state.reveal);
  useEffect(() => {
    if (!reveal || !rf) return;
    const timer = setTimeout(() => {
      const { x, y } = place(reveal.node);
      void rf.setCenter(x + NODE_WIDTH / 2, y + 60, { zoom: Math.max(rf.getZoom(), READABLE + 0.15), duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 220 });
      if (reveal.focus) requestAnimationFrame(() => focusNode(box.current, reveal.node));
    }, 30); // a node that was just added is drawn first
    return () => clearTimeout(timer);
  }, [reveal, rf, place, box]);
}

export function focusNode(box: HTMLElement | null, name: string | null): void {
  if (name !== null) box?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
}

/** Copy, cut and paste by the page's own events: they need no permission. */
function useClipboard(box: { current: HTMLElement | null }, keys: CanvasKeys): void {
  const now = useRef(keys);
  now.current = keys;
  useEffect(() => {
    const ours = () => {
      const active = document.activeElement;
      return (active === document.body || box.current?.contains(active)) && !document.querySelector("dialog[open]") && !active?.matches("input, textarea");
    };
    const take = (event: ClipboardEvent) => {
      const names = store.getState().selected;
      if (!ours() || names.length === 0 || String(getSelection())) return;
      event.clipboardData?.setData("text/plain", now.current.edits.copy(names));
      event.preventDefault();
      if (event.type === "cut" && !now.current.readOnly) void now.current.edits.remove(names);
    };
    const paste = (event: ClipboardEvent) => {
      if (ours() && !now.current.readOnly) void now.current.edits.paste(event.clipboardData?.getData("text/plain") ?? null);
    };
    document.addEventListener("copy", take);
    document.addEventListener("cut", take);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("copy", take);
      document.removeEventListener("cut", take);
      document.removeEventListener("paste", paste);
    };
  }, [box]);
}

/** What a screen reader says of a node that got the focus. */
export function spokenName(flow: Flow, name: string): string {
  const node = flow.nodes.find((one) => one.name === name);
  return fill(LABELS.focusAt, { type: typeLabel(node?.type ?? ""), name });
}
