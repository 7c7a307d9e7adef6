import type { Edge, ReactFlowInstance } from "@xyflow/react";
import type { Flow } from "../api/types";
import { LABELS } from "../labels";
import type { Place } from "../model/layout";
import { say } from "../state/store";
import { ALL_IN_PAGE, BEGIN, type CanvasNode } from "./cards";

export const READABLE = 0.6; // zoom under which cards cannot be read
const BEGINNING = 0.8; // zoom for the first nodes of a flow that does not fit

type Canvas = ReactFlowInstance<CanvasNode, Edge>;

/** The first view: all of it if it can be read, else its beginning. Long flows are never shown whole at first: all of
 * their nodes would be drawn for it. */
export function frame(rf: Canvas, flow: Flow, place: (name: string) => Place): void {
  if (flow.nodes.length > ALL_IN_PAGE) begin(rf, flow, place, BEGINNING);
  else void rf.fitView({ maxZoom: 1, padding: 0.12 }).then(() => rf.getZoom() < READABLE && begin(rf, flow, place, BEGINNING));
}

/** All of it; of what cannot be read so, as much as can be from where it begins. The small map has the rest. */
export function showAll(rf: Canvas, flow: Flow, place: (name: string) => Place): void {
  const part = () => {
    begin(rf, flow, place, READABLE);
    say(LABELS.fitPart);
  };
  if (flow.nodes.length > ALL_IN_PAGE) part();
  else void rf.fitView({ maxZoom: 1, padding: 0.12 }).then(() => rf.getZoom() < READABLE && part());
}

function begin(rf: Canvas, flow: Flow, place: (name: string) => Place, zoom: number): void {
  const first = flow.nodes[0];
  if (!first) return;
  const { x, y } = rf.getNode(BEGIN)?.position ?? place(first.name);
  void rf.setViewport({ zoom, x: 28 - x * zoom, y: 190 - y * zoom });
}
