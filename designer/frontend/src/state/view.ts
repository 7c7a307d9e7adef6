import type { Place } from "../api/versions";
import type { Lens } from "../model/lens";
import { store, type Side, type Thing } from "./store";

/** What is on screen, by name; a part that is gone is let go of. */

export function openFlow(flow: string | null, node: string | null = null): void {
  const chosen = node === null ? [] : [node];
  store.setState((state) => {
    if (state.flow !== flow || node !== null) return { flow, selected: chosen, focus: node, thing: null };
    return state.thing ? { thing: null } : state;
  });
}

export function select(nodes: string[]): void {
  store.setState((state) => {
    const same = state.selected.length === nodes.length && nodes.every((name, at) => name === state.selected[at]);
    const focus = nodes.at(-1) ?? state.focus;
    return same && focus === state.focus && !(nodes.length && state.thing) ? state : { selected: nodes, focus, thing: null };
  });
}

/** Show nothing but the flow itself, whatever was looked at. */
export function selectNothing(): void {
  store.setState((state) => (state.selected.length === 0 && state.thing === null ? state : { selected: [], thing: null }));
}

let wishes = 0;

/** Select a node, of whichever flow, and bring it into sight. */
export function goTo(flow: string, node: string, focus = false): void {
  if (store.getState().flow !== flow) openFlow(flow, node);
  else select([node]);
  store.setState({ reveal: { node, focus, id: ++wishes } });
}

/** Show something else of the nodes. */
export function look(lens: Lens): void {
  store.setState(lens ? { lens, lit: [], problems: false } : { lens, lit: [] });
}

/** Mark the nodes of a way, and bring its first one into sight: of the flow on screen, if it goes through it. */
export function lightUp(nodes: readonly Place[]): void {
  const { flow } = store.getState();
  const first = nodes.find((one) => one.flow === flow) ?? nodes[0];
  if (!first) return;
  if (flow !== first.flow) openFlow(first.flow);
  store.setState({ lit: nodes, reveal: { node: first.node, focus: false, id: ++wishes } });
}

export function openThing(thing: Thing): void {
  const side: Side = thing.kind === "intent" ? "intents" : thing.kind === "tool" ? "tools" : "slots";
  store.setState({ thing, side, selected: [], back: null });
}

/** Look at a part for a moment: the list on the left stays, and there is a way back to what was looked at. */
export function peekAt(thing: Thing): void {
  store.setState(({ flow, selected, thing: before }) => {
    const node = selected.length === 1 ? selected[0] : undefined;
    return { thing, selected: [], back: flow !== null && node ? { flow, node } : before ? store.getState().back : null };
  });
}

/** Let go of what the draft no longer has. */
export function tidyView(): void {
  const { graph, flow, selected, focus, thing } = store.getState();
  if (!graph) return;
  const there = flow !== null && flow in graph.flows;
  const nodes = new Set(there ? graph.flows[flow]?.nodes.map((node) => node.name) : []);
  const left = selected.filter((name) => nodes.has(name));
  if (flow !== null && !there) store.setState({ flow: null });
  if (left.length !== selected.length) store.setState({ selected: left });
  if (focus !== null && !nodes.has(focus)) store.setState({ focus: null });
  if (thing) {
    const { slots, variables, intents, tools } = graph.names;
    const known = { slot: slots, variable: variables, intent: intents, tool: tools }[thing.kind];
    if (!(thing.name in known)) store.setState({ thing: null });
  }
}

/** The address names what is looked at, so that it can be shared and a reload comes back. */
export function followAddress(): void {
  const read = () => {
    const [flow, node] = location.hash.slice(1).split("/").map(decodeURIComponent);
    const { graph } = store.getState();
    if (flow && graph && flow in graph.flows) openFlow(flow, node && graph.flows[flow]?.nodes.some((one) => one.name === node) ? node : null);
    else if (flow === "") openFlow(null);
  };
  window.addEventListener("hashchange", read);
  const { graph } = store.getState();
  if (location.hash.length > 1) read();
  else openFlow(graph?.start && graph.start in graph.flows ? graph.start : (graph?.order[0] ?? null));
  store.subscribe((state, before) => {
    if (state.flow === before.flow && state.selected === before.selected) return;
    const node = state.selected.length === 1 ? `/${encodeURIComponent(state.selected[0] as string)}` : "";
    const hash = `#${state.flow === null ? "" : encodeURIComponent(state.flow)}${node}`;
    if (hash !== location.hash) history.replaceState(null, "", hash);
  });
}
