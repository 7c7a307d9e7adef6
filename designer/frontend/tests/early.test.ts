import { describe, expect, it } from "vitest";
import { withEarly } from "../src/api/early";

describe("a draft that the page asked for itself", () => {
  it("is the answer to the first request for it, and to no other", async () => {
    const asked: string[] = [];
    const send = (async (url: string) => {
      asked.push(url);
      return new Response("later");
    }) as typeof fetch;
    const early = withEarly(send, "/draft", Promise.resolve(new Response("early")));
    const told = async (url: string, method = "GET") => (await early(url, { method })).text();
    expect([await told("/draft/findings"), await told("/draft", "PUT"), await told("/draft"), await told("/draft")]).toEqual(["later", "later", "early", "later"]);
    expect(asked).toEqual(["/draft/findings", "/draft", "/draft"]);
    expect(await (await withEarly(send, "/draft", undefined)("/draft", { method: "GET" })).text()).toBe("later");
  });
});
