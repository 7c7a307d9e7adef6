/** The captions of a call: finished lines, the line that the caller is still speaking, and typed lines on their way. */
export interface Line {
  readonly id: number;
  readonly side: "caller" | "bot" | "note";
  readonly turn: number | null;
  readonly text: string;
  readonly heard: string | null; // of an interrupted prompt: the words that were played
}

export interface Captions {
  readonly lines: readonly Line[];
  readonly partial: string;
  readonly pending: readonly string[]; // typed, not yet taken by the server
  readonly nextId: number;
}

export const EMPTY: Captions = { lines: [], partial: "", pending: [], nextId: 1 };

export type CaptionEvent =
  | { type: "typed"; text: string }
  | { type: "transcript"; turn: number; text: string; final: boolean }
  | { type: "said" | "filler"; turn: number; text: string }
  | { type: "interrupted"; turn: number; heard: string }
  | { type: "note"; text: string };

export function caption(captions: Captions, event: CaptionEvent): Captions {
  switch (event.type) {
    case "typed":
      return { ...captions, pending: [...captions.pending, event.text] };
    case "transcript":
      return event.final ? finished(captions, event.turn, event.text) : { ...captions, partial: event.text };
    case "said":
    case "filler":
      if (event.text.trim() === "") return captions;
      return add(captions, { side: "bot", turn: event.turn, text: event.text, heard: null });
    case "interrupted":
      return interrupted(captions, event.heard);
    case "note":
      return add(captions, { side: "note", turn: null, text: event.text, heard: null });
  }
}

function finished(captions: Captions, turn: number, text: string): Captions {
  const typed = captions.pending.indexOf(text);
  const pending = typed < 0 ? captions.pending : captions.pending.toSpliced(typed, 1);
  const settled = { ...captions, partial: "", pending };
  // The recogniser may correct a final text of the same turn (an utterance that went on after a pause).
  const again = captions.lines.findIndex((line) => line.side === "caller" && line.turn === turn);
  if (again >= 0) return replace(settled, again, { text });
  if (text.trim() === "") return settled;
  return add(settled, { side: "caller", turn, text, heard: null });
}

function interrupted(captions: Captions, heard: string): Captions {
  const last = captions.lines.findLastIndex((line) => line.side === "bot");
  return last < 0 ? captions : replace(captions, last, { heard });
}

function add(captions: Captions, line: Omit<Line, "id">): Captions {
  const lines = [...captions.lines, { ...line, id: captions.nextId }];
  return { ...captions, lines, nextId: captions.nextId + 1 };
}

function replace(captions: Captions, index: number, change: Partial<Line>): Captions {
  const lines = captions.lines.map((line, at) => (at === index ? { ...line, ...change } : line));
  return { ...captions, lines };
}

/** Nothing is being spoken and nothing typed is on its way. */
export function isSettled(captions: Captions): boolean {
  return captions.partial === "" && captions.pending.length === 0;
}

/** An interrupted prompt in two parts: what was played, and what the caller never heard. */
export function splitHeard(text: string, heard: string): readonly [string, string] {
  const words = text.split(/(?<=\s)/);
  const count = heard.trim() === "" ? 0 : heard.trim().split(/\s+/).length;
  return [words.slice(0, count).join(""), words.slice(count).join("")];
}
