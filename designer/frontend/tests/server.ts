import { draftApi } from "../src/api/client";
import type { Changed, Graph, Heard, JsonMap, Splice } from "../src/api/types";
import { applied, difference, inverseOf } from "../src/model/splice";
import { INITIAL, type State, type Store } from "../src/state/store";
import { type Clock, Sync } from "../src/state/sync";
import { createStore } from "zustand";
import { flow, graph } from "./bots";

/** The draft's addresses over HTTP, with a text of lines `FLOW.NODE: words`; an operation sets the words of a node. */
export class DraftServer {
  rev = 0;
  by = "";
  /** What becomes of the next requests: not reached, or done without the answer getting through. */
  faults: ("down" | "lost")[] = [];
  requests: string[] = [];

  constructor(public text: string) {}

  get graph(): Graph {
    const flows = new Map<string, Record<string, JsonMap>>();
    for (const line of this.text.split("\n")) {
      const found = /^(\w+)\.(\w+): (.*)$/.exec(line);
      if (found) flows.set(found[1] as string, { ...flows.get(found[1] as string), [found[2] as string]: { type: "say", say: found[3] as string, next: "end" } });
    }
    return graph(...[...flows].map(([name, nodes]) => flow(name, nodes)));
  }

  /** Somebody else changes the text. */
  change(text: string, by = "Ann"): Heard {
    const old = this.text;
    const { rev, edits, readable, problem, differs, graph: now } = this.changed(text, by);
    return { rev, edits, readable, problem, differs, graph: now, by, client: old === text ? null : "theirs" };
  }

  private changed(text: string, by: string): Changed {
    const edits = difference(this.text, text);
    const inverse = inverseOf(this.text, edits);
    this.text = text;
    this.by = by;
    this.rev++;
    const { flows, order, lines, start, names } = this.graph;
    const readable = !text.includes("\t");
    return { rev: this.rev, edits, inverse, readable, problem: null, differs: true, graph: readable ? { flows, order, lines, start, names } : null, notes: [] };
  }

  send = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const word = String(url).split("/draft").pop() as string;
    this.requests.push(`${init?.method} ${word}`);
    const fault = this.faults.shift();
    if (fault === "down") throw new TypeError("Failed to fetch");
    const [status, told] = this.answer(word, init?.body ? JSON.parse(String(init.body)) : {});
    if (fault === "lost") throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify(told), { status });
  };

  private answer(word: string, given: { rev: number; text: string; edits: Splice[]; ops: { path: string[]; value: string }[] }): [number, unknown] {
    if (word === "") return [200, this.draft()];
    if (word === "/findings") return [200, { rev: this.rev, findings: [] }];
    if (word === "/text" && given.text === this.text) return [200, { ...this.changed(this.text, "me"), rev: --this.rev }];
    if (given.rev !== this.rev) return [409, { error: { code: "draft.newer", message: "Newer.", remedy: "", rev: this.rev, text: this.text, by: this.by } }];
    if (word === "/text") return [200, this.changed(given.text, "me")];
    if (word === "/undo") return [200, this.changed(applied(this.text, given.edits), "me")];
    const [{ path, value }] = given.ops as [{ path: string[]; value: string }];
    const line = new RegExp(`^(${path[1]}\\.${path[3]}: ).*$`, "m");
    if (!line.test(this.text)) return [422, { error: { code: "edit.path", message: "Nothing stands there.", remedy: "Look again." } }];
    return [200, this.changed(this.text.replace(line, `$1${value}`), "me")];
  }

  draft() {
    return {
      slug: "bank", name: "Bank", rev: this.rev, text: this.text, readable: true, problem: null, graph: this.graph, findings: null,
      newest: 1, latest: 1, differs: this.rev > 0, saved: null, by: this.by, may: { edit: true, publish: true },
    };
  }
}

/** Time that passes when a test says so. */
export class TestClock implements Clock {
  private timers: { at: number; run: () => void; id: number }[] = [];
  private now = 0;
  private ids = 0;

  after(ms: number, run: () => void): number {
    this.timers.push({ at: this.now + ms, run, id: ++this.ids });
    return this.ids;
  }

  stop(timer: unknown): void {
    this.timers = this.timers.filter((one) => one.id !== timer);
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    await settle();
    for (;;) {
      const next = this.timers.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.now = next.at;
      this.stop(next.id);
      next.run();
      await settle();
    }
    this.now = until;
  }
}

/** Until everything that waits for nothing but other work is done. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((go) => setTimeout(go, 0));
}

export interface Pane {
  server: DraftServer;
  clock: TestClock;
  sync: Sync;
  state: () => State;
  /** The text as an editor has it that only hears of edits. */
  editor: () => string;
}

export async function opened(text: string): Promise<Pane> {
  const server = new DraftServer(text);
  const clock = new TestClock();
  const store = createStore<State>(() => INITIAL) as Store;
  const sync = new Sync(draftApi({ api: "/api/v1", csrf: "x", client: "me" }, "bank", server.send as typeof fetch), store, clock);
  await sync.open();
  let shown = store.getState().text;
  sync.onEdits((edits) => {
    shown = applied(shown, edits);
  });
  const typed = sync.typed.bind(sync);
  sync.typed = (words) => {
    shown = words;
    typed(words);
  };
  return { server, clock, sync, state: store.getState, editor: () => shown };
}

export function setWords(flowName: string, node: string, value: string) {
  return [{ op: "set" as const, path: ["flows", flowName, "nodes", node, "say"], value }];
}
