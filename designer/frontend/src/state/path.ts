import { createStore, useStore } from "zustand";
import type { Step } from "../model/calls";
import { store } from "./store";
import { lightUp } from "./view";

/** The way of one call over the canvas. `turn`: of that call, to come back to. */
interface PathState {
  call: string | null;
  turn: number;
  steps: readonly Step[];
}

const path = createStore<PathState>(() => ({ call: null, turn: 0, steps: [] }));

export function usePath<T>(select: (state: PathState) => T): T {
  return useStore(path, select);
}

/** Leave the call for the canvas, and light up the nodes that it came by. */
export function showPath(call: string, turn: number, steps: readonly Step[]): void {
  path.setState({ call, turn, steps });
  store.setState({ lens: "call", lit: [], problems: false, calls: false });
  lightUp(steps);
}

/** The call whose way was shown last, and its turn. */
export function pathShown(): { call: string | null; turn: number } {
  return path.getState();
}
