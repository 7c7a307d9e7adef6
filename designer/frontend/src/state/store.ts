import { createStore, useStore } from "zustand";
import type { Finding, Graph, May, Operation, Person, Splice } from "../api/types";
import type { Budget } from "../api/looks";
import type { Changes, Place } from "../api/versions";
import { EMPTY, type History } from "../model/history";
import type { Lens } from "../model/lens";
import { NO_SWITCHES, type Switches } from "../model/switches";
import { NO_TRIAL, type Trial } from "../model/trial";

export type SyncState = "loading" | "saved" | "saving" | "offline" | "conflict" | "refused" | "signed_out" | "failed";

/** Somebody else was first; the person chooses. `op`: a change on the canvas, else typed text. */
export interface Conflict {
  kind: "text" | "op";
  mine: string;
  theirs: string;
  by: string | null;
  what: string;
}

export interface Notice {
  id: number;
  tone: "info" | "good" | "bad";
  text: string;
  detail?: string;
  action?: { label: string; run: () => void };
  other?: { label: string; run: () => void };
}

/** What the draft is: the server's, and what was typed on top of it. */
export interface DraftState {
  slug: string;
  name: string;
  rev: number;
  /** The text that the server has. */
  base: string;
  /** The text with what was typed and is not there yet. */
  text: string;
  readable: boolean;
  graph: Graph | null;
  /** Why the text cannot be read. */
  syntax: Finding | null;
  findings: Finding[];
  newest: number;
  latest: number;
  /** Whether the draft is another text than its version. */
  differs: boolean;
  may: May;
  sync: SyncState;
  /** Changes that wait for the server. */
  waiting: number;
  conflict: Conflict | null;
  history: History;
  people: Person[];
  liveUp: boolean;
  problem: { message: string; remedy: string } | null;
}

export type Side = "flows" | "slots" | "intents" | "tools";
export interface Thing {
  kind: "slot" | "variable" | "intent" | "tool";
  name: string;
}

/** What of it is on screen. */
export interface ViewState {
  /** The flow on the canvas; null: the map of all flows. */
  flow: string | null;
  /** Nodes of that flow that are selected, the last one chosen last. */
  selected: string[];
  /** The one node that Tab reaches. */
  focus: string | null;
  thing: Thing | null;
  /** Where a part was opened from, to go back to. */
  back: Place | null;
  side: Side;
  yaml: boolean;
  details: boolean;
  problems: boolean;
  search: boolean;
  shortcuts: boolean;
  versions: boolean;
  trying: boolean;
  calls: boolean;
  trial: Trial;
  /** What goes wrong on purpose in trials. */
  switches: Switches;
  /** Why the trial did not take them. */
  switchProblem: string;
  /** What the canvas shows beside what nodes do. */
  lens: Lens;
  /** How long callers wait, as far as it is known. */
  budget: Budget | null;
  /** Nodes on a way that was chosen. */
  lit: readonly Place[];
  /** What differs from the version that the canvas is compared with. */
  drawn: Changes["graph"];
  notices: Notice[];
  /** A node to bring into sight, and to give the focus to; each wish has its own number. */
  reveal: { node: string; focus: boolean; id: number } | null;
  /** A place in the text to be shown. */
  line: { line: number; column: number; id: number } | null;
  spoken: string;
}

export type State = DraftState & ViewState;

export const INITIAL: State = {
  slug: "", name: "", rev: 0, base: "", text: "", readable: true, graph: null, syntax: null, findings: [], newest: 0, latest: 0, differs: false,
  may: { edit: false, publish: false }, sync: "loading", waiting: 0, conflict: null, history: EMPTY, people: [],
  liveUp: false, problem: null,
  flow: null, selected: [], focus: null, thing: null, back: null, side: "flows", yaml: false, details: true, problems: false, search: false,
  shortcuts: false, versions: false, trying: false, calls: false, trial: NO_TRIAL, switches: NO_SWITCHES, switchProblem: "", lens: "", budget: null, lit: [], drawn: null, notices: [], reveal: null, line: null, spoken: "",
};

export const store = createStore<State>(() => INITIAL);
export type Store = typeof store;

export function useDesigner<T>(select: (state: State) => T): T {
  return useStore(store, select);
}

/** What the panes need of the one that talks with the server; set once at start. */
export interface Commands {
  /** Make operations, all or none. Answers whether they were made. */
  change(ops: Operation[], what: string): Promise<boolean>;
  typed(text: string): void;
  flush(): void;
  undo(): void;
  redo(): void;
  retry(): void;
  /** Wait until all that was done is on the server; false when it cannot get there now. */
  settled(): Promise<boolean>;
  choose(side: "mine" | "theirs"): void;
  discard(): Promise<void>;
  /** Make the draft a version; `newer` where somebody kept one meanwhile, null where it was refused and told of. */
  keepVersion(message: string, after?: number): Promise<{ version: number } | { newer: number } | null>;
  /** Hear every edit of the text that was not typed here, in places of the text on screen. */
  onEdits(listen: (edits: Splice[]) => void): () => void;
}

let noticeId = 0;

export function notify(notice: Omit<Notice, "id">): number {
  const id = ++noticeId;
  store.setState((state) => ({ notices: [...state.notices, { ...notice, id }].slice(-4) }));
  say(notice.detail ? `${notice.text} ${notice.detail}` : notice.text);
  return id;
}

export function dismiss(id: number): void {
  store.setState((state) => ({ notices: state.notices.filter((one) => one.id !== id) }));
}

/** Have a screen reader say it. */
export function say(words: string): void {
  store.setState((state) => ({ spoken: state.spoken === words ? `${words}\u00a0` : words }));
}
