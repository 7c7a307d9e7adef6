import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Variables } from "../src/options";
import { Call } from "../src/call/call";
import type { CallMedia } from "../src/call/call";
import { problem } from "../src/call/problems";
import type { MediaHandlers } from "../src/media/media";
import { FakeSocket } from "./fakes";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const BOT = { slug: "riverbank", name: "Riverbank", description: "", language: "en" };
const READY = { type: "ready", conversation: "c", bot: BOT, mode: "voice" };
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

class FakeMedia implements CallMedia {
  handlers: MediaHandlers | null = null;
  closed = 0;
  muted = false;
  accepted: string[] = [];
  offer = async (): Promise<string> => "v=0 offer";
  accept = async (sdp: string): Promise<void> => void this.accepted.push(sdp);
  mute = (muted: boolean): void => void (this.muted = muted);
  levels = (): { caller: number; bot: number } => ({ caller: 0.5, bot: 0 });
  unblock = async (): Promise<void> => undefined;
  alive = true;
  renewed = 0;
  renew = (): void => void (this.renewed += 1);
  close = (): void => void (this.closed += 1);
}

function house() {
  const [socket, media] = [new FakeSocket(), new FakeMedia()];
  const sockets = [socket];
  const doors = {
    media: vi.fn(async (handlers: MediaHandlers): Promise<CallMedia> => {
      media.handlers = handlers;
      return media;
    }),
    ticket: vi.fn(async () => ({ ticket: "once", socket: "/rt/call", bot: BOT })),
    variables: vi.fn((): Variables => ({})),
    socket: vi.fn(() => {
      if (doors.socket.mock.calls.length > 1) sockets.push(new FakeSocket());
      return sockets.at(-1) ?? socket;
    }),
    nowMs: () => Date.now(),
  };
  const phases: string[] = [];
  const listener = {
    onView: (view: { phase: string }, before: { phase: string }) => void (view.phase !== before.phase && phases.push(view.phase)),
    onCaptions: vi.fn(),
    onMessage: vi.fn(),
  };
  return { socket, sockets, media, doors, phases, call: new Call(doors, listener) };
}

async function talking(mode: "voice" | "text" = "voice") {
  const all = house();
  void all.call.start(mode);
  await settle();
  all.socket.open();
  all.socket.receive({ ...READY, mode });
  await settle();
  all.socket.receive({ type: "state", state: "listening" });
  return all;
}

describe("a voice call", () => {
  it("asks for the microphone, takes a ticket, says hello, then offers", async () => {
    const { call, socket, doors, media, phases } = house();
    void call.start("voice");
    await settle();
    socket.open();
    expect(socket.sent).toEqual([{ type: "hello", ticket: "once", mode: "voice" }]);
    socket.receive(READY);
    await settle();
    expect(socket.sent[1]).toEqual({ type: "offer", sdp: "v=0 offer" });
    socket.receive({ type: "answer", sdp: "v=0 answer" });
    expect(media.accepted).toEqual(["v=0 answer"]);
    socket.receive({ type: "state", state: "speaking" });
    expect([doors.media.mock.calls.length, phases]).toEqual([1, ["connecting", "speaking"]]);
  });

  it("never takes a ticket when the microphone is refused", async () => {
    const { call, doors } = house();
    doors.media.mockRejectedValueOnce(problem("mic_refused"));
    await call.start("voice");
    expect([call.view.phase, call.view.problem?.code]).toEqual(["error", "mic_refused"]);
    expect(doors.ticket).not.toHaveBeenCalled();
  });

  it("gives the microphone back when it ends, whoever ends it", async () => {
    const one = await talking();
    one.call.end();
    expect([one.media.closed, one.socket.sent.at(-1), one.call.view.ended?.reason]).toEqual([1, { type: "end" }, "hangup"]);
    const two = await talking();
    two.socket.receive({ type: "ended", reason: "goodbye", detail: "" });
    expect([two.media.closed, two.call.view.ended?.reason]).toEqual([1, "goodbye"]);
    two.socket.drop(1000);
    expect(two.call.view.phase).toBe("ended");
  });

  it("closes a microphone that is granted after the caller has given up", async () => {
    const { call, doors, media } = house();
    let grant: (media: CallMedia) => void = () => undefined;
    doors.media.mockReturnValueOnce(new Promise((resolve) => (grant = resolve)));
    const started = call.start("voice");
    call.end();
    grant(media);
    await started;
    expect([media.closed, call.view.phase, doors.ticket.mock.calls.length]).toEqual([1, "ended", 0]);
  });

  it("tells lost audio from a lost socket", async () => {
    const one = await talking();
    one.media.handlers?.onState("weak");
    expect(one.call.view.weak).toBe(true);
    one.media.handlers?.onState("connected");
    expect(one.call.view.weak).toBe(false);
    one.media.handlers?.onState("lost");
    expect([one.call.view.problem?.code, one.socket.sent.at(-1)]).toEqual(["media_lost", { type: "end" }]);
    const two = await talking();
    two.socket.drop(1006);
    expect([two.call.view.problem?.code, two.media.closed]).toEqual(["socket_lost", 1]);
  });

  it("does not wait for ever: not for ready, not for the audio", async () => {
    const one = house();
    void one.call.start("voice");
    await settle();
    one.socket.open();
    await vi.advanceTimersByTimeAsync(10_001);
    expect(one.call.view.problem?.code).toBe("unreachable");
    const two = house();
    void two.call.start("voice");
    await settle();
    two.socket.open();
    two.socket.receive(READY);
    await vi.advanceTimersByTimeAsync(15_001);
    expect(two.call.view.problem?.code).toBe("media_failed");
  });

  it("mutes, and sends typed text and keys into the same call", async () => {
    const { call, media, socket } = await talking();
    call.mute(true);
    expect([media.muted, call.view.muted]).toEqual([true, true]);
    expect([call.sendText("  savings "), call.sendText("   "), call.sendDigits("1x#"), call.sendDigits("x")]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(socket.sent.slice(2)).toEqual([
      { type: "text", text: "savings" },
      { type: "dtmf", keys: "1#" },
    ]);
  });
});

describe("what the page knows of the caller", () => {
  it("goes along with the hello", async () => {
    const all = house();
    all.doors.variables.mockReturnValue({ first_name: "Ann", visits: 3 });
    void all.call.start("text");
    await settle();
    all.socket.open();
    expect(all.socket.sent).toEqual([
      { type: "hello", ticket: "once", mode: "text", variables: { first_name: "Ann", visits: 3 } },
    ]);
  });
});

describe("a chat", () => {
  it("never touches the microphone and begins with the first message", async () => {
    const { call, socket, doors } = house();
    call.sendText("hello");
    await settle();
    socket.open();
    socket.receive({ ...READY, mode: "text" });
    expect(socket.sent).toEqual([{ type: "hello", ticket: "once", mode: "text" }]);
    socket.receive({ type: "state", state: "speaking" });
    expect(socket.sent[1]).toEqual({ type: "text", text: "hello" });
    expect(doors.media).not.toHaveBeenCalled();
    expect(call.captions.pending).toEqual(["hello"]);
  });

  it("shows the server's own words for a fatal error and goes on after a small one", async () => {
    const { call, socket } = await talking("text");
    socket.receive({ type: "error", code: "text_too_long", message: "Too long.", remedy: "Say less.", fatal: false });
    expect([call.view.phase, call.captions.lines.at(-1)?.text]).toEqual(["listening", "Too long. Say less."]);
    socket.receive({ type: "error", code: "x", message: "It broke.", remedy: "Call again.", fatal: true });
    expect(call.view.problem).toEqual({ code: "server_problem", message: "It broke.", remedy: "Call again." });
  });

  it("can start again, with empty captions", async () => {
    const { call, socket } = await talking("text");
    socket.receive({ type: "said", turn: 0, text: "Hi." });
    call.end();
    expect(call.captions.lines.length).toBe(1);
    void call.start("text");
    expect([call.captions.lines.length, call.view.phase]).toEqual([0, "connecting"]);
    call.end();
  });
});

describe("a call that is broken off", () => {
  const SESSION = { type: "session", session: "secret", seconds: 120 };
  const BACK = { ...READY, resumed: true, attached: false };

  async function broken(mode: "voice" | "text" = "voice") {
    const all = await talking(mode);
    all.socket.receive(SESSION);
    return all;
  }

  async function answered(all: Awaited<ReturnType<typeof talking>>, message: unknown): Promise<FakeSocket> {
    await vi.advanceTimersByTimeAsync(0);
    const socket = all.sockets.at(-1) as FakeSocket;
    socket.open();
    socket.receive(message);
    await settle();
    return socket;
  }

  it("comes back with another socket and another connection, and the same microphone", async () => {
    const all = await broken();
    all.media.alive = false;
    all.socket.drop(1006);
    expect(all.call.view.phase).toBe("reconnecting");
    const socket = await answered(all, BACK);
    expect(socket.sent).toEqual([
      { type: "hello", resume: "secret", mode: "voice", media: false },
      { type: "offer", sdp: "v=0 offer" },
    ]);
    socket.receive({ type: "state", state: "speaking" });
    expect([all.call.view.phase, all.media.renewed, all.media.closed]).toEqual(["speaking", 1, 0]);
    expect([all.doors.media.mock.calls.length, all.doors.ticket.mock.calls.length]).toEqual([1, 1]);
    expect(all.call.view.startedAtMs).not.toBeNull();
  });

  it("keeps the sound that has outlived the socket", async () => {
    const all = await broken();
    all.socket.drop(1006);
    const socket = await answered(all, { ...BACK, attached: true });
    expect(socket.sent).toEqual([{ type: "hello", resume: "secret", mode: "voice", media: true }]);
    socket.receive({ type: "state", state: "listening" });
    expect([all.call.view.phase, all.media.renewed]).toEqual(["listening", 0]);
  });

  it("goes where its sound is, once, and then wherever there is somebody", async () => {
    const all = house();
    void all.call.start("voice");
    await settle();
    all.socket.open();
    all.socket.receive({ ...READY, socket: "/rt/a/call" });
    await settle();
    all.socket.receive(SESSION);
    all.socket.drop(1006);
    await settle();
    all.sockets.at(-1)?.drop(1006);
    await vi.advanceTimersByTimeAsync(1_000);
    await answered(all, { ...BACK, socket: "/rt/b/call" });
    all.media.alive = false;
    all.sockets.at(-1)?.receive({ type: "state", state: "listening" });
    all.sockets.at(-1)?.drop(1006);
    await settle();
    expect(all.doors.socket.mock.calls).toEqual([["/rt/call"], ["/rt/a/call"], ["/rt/call"], ["/rt/call"]]);
  });

  it("comes back when only the sound is gone, or when the server says so", async () => {
    const one = await broken();
    one.media.handlers?.onState("lost");
    expect([one.call.view.phase, one.socket.closedWith]).toEqual(["reconnecting", 4000]);
    const two = await broken();
    two.socket.receive({ type: "suspended", detail: "restart", seconds: 120 });
    two.socket.drop(1012);
    expect([two.call.view.phase, two.sockets.length]).toEqual(["reconnecting", 2]);
  });

  it("tries again until somebody answers, more and more slowly", async () => {
    const all = await broken("text");
    all.socket.drop(1006);
    for (let tries = 2; tries < 6; tries += 1) {
      await vi.advanceTimersByTimeAsync(4_000);
      all.sockets.at(-1)?.drop(1006);
      await settle();
    }
    expect(all.sockets.length).toBeGreaterThan(3);
    expect(all.call.view.phase).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(4_000);
    const socket = await answered(all, BACK);
    socket.receive({ type: "state", state: "listening" });
    expect(all.call.view.phase).toBe("listening");
  });

  it("gives up when it is too late, and at once when the conversation is over", async () => {
    const one = await broken("text");
    one.socket.drop(1006);
    for (let seconds = 0; seconds < 140; seconds += 2) {
      one.sockets.at(-1)?.drop(1006);
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(one.call.view.problem?.code).toBe("socket_lost");
    const two = await broken("text");
    two.socket.drop(1006);
    const refusal = { type: "error", code: "session.refused", message: "It is over.", remedy: "Call again.", fatal: true };
    await answered(two, refusal);
    expect(two.call.view.problem).toEqual({ code: "server_problem", message: "It is over.", remedy: "Call again." });
  });

  it("says again what was typed and not taken", async () => {
    const all = await broken("text");
    all.call.sendText("one");
    all.socket.receive({ type: "transcript", turn: 1, text: "one", final: true });
    all.call.sendText("two");
    all.socket.drop(1006);
    all.call.sendText("three");
    const socket = await answered(all, BACK);
    socket.receive({ type: "state", state: "listening" });
    expect(socket.sent.slice(1)).toEqual([
      { type: "text", text: "two" },
      { type: "text", text: "three" },
    ]);
  });

  it("leaves the conversation to another window of the caller", async () => {
    const all = await broken();
    all.socket.receive({ type: "suspended", detail: "elsewhere", seconds: 120 });
    all.socket.drop(4409);
    expect([all.call.view.problem?.code, all.sockets.length]).toEqual(["elsewhere", 1]);
  });

  it("can be ended meanwhile", async () => {
    const all = await broken();
    all.socket.drop(1006);
    all.call.end();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([all.call.view.phase, all.media.closed, all.sockets.length]).toEqual(["ended", 1, 2]);
  });
});
