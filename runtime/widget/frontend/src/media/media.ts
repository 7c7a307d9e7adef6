import { microphoneProblem, problem } from "../call/problems";
import { gathered, hasCandidates } from "./gathering";
import { LevelMeter } from "./levels";

export type MediaState = "connected" | "weak" | "lost";

export interface MediaHandlers {
  onState(state: MediaState): void;
  /** The browser did not let sound play by itself (`true`), or it plays now. */
  onBlocked(blocked: boolean): void;
  /** The microphone was unplugged or its permission taken away. */
  onMicrophoneGone(): void;
}

const WEAK_MAX_MS = 8_000; // ICE may recover from "disconnected"; after this it does not
const SILENT_MS = 3_000; // the server sends fifty packets a second, also when it is silent
const LOOK_EVERY_MS = 1_000;
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Asks for the microphone. Throws `CallProblem` with the reason it could not be had. */
export async function openMicrophone(): Promise<MediaStream> {
  if (!window.isSecureContext) throw problem("insecure_context");
  if (typeof RTCPeerConnection === "undefined" || !navigator.mediaDevices) throw problem("unsupported");
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: MICROPHONE, video: false });
  } catch (error) {
    throw problem(microphoneProblem(error instanceof Error ? error.name : ""));
  }
}

/** The audio of one call: the microphone, one peer connection, the loudspeaker. Ended by `close`, once and for all. */
export class Media {
  private peer = this.newPeer();
  private watch: ReturnType<typeof setInterval> | undefined;
  private weak = false;
  private readonly speaker: HTMLAudioElement;
  private remoteMeter: LevelMeter | null = null;
  private readonly localMeter: LevelMeter;
  private weakTimer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(
    private readonly microphone: MediaStream,
    private readonly context: AudioContext,
    private readonly handlers: MediaHandlers,
    host: ParentNode,
  ) {
    this.speaker = document.createElement("audio");
    this.speaker.autoplay = true;
    this.speaker.hidden = true;
    host.append(this.speaker);
    this.localMeter = new LevelMeter(context, microphone);
  }

  /** Sound goes both ways, as far as the browser knows. */
  get alive(): boolean {
    return this.peer.connectionState === "connected" && !this.weak;
  }

  /** Begins anew with the same microphone and loudspeaker: the next `offer` makes another connection. */
  renew(): void {
    if (this.closed) return;
    this.leave();
    this.peer = this.newPeer();
  }

  /** An offer with one `sendrecv` audio line and its candidates inside. */
  async offer(): Promise<string> {
    const track = this.microphone.getAudioTracks()[0];
    if (track === undefined) throw problem("mic_missing");
    track.onended = () => {
      if (!this.closed) this.handlers.onMicrophoneGone();
    };
    this.peer.addTransceiver(track, { direction: "sendrecv", streams: [this.microphone] });
    await this.peer.setLocalDescription(await this.peer.createOffer());
    await gathered(this.peer);
    const sdp = this.peer.localDescription?.sdp;
    if (!sdp) throw problem("media_failed");
    // Chromium on a machine with only loopback gathers for ever and finds nothing: say so now, not at the deadline.
    if (!hasCandidates(sdp)) throw problem("no_network");
    return sdp;
  }

  async accept(sdp: string): Promise<void> {
    try {
      await this.peer.setRemoteDescription({ type: "answer", sdp });
    } catch {
      throw problem("media_failed");
    }
  }

  mute(muted: boolean): void {
    for (const track of this.microphone.getAudioTracks()) track.enabled = !muted;
  }

  levels(): { caller: number; bot: number } {
    return { caller: this.localMeter.read(), bot: this.remoteMeter?.read() ?? 0 };
  }

  /** Starts the sound again from a tap, where the browser asked for one. */
  async unblock(): Promise<void> {
    await this.context.resume();
    await this.play();
  }

  stats(): Promise<RTCStatsReport> {
    return this.peer.getStats();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.localMeter.close();
    this.remoteMeter?.close();
    for (const track of this.microphone.getTracks()) track.stop();
    this.leave();
    this.speaker.srcObject = null;
    this.speaker.remove();
  }

  private newPeer(): RTCPeerConnection {
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    peer.ontrack = (event) => this.onTrack(event);
    peer.onconnectionstatechange = () => this.onConnection(peer.connectionState);
    return peer;
  }

  private leave(): void {
    clearTimeout(this.weakTimer);
    clearInterval(this.watch);
    this.weak = false;
    this.peer.ontrack = null;
    this.peer.onconnectionstatechange = null;
    this.peer.close();
  }

  /** The browser takes five seconds and more to see that nothing comes any more; a caller hears it at once. */
  private watchPackets(): void {
    const peer = this.peer;
    let [packets, sinceMs] = [-1, performance.now()];
    clearInterval(this.watch);
    this.watch = setInterval(() => {
      void received(peer).then((count) => {
        if (peer !== this.peer || this.closed) return;
        const now = performance.now();
        if (count !== packets) [packets, sinceMs] = [count, now];
        const silent = now - sinceMs > SILENT_MS;
        if (silent === this.weak) return;
        this.weak = silent;
        this.handlers.onState(silent ? "weak" : "connected");
      });
    }, LOOK_EVERY_MS);
  }

  private onTrack(event: RTCTrackEvent): void {
    const stream = event.streams[0] ?? new MediaStream([event.track]);
    this.speaker.srcObject = stream;
    this.remoteMeter?.close();
    this.remoteMeter = new LevelMeter(this.context, stream);
    void this.play();
  }

  private async play(): Promise<void> {
    try {
      await this.speaker.play();
      this.handlers.onBlocked(false);
    } catch (error) {
      const refused = error instanceof DOMException && error.name === "NotAllowedError";
      if (refused && !this.closed) this.handlers.onBlocked(true);
    }
  }

  private onConnection(state: RTCPeerConnectionState): void {
    clearTimeout(this.weakTimer);
    if (state === "connected") {
      this.handlers.onState("connected");
      this.watchPackets();
    }
    else if (state === "failed" || state === "closed") this.handlers.onState("lost");
    else if (state === "disconnected") {
      this.handlers.onState("weak");
      this.weakTimer = setTimeout(() => this.handlers.onState("lost"), WEAK_MAX_MS);
    }
  }
}

async function received(peer: RTCPeerConnection): Promise<number> {
  let packets = 0;
  for (const report of (await peer.getStats()).values()) {
    if (report.type === "inbound-rtp") packets += (report as RTCInboundRtpStreamStats).packetsReceived ?? 0;
  }
  return packets;
}
