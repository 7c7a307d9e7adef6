import { comeBack } from "./comeback";
import type { Session } from "./comeback";
import { caption, EMPTY, isSettled } from "./captions";
import type { CaptionEvent, Captions } from "./captions";
import { IDLE, isLive, isTalking, reduce } from "./machine";
import type { CallEvent, CallView } from "./machine";
import { asProblem, closeProblem, problem } from "./problems";
import { cleanDigits, TEXT_MAX_CHARS } from "./protocol";
import type { CallMode, ClientMessage, ServerMessage, Ticket } from "./protocol";
import { LEFT_BEHIND, Signalling } from "./signalling";
import type { Socket } from "./signalling";
import type { MediaHandlers } from "../media/media";
import type { Variables } from "../options";

/** The media of a call as the call uses it. */
export interface CallMedia {
  offer(): Promise<string>;
  accept(sdp: string): Promise<void>;
  mute(muted: boolean): void;
  levels(): { caller: number; bot: number };
  unblock(): Promise<void>;
  /** Sound goes both ways, as far as the browser knows. */
  readonly alive: boolean;
  /** Begins anew: the next `offer` makes another connection. */
  renew(): void;
  close(): void;
}

/** The ways out into the browser; tests give their own. */
export interface Doors {
  media(handlers: MediaHandlers): Promise<CallMedia>;
  ticket(signal: AbortSignal): Promise<Ticket>;
  /** What the page knows of the caller. */
  variables(): Variables;
  socket(path: string): Socket;
  nowMs(): number;
}

export interface CallListener {
  onView(view: CallView, before: CallView): void;
  onCaptions(captions: Captions): void;
  onMessage(message: ServerMessage): void;
}

const ELSEWHERE = 4409; // the conversation goes on in another window
const READY_DEADLINE_MS = 10_000; // from opening the socket to `ready`
const AUDIO_DEADLINE_MS = 15_000; // from the offer to connected audio: ICE checks over a bad network

/** One call at a time: sets it up, follows it, ends it, and leaves nothing behind. */
export class Call {
  view: CallView = IDLE;
  captions: Captions = EMPTY;
  private abort = new AbortController();
  private media: CallMedia | null = null;
  private signalling: Signalling | null = null;
  private waiting: ClientMessage[] = []; // typed before the conversation began
  private ready: PromiseWithResolvers | null = null;
  private isReady = false;
  private session: Session | null = null;
  private path = ""; // of the ticket's socket
  private home = ""; // of the process that has the call, if it has one of its own
  private attached = false;
  private returning = false;
  private lostSinceMs: number | null = null;
  private deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly doors: Doors,
    private readonly listener: CallListener,
  ) {}

  async start(mode: CallMode): Promise<void> {
    if (isLive(this.view.phase)) return;
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.waiting = [];
    this.isReady = false;
    this.session = null;
    this.returning = false;
    this.lostSinceMs = null;
    this.setCaptions(EMPTY);
    this.dispatch({ type: "start", mode });
    try {
      await this.connect(mode, signal);
    } catch (error) {
      if (!signal.aborted) this.fail(asProblem(error));
    }
  }

  /** Ends the call from this side. */
  end(): void {
    if (!isLive(this.view.phase)) return;
    this.signalling?.send({ type: "end" });
    this.release();
    this.dispatch({ type: "ended", reason: "hangup", detail: "", atMs: this.doors.nowMs() });
  }

  mute(muted: boolean): void {
    if (this.media === null) return;
    this.media.mute(muted);
    this.dispatch({ type: "muted", muted });
  }

  /** Says a text; starts a text conversation when none is running. */
  sendText(text: string): boolean {
    const said = text.trim().slice(0, TEXT_MAX_CHARS);
    if (said === "") return false;
    if (!isLive(this.view.phase)) void this.start("text");
    this.addCaption({ type: "typed", text: said });
    this.deliver({ type: "text", text: said });
    return true;
  }

  sendDigits(keys: string): boolean {
    const digits = cleanDigits(keys);
    if (digits === "" || !isTalking(this.view.phase)) return false;
    this.deliver({ type: "dtmf", keys: digits });
    return true;
  }

  note(text: string): void {
    this.addCaption({ type: "note", text });
  }

  levels(): { caller: number; bot: number } {
    return this.media?.levels() ?? { caller: 0, bot: 0 };
  }

  unblock(): void {
    this.media?.unblock().catch(() => undefined); // still refused: the button stays
  }

  private async connect(mode: CallMode, signal: AbortSignal): Promise<void> {
    let offer: Promise<string> | null = null;
    if (mode === "voice") {
      this.dispatch({ type: "step", step: "microphone" });
      const media = await this.doors.media(this.mediaHandlers(signal));
      if (signal.aborted) return media.close();
      this.media = media;
      offer = media.offer(); // gathers candidates while the ticket is on its way
      offer.catch(() => undefined); // awaited below
      this.dispatch({ type: "step", step: "server" });
    }
    const ticket = await this.doors.ticket(signal);
    if (signal.aborted) return;
    this.path = ticket.socket;
    await this.greet(this.hello(ticket, mode), this.path);
    if (offer === null || signal.aborted) return;
    this.dispatch({ type: "step", step: "audio" });
    const sdp = await offer;
    if (signal.aborted) return;
    this.signalling?.send({ type: "offer", sdp });
    this.within(AUDIO_DEADLINE_MS, () => this.fail({ code: "media_failed" }));
  }

  /** Opens the socket, says hello, waits for `ready`. */
  private greet(hello: ClientMessage, path: string): Promise<void> {
    const waiting = withResolvers();
    this.ready = waiting;
    const signalling: Signalling = new Signalling(
      this.doors.socket(path),
      {
        onOpen: () => void signalling.send(hello),
        onMessage: (message) => this.onMessage(message),
        onClosed: (code) => this.onClosed(waiting, code),
      },
      () => this.doors.nowMs(),
    );
    this.signalling = signalling;
    this.within(READY_DEADLINE_MS, () => waiting.reject(problem("unreachable")));
    return waiting.promise;
  }

  private hello(ticket: Ticket, mode: CallMode): ClientMessage {
    const variables = this.doors.variables();
    const hello = { type: "hello" as const, ticket: ticket.ticket, mode };
    return Object.keys(variables).length === 0 ? hello : { ...hello, variables };
  }

  private onMessage(message: ServerMessage): void {
    this.listener.onMessage(message);
    switch (message.type) {
      case "ready":
        clearTimeout(this.deadline);
        this.isReady = true;
        this.attached = message.attached;
        this.home = message.socket;
        this.dispatch({ type: "ready", bot: message.bot });
        this.ready?.resolve();
        break;
      case "session":
        this.session = { secret: message.session, forMs: 1000 * message.seconds };
        break;
      case "suspended":
        if (message.detail !== "elsewhere") this.lose({ code: "media_lost" });
        break;
      case "answer":
        this.media?.accept(message.sdp).catch((error: unknown) => this.fail(asProblem(error)));
        break;
      case "state":
        this.dispatch({ type: "state", state: message.state, atMs: this.doors.nowMs() });
        if (isTalking(this.view.phase)) this.began();
        break;
      case "transcript":
      case "said":
      case "filler":
      case "interrupted":
        this.addCaption(message);
        break;
      case "ended":
        this.release();
        this.dispatch({ type: "ended", reason: message.reason, detail: message.detail, atMs: this.doors.nowMs() });
        break;
      case "error":
        this.onError(message);
        break;
      case "turn": // the widget shows it beside the conversation
      case "pong":
        break;
    }
  }

  private onError(message: Extract<ServerMessage, { type: "error" }>): void {
    if (!message.fatal) {
      this.note([message.message, message.remedy].filter(Boolean).join(" "));
      return;
    }
    const { message: words, remedy } = message;
    if (this.returning && message.code !== "session.refused") {
      this.ready?.reject(problem("busy", words, remedy)); // it is tried again
      return;
    }
    const code = message.code.includes("busy") ? "busy" : this.isReady ? "server_problem" : "ticket_refused";
    this.fail(problem(code, words, remedy).problem);
  }

  private onClosed(waiting: PromiseWithResolvers, code: number): void {
    if (this.returning) waiting.reject(problem("unreachable"));
    else if (code === ELSEWHERE) this.fail({ code: "elsewhere" });
    else this.lose({ code: closeProblem(code, this.isReady) });
  }

  /** Something of the call is gone without a goodbye: it comes back, where there is something to come back to. */
  private lose(reason: NonNullable<CallView["problem"]>): void {
    const { session, view } = this;
    if (this.returning || !isLive(view.phase)) return;
    if (session === null) return this.fail(reason);
    this.returning = true;
    this.dispatch({ type: "lost" });
    clearTimeout(this.deadline);
    const { signal } = this.abort;
    this.lostSinceMs ??= this.doors.nowMs();
    this.resend();
    const attempt = (): Promise<void> => this.goOn(session, signal);
    void comeBack(attempt, this.lostSinceMs + session.forMs, () => this.doors.nowMs(), signal).then((back) => {
      this.returning = false;
      if (!back && !signal.aborted) this.fail(reason);
    });
  }

  /** What was typed and not taken is said again. */
  private resend(): void {
    this.waiting = this.captions.pending.map((text) => ({ type: "text", text }));
  }

  /** Another socket; and other media, unless they have outlived the socket. Throws `CallProblem`. */
  private async goOn(session: Session, signal: AbortSignal): Promise<void> {
    this.signalling?.close(LEFT_BEHIND);
    const { home, media } = this;
    const { mode } = this.view;
    const alive = media?.alive ?? false;
    this.home = ""; // it is asked once: behind it another process may have the name
    await this.greet({ type: "hello", resume: session.secret, mode, media: alive }, alive && home ? home : this.path);
    if (media === null || this.attached || signal.aborted) return;
    media.renew();
    const sdp = await media.offer();
    if (signal.aborted) return;
    this.signalling?.send({ type: "offer", sdp });
    this.within(AUDIO_DEADLINE_MS, () => this.lose({ code: "media_failed" }));
  }

  /** The conversation runs: what was typed too early goes out now. */
  private began(): void {
    clearTimeout(this.deadline);
    this.lostSinceMs = null;
    for (const message of this.waiting.splice(0)) this.signalling?.send(message);
  }

  private deliver(message: ClientMessage): void {
    if (isTalking(this.view.phase)) this.signalling?.send(message);
    else this.waiting.push(message);
  }

  private mediaHandlers(signal: AbortSignal): MediaHandlers {
    return {
      onState: (state) => {
        if (signal.aborted) return;
        if (state === "lost") this.lose({ code: this.view.phase === "connecting" ? "media_failed" : "media_lost" });
        else this.dispatch({ type: "weak", weak: state === "weak" });
      },
      onBlocked: (blocked) => {
        if (!signal.aborted) this.dispatch({ type: "blocked", blocked });
      },
      onMicrophoneGone: () => {
        if (!signal.aborted) this.fail({ code: "mic_missing" });
      },
    };
  }

  private fail(reason: NonNullable<CallView["problem"]>): void {
    if (!isLive(this.view.phase)) return;
    this.signalling?.send({ type: "end" }); // where the socket still stands, the server need not wait for its watchdog
    this.release();
    this.dispatch({ type: "failed", problem: reason, atMs: this.doors.nowMs() });
  }

  private release(): void {
    this.abort.abort();
    clearTimeout(this.deadline);
    this.ready?.resolve(); // nobody may wait for ever; `connect` looks at its signal next
    this.ready = null;
    this.signalling?.close();
    this.signalling = null;
    this.media?.close();
    this.media = null;
    this.waiting = [];
    if (!isSettled(this.captions)) this.setCaptions({ ...this.captions, partial: "", pending: [] });
  }

  private within(limitMs: number, late: () => void): void {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(late, limitMs);
  }

  private dispatch(event: CallEvent): void {
    const before = this.view;
    this.view = reduce(before, event);
    if (this.view !== before) this.listener.onView(this.view, before);
  }

  private addCaption(event: CaptionEvent): void {
    this.setCaptions(caption(this.captions, event));
  }

  private setCaptions(captions: Captions): void {
    if (captions === this.captions) return;
    this.captions = captions;
    this.listener.onCaptions(captions);
  }
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

function withResolvers(): PromiseWithResolvers {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
