import type { Heard, LiveMessage } from "../api/types";
import { fill, LABELS } from "../labels";
import { notify, store } from "./store";

const RETRIES_MS = [500, 1000, 2000, 5000, 10000, 30000];
const WHERE_MS = 250; // the server passes on five a second
const PING_MS = 25_000; // proxies close what is silent for a minute
const FINAL = new Set([4401, 4403]); // nobody of ours, or a foreign page: asking again does not help

type Hear = (change: Heard) => void;

/** Who is here and what they change; comes back by itself. */
export class Live {
  private socket: WebSocket | null = null;
  private failures = 0;
  private wanted = "";
  private told = "";
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly address: string,
    private readonly client: string,
    private readonly hear: Hear,
  ) {
    setInterval(() => this.send({ type: "ping" }), PING_MS);
    window.addEventListener("online", () => this.socket === null && this.open());
  }

  open(): void {
    const url = new URL(this.address, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.told = "";
      store.setState({ liveUp: true });
      this.tell();
    };
    socket.onmessage = (event) => this.take(event.data);
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      store.setState({ liveUp: false, people: [] });
      if (!FINAL.has(event.code)) this.later();
    };
  }

  /** Say where this tab is; often, the last one counts. */
  where(flow: string | null, node: string | null): void {
    this.wanted = JSON.stringify({ type: "where", flow, node });
    if (this.waiting === undefined) this.waiting = setTimeout(() => this.tell(), WHERE_MS);
  }

  private tell(): void {
    this.waiting = undefined;
    if (!this.wanted || this.wanted === this.told || this.socket?.readyState !== WebSocket.OPEN) return;
    this.told = this.wanted;
    this.socket.send(this.wanted);
  }

  private send(message: unknown): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private later(): void {
    const ms = RETRIES_MS[Math.min(this.failures++, RETRIES_MS.length - 1)] as number;
    setTimeout(() => this.socket === null && this.open(), ms);
  }

  private take(data: unknown): void {
    let message: LiveMessage;
    try {
      message = JSON.parse(String(data)) as LiveMessage;
    } catch {
      return;
    }
    if (message.type === "here") store.setState({ people: message.people.filter((one) => one.id !== message.me) });
    else if (message.type === "changed" && message.client !== this.client) this.hear(message);
    else if (message.type === "version") store.setState((state) => ({ latest: Math.max(state.latest, message.version) }));
    else if (message.type === "publication" && message.state === "published") {
      const { version, environment } = message;
      notify(message.ready ? { tone: "good", text: fill(LABELS.published, { version, environment }) } : { tone: "info", text: fill(LABELS.publishedSoon, { version, environment }), detail: LABELS.publishedSoonHint });
    }
  }
}
