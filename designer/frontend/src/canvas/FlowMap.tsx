import { Background, BackgroundVariant, type Edge, Handle, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { memo, useMemo, useState } from "react";
import type { Graph } from "../api/types";
import { count, fill, LABELS } from "../labels";
import { mapped } from "../model/layout";
import { flowLinks } from "../model/links";
import { useDesigner } from "../state/store";
import { openFlow } from "../state/view";
import { Icon } from "../ui/icons";
import { ZoomBar } from "./CanvasBars";

interface FlowData extends Record<string, unknown> {
  name: string;
  description: string;
  triggers: string[];
  nodes: number;
  errors: number;
  warnings: number;
  isStart: boolean;
}
type FlowBox = Node<FlowData, "flow">;

const WIDTH = 236; // px; canvas.css has the same
const HEIGHT = 112;
const NODE_TYPES = { flow: memo(FlowCard) };

/** All flows, and how they lead to each other. */
export function FlowMap({ graph }: { graph: Graph }) {
  const findings = useDesigner((state) => state.findings);
  const [focus, setFocus] = useState<string | null>(null);
  const links = useMemo(() => flowLinks(graph), [graph]);
  const places = useMemo(() => mapped(graph.order, links.map((link) => [link.from, link.to] as const), { width: WIDTH, height: HEIGHT }), [graph.order, links]);
  const reached = focus && graph.flows[focus] ? focus : (graph.order[0] ?? null);
  const nodes = useMemo(() => graph.order.map((name): FlowBox => {
    const flow = graph.flows[name];
    const own = findings.filter((finding) => finding.flow === name);
    const errors = own.filter((finding) => finding.severity === "error").length;
    const data = { name, description: flow?.description ?? "", triggers: flow?.triggers ?? [], nodes: flow?.nodes.length ?? 0, errors, warnings: own.length - errors, isStart: graph.start === name };
    return {
      id: name, type: "flow", position: places.get(name) ?? { x: 0, y: 0 }, data, draggable: false, initialWidth: WIDTH, initialHeight: HEIGHT,
      domAttributes: { tabIndex: reached === name ? 0 : -1 }, ariaLabel: `${name}. ${data.description}`,
    };
  }), [graph, findings, places, reached]);
  const edges = useMemo(() => links.map((link): Edge => ({
    id: `${link.from}|${link.to}`, source: link.from, target: link.to, className: link.runs ? "vx-edge-falls" : "",
    ariaLabel: fill(LABELS.edgeFrom, { from: link.from, to: link.to }),
  })), [links]);
  return (
    <div
      className="vx-canvas vx-map"
      onKeyDown={(event) => {
        const name = (event.target as Element).closest<HTMLElement>(".react-flow__node")?.dataset.id;
        if (!name) return;
        const at = graph.order.indexOf(name);
        const next = event.key === "ArrowDown" || event.key === "ArrowRight" ? graph.order[at + 1] : event.key === "ArrowUp" || event.key === "ArrowLeft" ? graph.order[at - 1] : undefined;
        if (event.key === "Enter" || event.key === " ") openFlow(name);
        else if (next) {
          setFocus(next);
          event.currentTarget.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(next)}"]`)?.focus();
        } else return;
        event.preventDefault();
      }}
    >
      <ReactFlow<FlowBox, Edge>
        aria-label={LABELS.canvasMap}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodeClick={(_, node) => openFlow(node.id)}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        nodesFocusable
        disableKeyboardA11y
        panOnScroll
        minZoom={0.15}
        maxZoom={1.6}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} />
        <ZoomBar />
      </ReactFlow>
    </div>
  );
}

function FlowCard({ data }: NodeProps<FlowBox>) {
  return (
    <div className={`vx-flow-card${data.errors ? " vx-has-error" : ""}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="vx-card-head vx-t-flow">
        <span className="vx-card-icon"><Icon name="flow" size={15} /></span>
        <span className="vx-flow-name vx-clip">{data.name}</span>
        {data.isStart && <span className="vx-flagged" title={LABELS.startFlow}><Icon name="flag" size={13} /></span>}
        {data.errors > 0 && <span className="vx-mark vx-mark-error" title={count(data.errors, LABELS.oneError, LABELS.errorsCount)}>{data.errors}</span>}
        {data.errors === 0 && data.warnings > 0 && <span className="vx-mark vx-mark-warning" title={count(data.warnings, LABELS.oneWarning, LABELS.warningsCount)}>{data.warnings}</span>}
      </div>
      <p className="vx-flow-words">{data.description}</p>
      <p className="vx-muted vx-small-text vx-clip">{count(data.nodes, LABELS.oneNode, LABELS.nodes)}{data.triggers.length > 0 && ` · ${data.triggers.join(", ")}`}</p>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}
