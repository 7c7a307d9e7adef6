import type { Changed, Draft, Graph, Heard, Operation, Splice } from "../api/types";
import { LABELS } from "../labels";
import { foreseen } from "../model/foreseen";
import { done, type History, moved } from "../model/history";
import { changedGraph, mergedGraph } from "../model/merge";
import { applied, difference, fits } from "../model/splice";
import { together } from "../model/together";
import type { Conflict, Store } from "./store";

type Answer = Pick<Changed, "rev" | "readable" | "problem" | "differs" | "graph">;

/** The draft as this page holds it: the server's text and graph, with what was typed on top. What comes from the server
 * is taken into it here; where somebody else and the person here changed the same word, the person chooses. */
export class Held {
  private readonly listeners = new Set<(edits: Splice[]) => void>();
  /** Texts whose answers were lost: they may be there. */
  private readonly sent = new Set<string>();
  private decided: Draft | null = null;
  private truth: Graph | null = null;

  constructor(
    private readonly store: Store,
    private readonly pending: () => Operation[],
    private readonly onTaken: (rev: number) => void,
  ) {}

  /** The graph as the server told it last, without what is still on its way. */
  get graph(): Graph | null {
    return this.truth;
  }

  /** The first draft. */
  begin(draft: Draft): void {
    this.truth = draft.graph;
    this.store.setState({ ...shown(draft), slug: draft.slug, text: draft.text, graph: draft.graph, findings: draft.findings ?? [], sync: "saved", problem: null });
  }

  /** Show what was done and is not on the server yet, or no longer. */
  foresee(): void {
    const graph = foreseen(this.truth, this.pending());
    if (graph !== this.state.graph) this.store.setState({ graph });
  }

  onEdits(listen: (edits: Splice[]) => void): () => void {
    this.listeners.add(listen);
    return () => this.listeners.delete(listen);
  }

  /** A text is on its way; until `arrived` it may be on the server or not. */
  sending(text: string): void {
    this.sent.add(text);
  }

  /** Take the server's answer to a text that was typed. It may write line ends in its own way. */
  typed(text: string, changed: Changed): void {
    this.sent.clear();
    const now = applied(this.state.base, changed.edits);
    const found = together(text, this.state.text, now);
    this.accept(changed, now, found ? applied(this.state.text, found.here) : this.state.text);
    this.emit(found?.here ?? []);
  }

  /** Take the server's answer to an edit that is not of the typed text; false where the two texts differ. */
  edited(changed: Changed): boolean {
    const { base, text } = this.state;
    if (!fits(changed.edits, base.length)) return false;
    const now = applied(base, changed.edits);
    const found = together(base, text, now);
    this.accept(changed, now, found ? applied(text, found.here) : text);
    this.emit(found?.here ?? []);
    return true;
  }

  /** Make somebody's change as the socket told it; false where the whole draft is needed. */
  heard(change: Heard): boolean {
    const { base, text, history } = this.state;
    if (!change.edits || (change.readable && !change.graph) || !fits(change.edits, base.length)) return false;
    const now = applied(base, change.edits);
    const found = together(base, text, now);
    if (!found) return false;
    this.store.setState({ history: moved(history, found.theirs) });
    this.accept({ ...change, graph: change.graph ?? null }, now, applied(text, found.here));
    this.emit(found.here);
    return true;
  }

  /** Take a newer draft, with what was typed here on top of it. `mine`: the text that goes on, where it was chosen. */
  take(draft: Draft, mine?: string): void {
    if (draft.rev === this.state.rev) return;
    this.arrived(draft);
    const { base, text, history } = this.state;
    const found = together(base, mine === undefined ? text : base, draft.text);
    if (!found) return this.ask(draft, { kind: "text", mine: text, theirs: draft.text, by: draft.by, what: LABELS.didType });
    this.store.setState({ history: moved(history, found.theirs) });
    this.takeOver(draft, mine ?? applied(text, found.here));
    if (mine === undefined) this.emit(found.here);
  }

  /** Let the person choose between two. */
  ask(draft: Draft, conflict: Conflict): void {
    this.decided = draft;
    this.store.setState({ conflict, sync: "conflict" });
  }

  /** The person chose; what kind of conflict is over, null where there is none. */
  choose(side: "mine" | "theirs"): Conflict["kind"] | null {
    const { conflict, text } = this.state;
    const draft = this.decided;
    if (!conflict || !draft) return null;
    this.decided = null;
    this.store.setState({ conflict: null });
    if (conflict.kind === "op") this.take(draft);
    else {
      this.take(draft, side === "mine" ? text : draft.text);
      this.emit(side === "theirs" ? difference(text, draft.text) : []);
    }
    return conflict.kind;
  }

  remember(changed: Changed, what: string): void {
    if (changed.inverse.length) this.turn(done(this.state.history, { back: changed.inverse, what }));
  }

  turn(history: History): void {
    this.store.setState({ history });
  }

  private get state() {
    return this.store.getState();
  }

  private accept(changed: Answer, base: string, text: string): void {
    const { rev, readable, problem, differs } = changed;
    this.truth = changedGraph(this.truth, changed.graph);
    const graph = foreseen(this.truth, this.pending());
    this.store.setState({ rev, base, text, readable, syntax: problem, differs, graph });
    this.onTaken(rev);
  }

  /** Typed text whose answer was lost did arrive: it is what the server has. */
  private arrived(draft: Draft): void {
    const { base, history } = this.state;
    if (!this.sent.has(draft.text) || base === draft.text) return;
    const back = difference(draft.text, base);
    this.sent.clear();
    this.store.setState({ base: draft.text, history: done(history, { back, what: LABELS.didType }) });
  }

  private takeOver(draft: Draft, text: string): void {
    this.truth = mergedGraph(this.truth, draft.graph) ?? this.truth;
    const graph = foreseen(this.truth, this.pending());
    this.store.setState({ ...shown(draft), text, graph, findings: draft.findings ?? this.state.findings });
    this.onTaken(draft.rev);
  }

  private emit(edits: Splice[]): void {
    if (edits.length) for (const listen of this.listeners) listen(edits);
  }
}

/** What a draft of the server says of itself. */
export function shown(draft: Draft) {
  const { name, rev, text, readable, newest, latest, differs, may } = draft;
  return { name, rev, base: text, readable, newest, latest, differs, may, syntax: draft.problem };
}
