import { describe, expect, it } from "vitest";
import { opened, type Pane, settle, setWords } from "./server";

const TEXT = "a.one: first\na.two: second\nb.one: third\n";

/** Everything that is shown and kept says the same. */
async function agree({ server, state, editor }: Pane): Promise<void> {
  await settle();
  expect(state().text).toBe(server.text);
  expect(state().base).toBe(server.text);
  expect(editor()).toBe(server.text);
  expect(state().rev).toBe(server.rev);
  expect(state().sync).toBe("saved");
}

describe("an operation", () => {
  it("changes text, graph and history", async () => {
    const pane = await opened(TEXT);
    expect(await pane.sync.change(setWords("a", "one", "now"), "words")).toBe(true);
    await agree(pane);
    expect(pane.state().graph?.flows.a?.nodes[0]?.value.say).toBe("now");
    expect(pane.state().history.undo.map((step) => step.what)).toEqual(["words"]);
  });

  it("leaves flows that it is not about as the objects that they were", async () => {
    const pane = await opened(TEXT);
    const before = pane.state().graph;
    await pane.sync.change(setWords("a", "one", "now"), "words");
    expect(pane.state().graph?.flows.b).toBe(before?.flows.b);
    expect(pane.state().graph?.flows.a?.nodes[1]).toBe(before?.flows.a?.nodes[1]);
    expect(pane.state().graph?.names).toBe(before?.names);
  });

  it("that is refused is told of and leaves all as it was", async () => {
    const pane = await opened(TEXT);
    expect(await pane.sync.change(setWords("a", "nobody", "x"), "words")).toBe(false);
    await agree(pane);
    expect(pane.state().history.undo).toEqual([]);
  });

  it("is made also when it comes while the last look for work ends", async () => {
    const pane = await opened(TEXT);
    pane.sync.flush();
    expect(await pane.sync.change(setWords("a", "one", "now"), "words")).toBe(true);
    await agree(pane);
  });

  it("waits for what was typed before it", async () => {
    const pane = await opened(TEXT);
    pane.sync.typed(`# new\n${TEXT}`);
    await pane.sync.change(setWords("a", "one", "now"), "words");
    expect(pane.server.requests.slice(-2)).toEqual(["PUT /text", "POST /ops"]);
    expect(pane.server.text).toBe("# new\na.one: now\na.two: second\nb.one: third\n");
    await agree(pane);
  });

  it("goes together with what is typed while it is under way", async () => {
    const pane = await opened(TEXT);
    const made = pane.sync.change(setWords("a", "one", "now"), "words");
    pane.sync.typed(TEXT.replace("third", "THIRD"));
    expect(await made).toBe(true);
    await pane.clock.pass(300);
    expect(pane.server.text).toBe("a.one: now\na.two: second\nb.one: THIRD\n");
    await agree(pane);
  });
});

describe("typed text", () => {
  it("goes once nobody types any more", async () => {
    const pane = await opened(TEXT);
    pane.sync.typed(`${TEXT}c`);
    await pane.clock.pass(200);
    pane.sync.typed(`${TEXT}c.x: y\n`);
    await pane.clock.pass(200);
    expect(pane.server.requests).toEqual(["GET "]);
    await pane.clock.pass(100);
    expect(pane.server.text).toBe(`${TEXT}c.x: y\n`);
    await agree(pane);
  });

  it("that cannot be read leaves the last good graph", async () => {
    const pane = await opened(TEXT);
    const before = pane.state().graph;
    pane.sync.typed(`${TEXT}\t`);
    await pane.clock.pass(300);
    expect([pane.state().readable, pane.state().graph]).toEqual([false, before]);
    expect(await pane.sync.change(setWords("a", "one", "x"), "words")).toBe(false);
    expect(pane.server.text).toBe(`${TEXT}\t`);
  });
});

describe("undo", () => {
  it("takes back what either pane did, the newest first, and makes it again", async () => {
    const pane = await opened(TEXT);
    await pane.sync.change(setWords("a", "one", "now"), "words");
    pane.sync.typed(pane.state().text.replace("third", "3"));
    pane.sync.undo();
    await settle();
    expect(pane.server.text).toBe("a.one: now\na.two: second\nb.one: third\n");
    pane.sync.undo();
    await settle();
    expect(pane.server.text).toBe(TEXT);
    pane.sync.redo();
    pane.sync.redo();
    await settle();
    expect(pane.server.text).toBe("a.one: now\na.two: second\nb.one: 3\n");
    await agree(pane);
  });
});

describe("without a network", () => {
  it("everything waits, is told of, and goes when the server answers", async () => {
    const pane = await opened(TEXT);
    pane.server.faults = ["down", "down"];
    const made = pane.sync.change(setWords("a", "one", "now"), "words");
    await settle();
    pane.sync.typed(TEXT.replace("third", "3"));
    await settle();
    expect([pane.state().sync, pane.sync.unsent()?.ops.length, pane.sync.unsent()?.text]).toEqual(["offline", 1, TEXT.replace("third", "3")]);
    await pane.clock.pass(5000);
    expect(await made).toBe(true);
    expect(pane.server.text).toBe("a.one: now\na.two: second\nb.one: 3\n");
    expect(pane.sync.unsent()).toBe(null);
    await agree(pane);
  });

  it("typed text whose answer was lost is no conflict with itself", async () => {
    const pane = await opened(TEXT);
    pane.server.faults = ["lost"];
    pane.sync.typed(TEXT.replace("third", "3"));
    await pane.clock.pass(300);
    expect(pane.state().sync).toBe("offline");
    pane.sync.typed(TEXT.replace("third", "33"));
    await pane.clock.pass(5000);
    expect([pane.state().conflict, pane.server.text]).toEqual([null, TEXT.replace("third", "33")]);
    await agree(pane);
    pane.sync.undo();
    pane.sync.undo();
    await settle();
    expect(pane.server.text).toBe(TEXT);
  });

  it("an operation whose answer was lost is made once more, to the same end", async () => {
    const pane = await opened(TEXT);
    pane.server.faults = ["lost"];
    const made = pane.sync.change(setWords("a", "one", "now"), "words");
    await pane.clock.pass(2000);
    expect(await made).toBe(true);
    expect([pane.state().conflict, pane.server.text]).toEqual([null, TEXT.replace("first", "now")]);
    await agree(pane);
  });
});

describe("somebody else", () => {
  it("is heard, and what was typed here stays on top", async () => {
    const pane = await opened(TEXT);
    pane.sync.typed(TEXT.replace("third", "mine"));
    pane.sync.hear(pane.server.change(TEXT.replace("first", "theirs")));
    await pane.clock.pass(300);
    expect(pane.server.text).toBe("a.one: theirs\na.two: second\nb.one: mine\n");
    expect(pane.server.requests).not.toContain("GET /");
    await agree(pane);
  });

  it("in another flow keeps nobody from going on", async () => {
    const pane = await opened(TEXT);
    pane.server.change(TEXT.replace("third", "theirs"));
    expect(await pane.sync.change(setWords("a", "one", "mine"), "words")).toBe(true);
    expect(pane.server.text).toBe("a.one: mine\na.two: second\nb.one: theirs\n");
    await agree(pane);
  });

  it.each([["mine", "a.one: mine"], ["theirs", "a.one: theirs"]] as const)("at the same node leaves the choice: %s", async (side, line) => {
    const pane = await opened(TEXT);
    pane.server.change(TEXT.replace("first", "theirs"));
    const made = pane.sync.change(setWords("a", "one", "mine"), "words");
    await settle();
    expect(pane.state().conflict).toMatchObject({ kind: "op", by: "Ann", theirs: pane.server.text, mine: TEXT, what: "words" });
    pane.sync.choose(side);
    expect(await made).toBe(side === "mine");
    expect(pane.server.text.split("\n")[0]).toBe(line);
    await agree(pane);
  });

  it.each([["mine", "a.one: mine"], ["theirs", "a.one: theirs"]] as const)("in the same line of the text leaves the choice: %s", async (side, line) => {
    const pane = await opened(TEXT);
    pane.server.change(TEXT.replace("first", "theirs"));
    pane.sync.typed(TEXT.replace("first", "mine"));
    await pane.clock.pass(300);
    expect(pane.state().conflict).toMatchObject({ kind: "text", mine: TEXT.replace("first", "mine"), theirs: TEXT.replace("first", "theirs") });
    pane.sync.choose(side);
    await settle();
    expect(pane.server.text.split("\n")[0]).toBe(line);
    await agree(pane);
  });

  it("in another word of the same line is merged, as is what was typed in two places", async () => {
    const pane = await opened("a.one: the first of all\na.two: second\nb.one: third\n");
    pane.server.change(pane.server.text.replace("all", "these").replace("second", "their second"));
    pane.sync.typed(pane.state().text.replace("the first", "our first").replace("third", "mine"));
    await pane.clock.pass(300);
    expect(pane.state().conflict).toBe(null);
    expect(pane.server.text).toBe("a.one: our first of these\na.two: their second\nb.one: mine\n");
    await agree(pane);
  });

  it("in another word of the same field is merged", async () => {
    const pane = await opened("a.one: the first of all\nb.one: third\n");
    pane.server.change(pane.server.text.replace("all", "these"));
    expect(await pane.sync.change(setWords("a", "one", "our first of all"), "words")).toBe(true);
    expect(pane.server.text).toBe("a.one: our first of these\nb.one: third\n");
    await agree(pane);
  });

  it("at another node of the flow keeps nobody from going on", async () => {
    const pane = await opened(TEXT);
    pane.server.change(TEXT.replace("second", "theirs"));
    expect(await pane.sync.change(setWords("a", "one", "mine"), "words")).toBe(true);
    expect(pane.server.text).toBe("a.one: mine\na.two: theirs\nb.one: third\n");
    await agree(pane);
  });

  it("who is taken over can be gone back to", async () => {
    const pane = await opened(TEXT);
    await pane.sync.change(setWords("b", "one", "3"), "words");
    pane.sync.hear(pane.server.change(pane.server.text.replace("first", "theirs")));
    await settle();
    pane.sync.undo();
    await settle();
    expect(pane.server.text).toBe("a.one: theirs\na.two: second\nb.one: third\n");
    await agree(pane);
  });
});
