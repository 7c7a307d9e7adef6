import { useMemo } from "react";
import type { Flow, FlowEdge, Operation } from "../api/types";
import { count, fill, LABELS, typeLabel } from "../labels";
import { aligned, laidOut, type Place, type Side, snapped } from "../model/layout";
import { addition, ASKED, copied, pasted, readCopied } from "../model/nodes";
import { edgeAt, leadTo, removal, takeAway } from "../model/ways";
import { useCommands } from "../state/context";
import { openDetails } from "../state/panes";
import { notify, say, store } from "../state/store";
import { goTo, select } from "../state/view";
import { BEGIN } from "./cards";
import { type Cards, forgetPlaces } from "./useCards";

export type Edits = ReturnType<typeof useEdits>;
const NUDGE_MS = 400; // keys that follow each other are one move
let clipboard = ""; // for pages that may not use the system's

/** Everything that can be done on the canvas, as operations on the draft. */
export function useEdits(flow: Flow, cards: Cards) {
  const commands = useCommands();
  const { place, size, move } = cards;
  return useMemo(() => {
    const what = (names: readonly string[]) => (names.length === 1 ? (names[0] as string) : count(names.length, "", LABELS.nodes));
    const graph = () => store.getState().graph;

    async function add(type: string, at: Place | null, from: FlowEdge | null): Promise<void> {
      const names = graph()?.names;
      if (!names) return;
      const { name, ops } = addition(flow, names, type, at && [snapped(at).x, snapped(at).y], from);
      if (!(await commands.change(ops, fill(LABELS.didAddNode, { what: typeLabel(type) })))) return;
      const asked = ASKED[type];
      goTo(flow.name, name, !asked);
      if (asked) openDetails(asked); // which one is for the person to say
    }

    function places(to: ReadonlyMap<string, Place>, did: string): void {
      const changed = new Map([...to].filter(([name, there]) => flow.nodes.some((node) => node.name === name && (node.x !== there.x || node.y !== there.y))));
      const ops = [...changed].map(([name, { x, y }]): Operation => ({ op: "place_node", flow: flow.name, name, x, y }));
      if (ops.length) move(changed, commands.change(ops, did));
    }

    let nudged = new Map<string, Place>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let settle: (sent: boolean) => void = () => undefined;

    /** Moves by keys: shown at once, sent when no more follow. */
    function nudge(to: ReadonlyMap<string, Place>, did: string): void {
      clearTimeout(timer);
      nudged = new Map([...nudged, ...to]);
      move(to, new Promise((go) => {
        const before = settle;
        settle = (sent) => {
          before(sent);
          go(sent);
        };
      }));
      timer = setTimeout(() => {
        const [all, tell] = [nudged, settle];
        [nudged, settle] = [new Map(), () => undefined];
        const ops = [...all].map(([name, { x, y }]): Operation => ({ op: "place_node", flow: flow.name, name, x, y }));
        void commands.change(ops, did).then(tell);
      }, NUDGE_MS);
    }

    function lead(edge: FlowEdge, to: string): void {
      if (edge.to === to && !edge.falls) return;
      const did = edge.falls ? LABELS.didConnect : LABELS.didReconnect;
      void commands.change([leadTo(flow.name, edge, to)], fill(did, { from: edge.node, to }));
    }

    return {
      add,
      places,
      nudge,
      lead,
      /** A way was drawn from a port. Answers false where a condition has to be asked for first. */
      connect(from: string, handle: string, to: string): boolean {
        if (from === BEGIN) {
          const before = flow.nodes[0]?.name;
          if (before && before !== to) void commands.change([{ op: "move_node", flow: flow.name, name: to, before }], LABELS.didOrder);
          return true;
        }
        if (handle === "add") return false;
        const edge = edgeAt(flow, from, handle);
        if (edge) lead(edge, to);
        else {
          const field = handle.split("|")[0] as string;
          void commands.change([{ op: "add_edge", flow: flow.name, node: from, to, field }], fill(LABELS.didConnect, { from, to }));
        }
        return true;
      },
      branch(from: string, to: string, condition: string): void {
        void commands.change([{ op: "add_edge", flow: flow.name, node: from, to, condition }], fill(LABELS.didConnect, { from, to }));
      },
      cut(edge: FlowEdge): void {
        const op = takeAway(flow.name, edge);
        if (op) void commands.change([op], fill(LABELS.didDisconnect, { from: edge.node }));
      },
      async remove(names: readonly string[]): Promise<void> {
        const at = flow.nodes.findIndex((node) => node.name === names[0]);
        if (!(await commands.change(removal(flow, names), fill(LABELS.didRemove, { what: what(names) })))) return;
        const left = store.getState().graph?.flows[flow.name]?.nodes ?? [];
        select([]);
        const near = left[Math.min(Math.max(at, 0), left.length - 1)];
        if (near) store.setState({ focus: near.name, reveal: { node: near.name, focus: true, id: Date.now() } });
      },
      copy(names: readonly string[]): string {
        clipboard = JSON.stringify(copied(flow, names, place));
        say(fill(LABELS.copied, { count: what(names) }));
        return clipboard;
      },
      async paste(text: string | null, shift = 32): Promise<void> {
        const clip = readCopied(text ?? "") ?? readCopied(clipboard);
        const whole = graph();
        if (!clip || !whole) return void notify({ tone: "info", text: LABELS.nothingCopied });
        const { names, ops } = pasted(clip, flow, whole, shift);
        if (await commands.change(ops, fill(LABELS.didPaste, { what: what(names) }))) select(names);
      },
      align(names: readonly string[], side: Side): void {
        const nodes = names.map((name) => ({ name, ...place(name), ...size(name) }));
        places(aligned(nodes, side), LABELS.didAlign);
      },
      /** Lay out the whole flow, by letting go of the places in the text. */
      tidy(): void {
        const told = flow.nodes.some((node) => node.x !== null);
        forgetPlaces(flow.name);
        if (told) void commands.change([{ op: "unset", path: ["layout", flow.name] }], LABELS.didTidy);
        else move(laidOut(flow, size), Promise.resolve(true));
      },
    };
  }, [flow, commands, place, size, move]);
}

