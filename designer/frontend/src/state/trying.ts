import { type Caller, Refusal, request } from "../api/client";
import type { JsonMap } from "../api/types";
import { fill, LABELS } from "../labels";
import { heard, NO_TRIAL, pressed, said, type Trial } from "../model/trial";
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
      const frozen = await request<{ trial: string; bot: string }>(fetch, this.who, "POST", `${this.who.api}/bots/${encodeURIComponent(this.slug)}/draft/trial`, { rev });
      const ticket = await request<Ticket>(fetch, this.who, "POST", "/rt/tickets?debug=1", frozen);
      const sdp = await offer;
      if (gone()) return;
      this.set((trial) => ({ ...trial, rev }));
      this.open(ticket, mode, sdp);
    } catch (problem) {
      if (!gone()) this.complain(problem);
    }
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

  private open({ ticket, socket: path }: Ticket, mode: Trial["mode"], sdp: string | undefined): void {
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url, [PROTOCOL]);
    const pings = setInterval(() => this.send({ type: "ping" }), PING_EVERY_MS);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: "hello", ticket, mode }));
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      try {
        const message = JSON.parse(String(event.data)) as JsonMap;
        this.follow(message, sdp);
        this.set((trial) => heard(trial, message, WORDS));
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

  /** What a message means to the sound of the call. */
  private follow(message: JsonMap, sdp: string | undefined): void {
    if (message.type === "ready" && sdp) {
      this.send({ type: "offer", sdp });
      this.late = setTimeout(() => this.complain(new NoVoice("noSound")), SOUND_MS);
    } else if (message.type === "answer" && typeof message.sdp === "string") void this.voice?.accept(message.sdp);
    else if (message.type === "ended" || message.type === "suspended") this.quiet();
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
