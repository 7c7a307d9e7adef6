import type { Splice } from "../api/types";
import { rebased } from "./splice";

/** One change that can be taken back: the edits that do so, in places of the text that it left, and what it was. */
export interface Step {
  back: Splice[];
  what: string;
}

/** Changes that can be taken back, the newest last, and those that were. Both panes share it. */
export interface History {
  undo: readonly Step[];
  redo: readonly Step[];
}

export const EMPTY: History = { undo: [], redo: [] };
const MOST = 200; // steps that are kept; each is some hundred bytes

export function done(history: History, step: Step): History {
  return { undo: [...history.undo, step].slice(-MOST), redo: [] };
}

/** The newest step was taken back; `forward` makes it again. */
export function undone(history: History, forward: Splice[]): History {
  const step = history.undo.at(-1);
  if (!step) return history;
  return { undo: history.undo.slice(0, -1), redo: [...history.redo, { back: forward, what: step.what }] };
}

export function redone(history: History, back: Splice[]): History {
  const step = history.redo.at(-1);
  if (!step) return history;
  return { undo: [...history.undo, { back, what: step.what }], redo: history.redo.slice(0, -1) };
}

/** The history after somebody else's edits of the present text: steps move along, and one that touches the same place
 * goes, with all that lie behind it. */
export function moved(history: History, others: readonly Splice[]): History {
  return { undo: movedStack(history.undo, others), redo: movedStack(history.redo, others) };
}

function movedStack(stack: readonly Step[], others: readonly Splice[]): Step[] {
  const kept: Step[] = [];
  let over: readonly Splice[] | null = others;
  for (let at = stack.length - 1; at >= 0 && over; at--) {
    const step = stack[at] as Step;
    const back = rebased(step.back, over);
    if (!back) break;
    kept.unshift({ back, what: step.what });
    over = rebased(over, step.back); // the same edits in the text that this step leads back to
  }
  return kept;
}
