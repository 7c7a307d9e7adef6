import { parseMessage, SUB_PROTOCOL } from "./protocol";
import type { ClientMessage, ServerMessage } from "./protocol";

/** The part of a WebSocket that signalling uses; tests give their own. */
export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  readonly readyState: number;
  send(data: string): void;
  close(code?: number): void;
}

export interface SignallingHandlers {
  onOpen(): void;
  onMessage(message: ServerMessage): void;
  /** Once, when the socket is gone and `close` was not called. */
  onClosed(code: number): void;
}

const PING_EVERY_MS = 10_000; // well under the idle limit of common proxies (60 s)
const SILENT_MAX_MS = 25_000; // two pings unanswered: the network is gone although no close arrived
const OPEN = 1;

/** Closes a socket behind which nobody answers any more: the call goes on by another one. */
export const LEFT_BEHIND = 4000;

/** One WebSocket to the server: sends typed messages, notices a dead line. */
export class Signalling {
  private timer: ReturnType<typeof setInterval> | undefined;
  private lastHeardMs: number;
  private done = false;

  constructor(
    private readonly socket: Socket,
    private readonly handlers: SignallingHandlers,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.lastHeardMs = nowMs();
    socket.onopen = () => this.opened();
    socket.onmessage = (event) => this.heard(event.data);
    socket.onclose = (event) => this.closed(event.code);
    socket.onerror = () => undefined; // a close event always follows
  }

  send(message: ClientMessage): boolean {
    if (this.done || this.socket.readyState !== OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Closes the socket; without a code of its own that means: the caller has gone. */
  close(code = 1000): void {
    if (this.done) return;
    this.finish();
    this.socket.close(code);
  }

  private opened(): void {
    if (this.done) return;
    this.lastHeardMs = this.nowMs();
    this.timer = setInterval(() => this.tick(), PING_EVERY_MS);
    this.handlers.onOpen();
  }

  private heard(data: unknown): void {
    if (this.done) return;
    this.lastHeardMs = this.nowMs();
    const message = parseMessage(data);
    if (message !== null && message.type !== "pong") this.handlers.onMessage(message);
  }

  private tick(): void {
    if (this.nowMs() - this.lastHeardMs > SILENT_MAX_MS) {
      this.socket.close(LEFT_BEHIND);
      this.closed(1006);
    } else this.send({ type: "ping" });
  }

  private closed(code: number): void {
    if (this.done) return;
    this.finish();
    this.handlers.onClosed(code);
  }

  private finish(): void {
    this.done = true;
    clearInterval(this.timer);
  }
}

/** `https://host/x` and `/rt/call` to `wss://host/rt/call`. */
export function socketUrl(server: string, path: string): string {
  const url = new URL(path, server);
  url.protocol = url.protocol === "https:" || url.protocol === "wss:" ? "wss:" : "ws:";
  return url.href;
}

export function openSocket(url: string): Socket {
  return new WebSocket(url, SUB_PROTOCOL) as unknown as Socket;
}
