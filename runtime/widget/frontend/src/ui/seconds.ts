import { fill } from "../labels";
import type { LabelKey, Labels } from "../labels";
import type { Part, TimedTurn } from "../call/times";

export const PART_LABELS: Readonly<Record<Part, LabelKey>> = {
  uplink: "partUplink",
  hold: "partHold",
  recognition: "partRecognition",
  understanding: "partUnderstanding",
  engine: "partEngine",
  first_token: "partFirstToken",
  clause: "partClause",
  synthesis: "partSynthesis",
  egress: "partEgress",
};

/** The reasons of docs/reference/turn-parts.md. */
const WHY: Readonly<Record<string, LabelKey>> = {
  answer: "holdAnswer",
  request: "holdRequest",
  "may go on": "holdMayGoOn",
  incomplete: "holdIncomplete",
  unfinished: "holdUnfinished",
  unclear: "holdUnclear",
  nothing: "holdNothing",
  undecided: "holdUndecided",
  unheard: "holdUnheard",
};

const LATE_MS = 100; // less is the step of the clocks, and felt by nobody

/** 0.42 s, 12.3 s: as exact as anybody can feel. */
export function seconds(ms: number, labels: Labels, language = ""): string {
  const digits = ms < 9_995 ? 2 : 1;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return fill(labels.timesSeconds, { seconds: format(ms / 1000, options, language) });
}

/** Why the bot waited, in a sentence. A reason that a newer server may have is left out. */
export function waited(turn: TimedTurn, labels: Labels, language = ""): string {
  const time = seconds(turn.parts.hold, labels, language);
  const key = turn.why !== null && Object.hasOwn(WHY, turn.why) ? WHY[turn.why] : undefined;
  const words = key === undefined ? labels.timesWaited : labels.timesWaitedWhy;
  const sentence = fill(words, { time, why: key === undefined ? "" : labels[key] });
  const lateMs = turn.holdMs === null ? 0 : turn.parts.hold - turn.holdMs;
  if (lateMs < LATE_MS) return sentence;
  return fill(labels.timesLate, { waited: sentence, time: seconds(lateMs, labels, language) });
}

function format(value: number, options: Intl.NumberFormatOptions, language: string): string {
  try {
    return value.toLocaleString(language || "en", options);
  } catch {
    return value.toLocaleString("en", options); // a `lang` that is no language
  }
}
