import { type DraftApi, Refusal, Unreachable } from "../api/client";
import type { Changed, Heard, Operation, Splice } from "../api/types";
import { fill, LABELS } from "../labels";
import { redone, undone } from "../model/history";
import { mergedGraph } from "../model/merge";
import { isMade, standing } from "../model/touches";
import { Held } from "./held";
import { type Commands, notify, type Store } from "./store";

const TYPING_MS = 300; // typed text goes once nobody typed for so long
const FINDINGS_MS = 500; // the full checks of a large bot take some hundred ms: not for each key
const RETRIES_MS = [1000, 2000, 4000, 8000, 15000];

type Task =
  | { kind: "ops"; ops: Operation[]; what: string; lost: boolean; settle: (made: boolean) => void }
  | { kind: "undo" | "redo"; lost: boolean };

export interface Clock {
  after(ms: number, run: () => void): unknown;
  stop(timer: unknown): void;
}

const CLOCK: Clock = {
  after: (ms, run) => setTimeout(run, ms),
  stop: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/** One draft between the panes and the server: what was done goes there one after the other, and nothing is lost when
 * the server is not there, or somebody else was first. */
export class Sync implements Commands {
  private readonly queue: Task[] = [];
  private readonly held: Held;
  private readonly heard = new Map<number, Heard>();
  private newestHeard = 0;
  private running = false;
  private due = false;
  private typing: unknown;
  private checking: unknown;
  private retrying: unknown;
  private failures = 0;
  private refusedText: string | null = null;

  constructor(
    private readonly api: DraftApi,
    private readonly store: Store,
    private readonly clock: Clock = CLOCK,
  ) {
    const pending = () => this.queue.flatMap((task) => (task.kind === "ops" ? task.ops : []));
    this.held = new Held(store, pending, (rev) => {
      for (const known of this.heard.keys()) if (known <= rev) this.heard.delete(known);
      this.check();
    });
  }

  /** Get the draft. Shows why when it cannot. */
  async open(): Promise<void> {
    try {
      const draft = await this.api.get();
      this.held.begin(draft);
      this.check();
    } catch (problem) {
      const told = problem instanceof Refusal ? problem : { message: LABELS.noServer, remedy: LABELS.noServerRemedy };
      this.store.setState({ sync: "failed", problem: { message: told.message || LABELS.noServer, remedy: told.remedy } });
    }
  }

  change(ops: Operation[], what: string): Promise<boolean> {
    if (!this.state.may.edit || ops.length === 0) return Promise.resolve(false);
    if (!this.state.readable && this.state.text === this.state.base) {
      notify({ tone: "bad", text: LABELS.unreadable, detail: LABELS.unreadableRemedy });
      return Promise.resolve(false);
    }
    return new Promise((settle) => this.add({ kind: "ops", ops, what, lost: false, settle }));
  }

  typed(text: string): void {
    this.store.setState({ text });
    this.clock.stop(this.typing);
    this.typing = this.clock.after(TYPING_MS, () => this.flush());
    this.show();
  }

  flush(): void {
    this.clock.stop(this.typing);
    this.due = true;
    void this.pump();
  }

  undo(): void {
    this.add({ kind: "undo", lost: false });
  }

  redo(): void {
    this.add({ kind: "redo", lost: false });
  }

  retry(): void {
    this.clock.stop(this.retrying);
    if (this.state.sync === "failed") void this.open();
    else void this.pump();
  }

  onEdits(listen: (edits: Splice[]) => void): () => void {
    return this.held.onEdits(listen);
  }

  /** The live socket told of a change. */
  hear(change: Heard): void {
    this.heard.set(change.rev, change);
    this.newestHeard = Math.max(this.newestHeard, change.rev);
    void this.pump();
  }

  /** What is not on the server yet; null when all of it is. */
  unsent(): { base: string; text: string; ops: { ops: Operation[]; what: string }[] } | null {
    const { base, text } = this.state;
    const ops = this.queue.flatMap((task) => (task.kind === "ops" ? [{ ops: task.ops, what: task.what }] : []));
    return text === base && ops.length === 0 ? null : { base, text, ops };
  }

  choose(side: "mine" | "theirs"): void {
    const kind = this.held.choose(side);
    if (kind === null) return;
    if (kind === "op" && side === "theirs") this.drop();
    this.due = true;
    void this.pump();
  }

  async discard(): Promise<void> {
    await this.settled();
    try {
      const changed = await this.api.discard(this.state.rev);
      this.edited(changed);
      this.held.remember(changed, LABELS.didDiscard);
      void this.pump();
    } catch (problem) {
      this.complain(problem);
    }
  }

  async keepVersion(message: string, after?: number): Promise<{ version: number } | { newer: number } | null> {
    if (!(await this.settled())) {
      notify({ tone: "bad", text: LABELS.notSavedYet, detail: LABELS.notSavedYetRemedy });
      return null;
    }
    try {
      const { version } = await this.api.keepVersion(this.state.rev, message, after);
      this.store.setState({ newest: version, latest: Math.max(version, this.state.latest), differs: false });
      return { version };
    } catch (problem) {
      if (problem instanceof Refusal && problem.code === "version.newer" && typeof problem.body.newest === "number") return { newer: problem.body.newest };
      this.complain(problem);
      return null;
    }
  }

  private get state() {
    return this.store.getState();
  }

  private add(task: Task): void {
    this.queue.push(task);
    this.held.foresee();
    this.clock.stop(this.typing);
    this.due = true;
    this.show();
    void this.pump();
  }

  /** Wait until all that was done is on the server; false when it cannot get there now. */
  async settled(): Promise<boolean> {
    this.flush();
    while (this.running) await new Promise<void>((go) => this.clock.after(20, go));
    return this.unsent() === null;
  }

  private async pump(): Promise<void> {
    if (this.running || this.state.conflict || this.state.sync === "failed" || this.state.sync === "loading") return;
    this.running = true;
    this.clock.stop(this.retrying);
    try {
      // What was done while the last step was under way found it running: look again before it stops.
      while (!this.state.conflict && ((await this.step()) || this.hasWork())) this.failures = 0;
      this.running = false;
      this.show();
    } catch (problem) {
      this.running = false;
      if (problem instanceof Unreachable) this.wait();
      else if (problem instanceof Refusal && (problem.status === 401 || problem.status === 403)) {
        this.store.setState({ sync: "signed_out", waiting: this.waiting() });
      } else throw problem;
    }
  }

  private hasWork(): boolean {
    const { text, base, rev } = this.state;
    return this.queue.length > 0 || this.newestHeard > rev || (this.due && text !== base && text !== this.refusedText);
  }

  /** One exchange with the server; false when there is nothing to do. Raises what it cannot deal with. */
  private async step(): Promise<boolean> {
    const { text, base, rev } = this.state;
    if (this.newestHeard > rev) {
      const change = this.heard.get(rev + 1);
      return (change !== undefined && this.held.heard(change)) || this.refresh();
    }
    if (text !== base && text !== this.refusedText && (this.due || this.queue.length > 0)) return this.sendText(text);
    this.due = false;
    const task = this.queue[0];
    if (!task) return false;
    this.show();
    return task.kind === "ops" ? this.sendOps(task) : this.sendBack(task);
  }

  private async refresh(old = false): Promise<true> {
    const { rev } = this.state;
    const draft = await this.api.get();
    if (old && draft.rev === rev) throw new Unreachable(); // it says two things at once: ask again later
    this.newestHeard = Math.min(this.newestHeard, draft.rev);
    this.held.take(draft);
    return true;
  }

  private async sendText(text: string): Promise<true> {
    this.show();
    this.held.sending(text);
    try {
      const changed = await this.api.putText(this.state.rev, text);
      this.held.typed(text, changed);
      this.held.remember(changed, LABELS.didType);
    } catch (problem) {
      if (!(problem instanceof Refusal) || problem.status === 401 || problem.status === 403) throw problem;
      if (problem.status === 409) return this.refresh(true);
      this.refusedText = text;
      this.complain(problem);
    }
    return true;
  }

  private async sendOps(task: Task & { kind: "ops" }): Promise<true> {
    try {
      const changed = await this.api.postOps(this.state.rev, task.ops);
      this.queue.shift();
      this.edited(changed);
      this.held.remember(changed, task.what);
      task.settle(true);
      for (const note of changed.notes) notify({ tone: "info", text: note });
    } catch (problem) {
      if (problem instanceof Unreachable) task.lost = true;
      if (!(problem instanceof Refusal) || problem.status === 401 || problem.status === 403) throw problem;
      if (problem.status === 409) return this.others(task);
      const made = task.lost && (problem.code === "edit.path" || problem.code === "edit.taken"); // its answer was lost
      this.drop(made);
      if (!made) this.complain(problem);
    }
    return true;
  }

  /** Somebody was first. What they did elsewhere keeps nobody from going on; at the same place the person chooses. */
  private async others(task: Task & { kind: "ops" }): Promise<true> {
    const { base, text, rev } = this.state;
    const { graph } = this.held;
    const draft = await this.api.get();
    if (draft.rev === rev) throw new Unreachable();
    if (task.lost && isMade(task.ops, draft.graph)) {
      this.drop(true);
      this.held.take(draft);
      return true;
    }
    const ops = task.lost ? task.ops : standing(task.ops, { graph, text: base }, { graph: mergedGraph(graph, draft.graph), text: draft.text });
    if (ops) {
      task.ops = ops;
      this.held.take(draft);
    } else this.held.ask(draft, { kind: "op", mine: text, theirs: draft.text, by: draft.by, what: task.what });
    return true;
  }

  private async sendBack(task: Task & { kind: "undo" | "redo" }): Promise<true> {
    const step = this.state.history[task.kind].at(-1);
    if (!step) {
      this.drop();
      return true;
    }
    try {
      const changed = await this.api.undo(this.state.rev, step.back);
      this.drop();
      this.edited(changed);
      const turn = task.kind === "undo" ? undone : redone;
      this.held.turn(turn(this.state.history, changed.inverse));
      notify({ tone: "info", text: fill(task.kind === "undo" ? LABELS.undid : LABELS.redid, { what: step.what }) });
    } catch (problem) {
      if (!(problem instanceof Refusal) || problem.status === 401 || problem.status === 403) throw problem;
      if (problem.status === 409) return this.refresh(true);
      this.drop();
      this.complain(problem);
    }
    return true;
  }

  private edited(changed: Changed): void {
    if (!this.held.edited(changed)) this.newestHeard = changed.rev + 1; // the two texts differ: get the whole of it
  }

  private drop(made = false): void {
    const task = this.queue.shift();
    this.held.foresee();
    if (task?.kind === "ops") task.settle(made);
  }

  private wait(): void {
    const ms = RETRIES_MS[Math.min(this.failures++, RETRIES_MS.length - 1)] as number;
    this.store.setState({ sync: "offline", waiting: this.waiting() });
    this.retrying = this.clock.after(ms, () => void this.pump());
  }

  private waiting(): number {
    return this.queue.length + (this.state.text === this.state.base ? 0 : 1);
  }

  private show(): void {
    const { sync, conflict } = this.state;
    if (sync === "loading" || sync === "failed") return;
    const waiting = this.waiting();
    if (sync === "offline" && waiting && !this.running) return;
    const state = conflict ? "conflict" : this.state.text === this.refusedText ? "refused" : waiting ? "saving" : "saved";
    if (sync === "offline" && state === "saved") notify({ tone: "good", text: LABELS.backOnline });
    if (sync !== state || this.state.waiting !== waiting) this.store.setState({ sync: state, waiting });
  }

  private check(): void {
    this.clock.stop(this.checking);
    this.checking = this.clock.after(FINDINGS_MS, () => void this.findings());
  }

  private async findings(): Promise<void> {
    try {
      const told = await this.api.findings();
      if (told.rev === this.state.rev) this.store.setState({ findings: told.findings });
    } catch {
      // The next change asks again; what is shown stays.
    }
  }

  private complain(problem: unknown): void {
    if (problem instanceof Refusal) {
      notify({ tone: "bad", text: problem.message || LABELS.refused, detail: problem.remedy });
    } else notify({ tone: "bad", text: LABELS.noServer, detail: LABELS.noServerRemedy });
  }
}
