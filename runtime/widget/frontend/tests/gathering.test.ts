import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gathered, hasCandidates, isHost } from "../src/media/gathering";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const HOST = "candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host generation 0";
const REFLEXIVE = "candidate:2 1 udp 1686052607 198.51.100.9 50000 typ srflx raddr 0.0.0.0 rport 0";

class FakePeer extends EventTarget {
  iceGatheringState: RTCIceGatheringState = "gathering";

  candidate(text: string | null): void {
    const event = new Event("icecandidate");
    this.dispatchEvent(Object.assign(event, { candidate: text === null ? null : { candidate: text } }));
  }

  complete(): void {
    this.iceGatheringState = "complete";
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }
}

async function isDone(promise: Promise<void>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await vi.advanceTimersByTimeAsync(0);
  return done;
}

describe("gathered", () => {
  it("is done at once when gathering is complete", async () => {
    const peer = new FakePeer();
    peer.iceGatheringState = "complete";
    expect(await isDone(gathered(peer))).toBe(true);
  });

  it("is done when it completes, however it is told", async () => {
    const [first, second] = [new FakePeer(), new FakePeer()];
    const [one, two] = [gathered(first), gathered(second)];
    first.complete();
    second.candidate(null);
    expect([await isDone(one), await isDone(two)]).toEqual([true, true]);
  });

  it("waits a short while after the first host candidate, counted from the first", async () => {
    const peer = new FakePeer();
    const waiting = gathered(peer, 300, 2000);
    peer.candidate(HOST);
    await vi.advanceTimersByTimeAsync(200);
    peer.candidate(HOST);
    expect(await isDone(waiting)).toBe(false);
    await vi.advanceTimersByTimeAsync(101);
    expect(await isDone(waiting)).toBe(true);
  });

  it("does not take a reflexive candidate for a host's, and never waits for ever", async () => {
    const peer = new FakePeer();
    const waiting = gathered(peer, 300, 2000);
    peer.candidate(REFLEXIVE);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await isDone(waiting)).toBe(false);
    await vi.advanceTimersByTimeAsync(1001);
    expect(await isDone(waiting)).toBe(true);
  });

  it("sees whether an offer has candidates", () => {
    expect(["v=0\r\na=sendrecv\r\n", `v=0\r\na=${HOST}\r\n`].map(hasCandidates)).toEqual([false, true]);
  });

  it("knows host candidates", () => expect([HOST, REFLEXIVE].map(isHost)).toEqual([true, false]));
});
