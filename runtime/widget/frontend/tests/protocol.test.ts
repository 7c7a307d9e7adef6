import { describe, expect, it } from "vitest";
import { closeProblem, microphoneProblem, PROBLEMS, ticketProblem } from "../src/call/problems";
import { cleanDigits, parseMessage } from "../src/call/protocol";
import { readTicket } from "../src/call/tickets";
import { ENGLISH } from "../src/labels";

describe("parseMessage", () => {
  it.each(["", "{", "[]", "null", "7", '{"type":"dance"}', '{"type":"state","state":"dancing"}', '{"no":"type"}'])(
    "leaves out %j",
    (frame) => expect(parseMessage(frame)).toBeNull(),
  );

  it("leaves out binary frames", () => expect(parseMessage(new ArrayBuffer(2))).toBeNull());

  it("reads what it knows and fills what is missing", () => {
    expect(parseMessage('{"type":"state","state":"listening","at_ms":4}')).toEqual({ type: "state", state: "listening" });
    expect(parseMessage('{"type":"transcript","text":"hi"}')).toEqual({ type: "transcript", turn: 0, text: "hi", final: false });
    expect(parseMessage('{"type":"ended","reason":"new"}')).toEqual({ type: "ended", reason: "error", detail: "" });
    const ready = parseMessage('{"type":"ready","conversation":"c","mode":"voice","bot":{"slug":"b","name":"B"}}');
    expect(ready).toMatchObject({ mode: "voice", bot: { slug: "b", name: "B", description: "", language: "" } });
  });
});

describe("problems", () => {
  it("names what is wrong with the microphone", () => {
    expect(["NotAllowedError", "NotFoundError", "NotReadableError", "SecurityError"].map(microphoneProblem)).toEqual([
      "mic_refused",
      "mic_missing",
      "mic_in_use",
      "mic_refused",
    ]);
  });

  it("tells a lost line from a server that was never reached", () => {
    expect([closeProblem(1006, false), closeProblem(1006, true)]).toEqual(["unreachable", "socket_lost"]);
    expect([4401, 4429, 4500, 4409].map((code) => closeProblem(code, true))).toEqual([
      "ticket_refused",
      "busy",
      "server_problem",
      "server_problem",
    ]);
  });

  it("keeps the server's own words about a refused ticket", () => {
    const body = { error: { code: "unknown_bot", message: "There is no such bot.", remedy: "Check bot-id." } };
    expect(ticketProblem(404, body).problem).toEqual({
      code: "ticket_refused",
      message: "There is no such bot.",
      remedy: "Check bot-id.",
    });
    expect(ticketProblem(429, null).problem).toEqual({ code: "busy" });
    expect(ticketProblem(502, "<html>").problem).toEqual({ code: "server_problem" });
  });

  it("has words for every one of them", () => {
    for (const { title, remedy } of Object.values(PROBLEMS)) {
      expect(ENGLISH[title]).not.toBe("");
      expect(ENGLISH[remedy]).not.toBe("");
    }
  });
});

describe("tickets and digits", () => {
  it("refuses an answer without a ticket", () => {
    expect(() => readTicket({})).toThrow("server_problem");
    expect(() => readTicket(null)).toThrow("server_problem");
    expect(readTicket({ ticket: "t" }).socket).toBe("/rt/call");
  });

  it("sends only what a telephone can", () => expect(cleanDigits("1a 2-*#é")).toBe("12*#"));
});
