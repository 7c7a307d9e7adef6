import { type Caller, Refusal, request } from "../api/client";
import type { JsonMap } from "../api/types";
import { fill, LABELS } from "../labels";
import { heard, NO_TRIAL, said, type Trial } from "../model/trial";
import { store } from "./store";

const PROTOCOL = "voxloom.v1";
const ENDINGS: Record<string, string> = { goodbye: LABELS.endedGoodbye, handoff: LABELS.endedHandoff, hangup: LABELS.endedHangup };
const WORDS = { ended: (reason: string) => ENDINGS[reason] ?? fill(LABELS.endedOther, { reason }), suspended: LABELS.endedSuspended };

/** Talks with the draft as any page talks with a bot: a ticket, then the socket of a call. */
export class Trying {
  private socket: WebSocket | null = null;

  constructor(
    private readonly who: Caller,
    private readonly slug: string,
    private readonly settle: () => Promise<boolean>,
  ) {}

  async start(): Promise<void> {
    this.stop();
    this.set(() => ({ ...NO_TRIAL, phase: "starting" }));
    if (!(await this.settle())) return this.fail(LABELS.notSavedYet, LABELS.notSavedYetRemedy);
    const { rev } = store.getState();
    try {
      const frozen = await request<{ trial: string; bot: string }>(fetch, this.who, "POST", `${this.who.api}/bots/${encodeURIComponent(this.slug)}/draft/trial`, { rev });
      const ticket = await request<{ ticket: string; socket: string }>(fetch, this.who, "POST", "/rt/tickets?debug=1", frozen);
      this.set((trial) => ({ ...trial, rev }));
      this.open(ticket);
    } catch (problem) {
      if (problem instanceof Refusal) this.fail(problem.message, problem.remedy);
      else this.fail(LABELS.noServer, "");
    }
  }

  say(text: string): void {
    this.send({ type: "text", text });
  }

  press(keys: string): void {
    this.set((trial) => said(trial, "you", fill(LABELS.pressed, { keys })));
    this.send({ type: "dtmf", keys });
  }

  stop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close(1000);
  }

  private open({ ticket, socket: path }: { ticket: string; socket: string }): void {
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url, [PROTOCOL]);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", ticket, mode: "text" }));
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      try {
        const message = JSON.parse(String(event.data)) as JsonMap;
        this.set((trial) => heard(trial, message, WORDS));
      } catch {
        // Not a message of ours.
      }
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.set((trial) => (trial.phase === "ended" || trial.phase === "failed" ? trial : { ...said(trial, "note", LABELS.endedSuspended), phase: "ended" }));
    };
  }

  private send(message: JsonMap): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private set(change: (trial: Trial) => Trial): void {
    store.setState((state) => ({ trial: change(state.trial) }));
  }

  private fail(message: string, remedy: string): void {
    this.set((trial) => ({ ...said(trial, "note", `${message} ${remedy}`.trim()), phase: "failed" }));
  }
}
