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
  private readonly peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
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
    this.peer.ontrack = (event) => this.onTrack(event);
    this.peer.onconnectionstatechange = () => this.onConnection(this.peer.connectionState);
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
    clearTimeout(this.weakTimer);
    this.localMeter.close();
    this.remoteMeter?.close();
    for (const track of this.microphone.getTracks()) track.stop();
    this.peer.ontrack = null;
    this.peer.onconnectionstatechange = null;
    this.peer.close();
    this.speaker.srcObject = null;
    this.speaker.remove();
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
    if (state === "connected") this.handlers.onState("connected");
    else if (state === "failed" || state === "closed") this.handlers.onState("lost");
    else if (state === "disconnected") {
      this.handlers.onState("weak");
      this.weakTimer = setTimeout(() => this.handlers.onState("lost"), WEAK_MAX_MS);
    }
  }
}
