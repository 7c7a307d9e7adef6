/** The part of RTCPeerConnection that waiting for candidates uses. */
export interface Gatherer {
  readonly iceGatheringState: RTCIceGatheringState;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}

export const AFTER_HOST_MS = 300; // a STUN server that does not answer must not delay the call
export const AT_MOST_MS = 2_000; // a browser with any network has its first candidate within milliseconds

/** Resolves when all candidates are there, or a short while after the first host candidate. */
export function gathered(peer: Gatherer, afterHostMs = AFTER_HOST_MS, atMostMs = AT_MOST_MS): Promise<void> {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    let afterHost: ReturnType<typeof setTimeout> | undefined;
    const atMost = setTimeout(done, atMostMs);
    function done(): void {
      clearTimeout(atMost);
      clearTimeout(afterHost);
      peer.removeEventListener("icegatheringstatechange", changed);
      peer.removeEventListener("icecandidate", found);
      resolve();
    }
    function changed(): void {
      if (peer.iceGatheringState === "complete") done();
    }
    function found(event: Event): void {
      const candidate = (event as RTCPeerConnectionIceEvent).candidate;
      if (candidate === null) done();
      else if (afterHost === undefined && isHost(candidate.candidate)) afterHost = setTimeout(done, afterHostMs);
    }
    peer.addEventListener("icegatheringstatechange", changed);
    peer.addEventListener("icecandidate", found);
  });
}

export function isHost(candidate: string): boolean {
  return / typ host( |$)/.test(candidate);
}

export function hasCandidates(sdp: string): boolean {
  return /^a=candidate:/m.test(sdp);
}
