/** Why there is no voice; the words are in `labels.ts`. */
export type VoiceProblem = "refused" | "missing" | "busy" | "insecure" | "unsupported" | "noNetwork" | "noSound" | "lost";

export class NoVoice extends Error {
  constructor(readonly problem: VoiceProblem) {
    super(problem);
  }
}

const AFTER_HOST_MS = 300; // a STUN server that does not answer must not delay the call
const AT_MOST_MS = 2_000; // a browser with any network has its first candidate within milliseconds
const WEAK_MAX_MS = 8_000; // a connection may recover from "disconnected"; after this it does not
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export interface VoiceHandlers {
  onConnected(): void;
  /** The sound is gone for good, or the microphone is. */
  onLost(problem: VoiceProblem): void;
}

/** Asks for the microphone. Throws NoVoice with the reason it could not be had. */
export async function openMicrophone(): Promise<MediaStream> {
  if (!window.isSecureContext) throw new NoVoice("insecure");
  if (typeof RTCPeerConnection === "undefined" || !navigator.mediaDevices) throw new NoVoice("unsupported");
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: MICROPHONE, video: false });
  } catch (error) {
    throw new NoVoice(reason(error instanceof Error ? error.name : ""));
  }
}

/** What the name of a getUserMedia failure means to whoever wants to speak. */
export function reason(name: string): VoiceProblem {
  if (["NotFoundError", "DevicesNotFoundError", "OverconstrainedError"].includes(name)) return "missing";
  if (["NotReadableError", "TrackStartError", "AbortError"].includes(name)) return "busy";
  return name === "TypeError" ? "insecure" : "refused";
}

/** The sound of one call both ways: the microphone, one connection, the loudspeaker. Ended by `close`, once and for all. */
export class Voice {
  private readonly peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  private readonly speaker = new Audio();
  private weak: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(
    private readonly microphone: MediaStream,
    private readonly handlers: VoiceHandlers,
  ) {
    this.speaker.autoplay = true;
    this.peer.ontrack = ({ streams, track }) => {
      this.speaker.srcObject = streams[0] ?? new MediaStream([track]);
      // The click that began the call lets it play; a browser that refuses all the same still has the words.
      this.speaker.play().catch(() => undefined);
    };
    this.peer.onconnectionstatechange = () => this.changed();
  }

  /** An offer with one audio line and its candidates inside. */
  async offer(): Promise<string> {
    const track = this.microphone.getAudioTracks()[0];
    if (!track) throw new NoVoice("missing");
    track.onended = () => this.lose("missing");
    this.peer.addTransceiver(track, { direction: "sendrecv", streams: [this.microphone] });
    await this.peer.setLocalDescription(await this.peer.createOffer());
    await gathered(this.peer);
    const sdp = this.peer.localDescription?.sdp ?? "";
    if (!/^a=candidate:/m.test(sdp)) throw new NoVoice("noNetwork");
    return sdp;
  }

  async accept(sdp: string): Promise<void> {
    try {
      await this.peer.setRemoteDescription({ type: "answer", sdp });
    } catch {
      this.lose("noSound");
    }
  }

  mute(muted: boolean): void {
    for (const track of this.microphone.getAudioTracks()) track.enabled = !muted;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.weak);
    for (const track of this.microphone.getTracks()) track.stop();
    this.peer.close();
    this.speaker.srcObject = null;
  }

  private changed(): void {
    clearTimeout(this.weak);
    const state = this.peer.connectionState;
    if (state === "connected") this.handlers.onConnected();
    else if (state === "failed") this.lose("lost");
    else if (state === "disconnected") this.weak = setTimeout(() => this.lose("lost"), WEAK_MAX_MS);
  }

  private lose(problem: VoiceProblem): void {
    if (this.closed) return;
    this.close();
    this.handlers.onLost(problem);
  }
}

/** Resolves when all candidates are there, or a short while after the first one of this machine. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    let afterHost: ReturnType<typeof setTimeout> | undefined;
    const done = () => {
      clearTimeout(atMost);
      clearTimeout(afterHost);
      peer.onicecandidate = null;
      resolve();
    };
    const atMost = setTimeout(done, AT_MOST_MS);
    peer.onicecandidate = ({ candidate }) => {
      if (candidate === null) done();
      else if (afterHost === undefined && / typ host( |$)/.test(candidate.candidate)) afterHost = setTimeout(done, AFTER_HOST_MS);
    };
  });
}
