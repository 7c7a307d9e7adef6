import { type Caller, Refusal, request } from "../api/client";
import type { JsonMap } from "../api/types";
import { fill, LABELS } from "../labels";
import { sent, type Switches, turned } from "../model/switches";
import { before, eventsBefore, heard, NO_TRIAL, pressed, said, type Trial, type TrialLine } from "../model/trial";
import { store } from "./store";
import { NoVoice, openMicrophone, Voice, type VoiceProblem } from "./voice";

const PROTOCOL = "voxloom.v1";
const ENDINGS: Record<string, string> = { goodbye: LABELS.endedGoodbye, handoff: LABELS.endedHandoff, hangup: LABELS.endedHangup };
const PING_EVERY_MS = 10_000; // well under the idle limit of common proxies (60 s)
const SOUND_MS = 15_000; // from the offer to connected sound, over a bad network
const WORDS = { ended: (reason: string) => ENDINGS[reason] ?? fill(LABELS.endedOther, { reason }), suspended: LABELS.endedSuspended, silent: LABELS.callSilence };
const VOICES: Record<VoiceProblem, [string, string]> = {
  refused: [LABELS.voiceRefused, LABELS.voiceRefusedRemedy],
  missing: [LABELS.voiceMissing, LABELS.voiceMissingRemedy],
  busy: [LABELS.voiceBusy, LABELS.voiceBusyRemedy],
  insecure: [LABELS.voiceInsecure, LABELS.voiceInsecureRemedy],
  unsupported: [LABELS.voiceUnsupported, LABELS.voiceUnsupportedRemedy],
  noNetwork: [LABELS.voiceNoSound, LABELS.voiceNoSoundRemedy],
  noSound: [LABELS.voiceNoSound, LABELS.voiceNoSoundRemedy],
  lost: [LABELS.voiceLost, LABELS.voiceLostRemedy],
};

const MAX_BYTES = 60_000; // of a message; the socket takes 64 KiB

/** How a call begins: by voice with an offer, or where another conversation stood. */
interface Beginning {
  mode: Trial["mode"];
  sdp?: string | undefined;
  again?: JsonMap;
  /** Once the bot is there. */
  ready?: () => void;
}

interface Frozen {
  trial: string;
  bot: string;
}

interface Ticket {
  ticket: string;
  socket: string;
}

/** Talks with the draft as any page talks with a bot: a ticket, then the socket of a call. */
export class Trying {
  private socket: WebSocket | null = null;
  private voice: Voice | null = null;
  private late: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  /** The text that is tried. */
  private frozen: Frozen | null = null;

  constructor(
    private readonly who: Caller,
    private readonly slug: string,
    private readonly settle: () => Promise<boolean>,
  ) {}

  async start(mode: Trial["mode"] = "text"): Promise<void> {
    this.stop();
    const attempt = this.attempts;
    const gone = () => attempt !== this.attempts;
    this.set(() => ({ ...NO_TRIAL, phase: "starting", mode }));
    try {
      const voice = mode === "voice" ? await this.speaking(gone) : null;
      if (gone()) return voice?.close();
      this.voice = voice;
      const offer = voice?.offer(); // gathers candidates while the ticket is on its way
      offer?.catch(() => undefined); // awaited below
      if (!(await this.settle())) return gone() ? undefined : this.fail(LABELS.notSavedYet, LABELS.notSavedYetRemedy);
      const { rev } = store.getState();
      const frozen = await request<Frozen>(fetch, this.who, "POST", `${this.who.api}/bots/${encodeURIComponent(this.slug)}/draft/trial`, { rev });
      const ticket = await this.ticket(frozen);
      const sdp = await offer;
      if (gone()) return;
      this.frozen = frozen;
      this.set((trial) => ({ ...trial, rev }));
      this.open(ticket, { mode, sdp });
    } catch (problem) {
      if (!gone()) this.complain(problem);
    }
  }

  /** Go back to before a turn of the caller's, and on from there with other words, on the text that is tried. */
  async goOn(line: TrialLine, words: string): Promise<void> {
    const { trial } = store.getState();
    if (!this.frozen || line.event === null) return;
    const again = { text: trial.text, events: eventsBefore(trial, line) };
    if (new Blob([JSON.stringify(again)]).size > MAX_BYTES) return this.set((now) => said(now, "note", LABELS.changeTooLong));
    this.stop();
    const attempt = this.attempts;
    this.set((now) => ({ ...now, phase: "starting", at: null, partial: "" }));
    try {
      const ticket = await this.ticket(this.frozen);
      if (attempt !== this.attempts) return;
      const ready = () => {
        this.set((now) => (now.mode === "voice" ? said(before(now, line), "note", LABELS.changeFromVoice) : before(now, line)));
        if (line.keys !== null && /^[0-9*#]+$/.test(words)) this.press(words);
        else this.say(words);
      };
      this.open(ticket, { mode: "text", again, ready });
    } catch (problem) {
      if (attempt === this.attempts) this.complain(problem);
    }
  }

  /** Have tools and models go wrong from now on, also in the middle of a trial. */
  turn(switches: Switches): void {
    store.setState({ switches, switchProblem: "" });
    this.send({ type: "switches", ...sent(switches, store.getState().graph) });
  }

  say(text: string): void {
    this.send({ type: "text", text });
  }

  press(keys: string): void {
    this.set((trial) => pressed(trial, keys, fill(LABELS.pressed, { keys })));
    this.send({ type: "dtmf", keys });
  }

  mute(muted: boolean): void {
    this.voice?.mute(muted);
    this.set((trial) => ({ ...trial, muted }));
  }

  /** The caller hangs up; what was said stays on screen. */
  hangUp(): void {
    const told = this.socket?.readyState === WebSocket.OPEN;
    this.send({ type: "end" });
    this.stop();
    this.set((trial) => ({ ...said(trial, "note", told ? LABELS.endedHangup : LABELS.endedSuspended), phase: "ended", at: null, partial: "" }));
  }

  stop(): void {
    this.attempts++;
    const socket = this.socket;
    this.socket = null;
    this.quiet();
    if (socket?.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close(1000); // sooner, and the console tells of it
    else socket?.close(1000);
  }

  /** Asks for the microphone. Throws NoVoice. */
  private async speaking(gone: () => boolean): Promise<Voice> {
    const microphone = await openMicrophone();
    return new Voice(microphone, {
      onConnected: () => clearTimeout(this.late),
      onLost: (problem) => {
        if (!gone()) this.complain(new NoVoice(problem));
      },
    });
  }

  private quiet(): void {
    clearTimeout(this.late);
    this.voice?.close();
    this.voice = null;
  }

  private ticket(frozen: Frozen): Promise<Ticket> {
    return request<Ticket>(fetch, this.who, "POST", "/rt/tickets?debug=1", { bot: frozen.bot, trial: frozen.trial });
  }

  private open({ ticket, socket: path }: Ticket, begin: Beginning): void {
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url, [PROTOCOL]);
    const pings = setInterval(() => this.send({ type: "ping" }), PING_EVERY_MS);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(hello(ticket, begin)));
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      try {
        const message = JSON.parse(String(event.data)) as JsonMap;
        if (!this.follow(message, begin)) this.set((trial) => heard(trial, message, WORDS));
      } catch {
        // Not a message of ours.
      }
    };
    socket.onclose = () => {
      clearInterval(pings);
      if (this.socket !== socket) return;
      this.socket = null;
      this.quiet();
      this.set((trial) => (trial.phase === "ended" || trial.phase === "failed" ? trial : { ...said(trial, "note", LABELS.endedSuspended), phase: "ended", partial: "" }));
    };
  }

  /** What a message means to the sound of the call, and to its switches. True where it is nothing that is said. */
  private follow(message: JsonMap, { sdp, ready }: Beginning): boolean {
    if (message.type === "ready") {
      if (sdp) {
        this.send({ type: "offer", sdp });
        this.late = setTimeout(() => this.complain(new NoVoice("noSound")), SOUND_MS);
      }
      ready?.();
    } else if (message.type === "error" && String(message.code).startsWith("switch.")) {
      store.setState({ switchProblem: [message.message, message.remedy].join(" ") });
      return message.fatal !== true;
    } else if (message.type === "answer" && typeof message.sdp === "string") void this.voice?.accept(message.sdp);
    else if (message.type === "ended" || message.type === "suspended") this.quiet();
    return false;
  }

  private send(message: JsonMap): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private set(change: (trial: Trial) => Trial): void {
    store.setState((state) => ({ trial: change(state.trial) }));
  }

  private complain(problem: unknown): void {
    this.send({ type: "end" }); // where the socket still stands, the server need not wait for its watchdog
    this.stop();
    if (problem instanceof NoVoice) this.fail(...VOICES[problem.problem]);
    else if (problem instanceof Refusal) {
      this.set((trial) => ({ ...trial, rev: store.getState().rev, refused: problem.status === 422 }));
      this.fail(problem.message, problem.remedy);
    }
    else this.fail(LABELS.noServer, "");
  }

  private fail(message: string, remedy: string): void {
    this.set((trial) => ({ ...said(trial, "note", `${message} ${remedy}`.trim()), phase: "failed", partial: "" }));
  }
}

function hello(ticket: string, { mode, again }: Beginning): JsonMap {
  const { switches, graph } = store.getState();
  return { type: "hello", ticket, mode, ...(turned(switches) > 0 ? { switches: sent(switches, graph) } : {}), ...(again ? { again } : {}) };
}
