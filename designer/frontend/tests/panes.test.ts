import { describe, expect, it } from "vitest";
import { type Panes, seen, shown } from "../src/model/panes";

const NONE: Panes = { yaml: false, details: false, trying: false };

describe("panes beside the canvas", () => {
  it("are all in sight where there is room", () => {
    expect(seen({ yaml: true, details: true, trying: false }, true)).toEqual({ yaml: true, details: true, trying: false, shared: false });
    expect(seen({ yaml: true, details: true, trying: true }, true)).toEqual({ yaml: true, details: false, trying: true, shared: false });
  });

  it("share a column where the text and a conversation are open in a narrow window", () => {
    expect(seen({ yaml: true, details: true, trying: true }, false)).toEqual({ yaml: true, details: false, trying: true, shared: true });
    expect(seen({ yaml: true, details: true, trying: false }, false)).toMatchObject({ yaml: true, details: false, shared: false });
  });

  it("come into sight whatever was open before", () => {
    for (const wide of [true, false]) {
      for (const pane of ["yaml", "details", "trying"] as const) {
        for (const before of [NONE, { ...NONE, yaml: true }, { ...NONE, trying: true }, { yaml: true, details: true, trying: true }]) {
          expect(seen(shown(before, pane, wide), wide)[pane]).toBe(true);
        }
      }
    }
  });
});
