import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Signalling, socketUrl } from "../src/call/signalling";
import { FakeSocket } from "./fakes";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function connect() {
  const socket = new FakeSocket();
  const handlers = { onOpen: vi.fn(), onMessage: vi.fn(), onClosed: vi.fn() };
  let nowMs = 0;
  const signalling = new Signalling(socket, handlers, () => nowMs);
  const pass = (ms: number): void => {
    nowMs += ms;
    vi.advanceTimersByTime(ms);
  };
  return { socket, handlers, signalling, pass };
}

describe("signalling", () => {
  it("sends nothing before it is open", () => {
    const { signalling, socket } = connect();
    expect(signalling.send({ type: "end" })).toBe(false);
    socket.open();
    expect(signalling.send({ type: "end" })).toBe(true);
    expect(socket.sent).toEqual([{ type: "end" }]);
  });

  it("hands on what it understands and keeps pongs to itself", () => {
    const { handlers, socket } = connect();
    socket.open();
    socket.receive({ type: "pong" });
    socket.receive({ type: "state", state: "thinking" });
    socket.receiveRaw("garbage");
    expect(handlers.onMessage.mock.calls).toEqual([[{ type: "state", state: "thinking" }]]);
  });

  it("pings, and gives up on a line that stays silent", () => {
    const { handlers, socket, pass } = connect();
    socket.open();
    pass(10_000);
    expect(socket.sent).toEqual([{ type: "ping" }]);
    pass(10_000);
    pass(10_000);
    expect(handlers.onClosed).toHaveBeenCalledExactlyOnceWith(1006);
    pass(60_000);
    expect(socket.sent.length).toBe(2);
  });

  it("lives on while the server answers", () => {
    const { handlers, socket, pass } = connect();
    socket.open();
    for (let index = 0; index < 10; index += 1) {
      pass(10_000);
      socket.receive({ type: "pong" });
    }
    expect(handlers.onClosed).not.toHaveBeenCalled();
  });

  it("tells of a close once, and not of its own", () => {
    const first = connect();
    first.socket.open();
    first.socket.drop(4401);
    expect(first.handlers.onClosed).toHaveBeenCalledExactlyOnceWith(4401);
    const second = connect();
    second.socket.open();
    second.signalling.close();
    second.socket.drop(1000);
    expect(second.handlers.onClosed).not.toHaveBeenCalled();
  });
});

describe("socketUrl", () => {
  it.each([
    ["https://a.example/x/", "/rt/call", "wss://a.example/rt/call"],
    ["http://localhost:8000", "/rt/call", "ws://localhost:8000/rt/call"],
    ["https://a.example", "wss://b.example/rt/p1/call", "wss://b.example/rt/p1/call"],
  ])("%s and %s", (server, path, url) => expect(socketUrl(server, path)).toBe(url));
});
