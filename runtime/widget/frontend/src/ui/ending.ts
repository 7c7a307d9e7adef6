import type { EndReason } from "../call/protocol";
import type { CallView } from "../call/machine";
import { clock, fill } from "../labels";
import type { LabelKey, Labels } from "../labels";

const REASONS: Readonly<Record<EndReason, LabelKey>> = {
  goodbye: "endedGoodbye",
  handoff: "endedHandoff",
  hangup: "endedHangup",
  limit: "endedLimit",
  error: "endedError",
};

/** The details of `limit`: docs/reference/limits.md names them. */
const LIMITS: Readonly<Record<string, LabelKey>> = {
  duration: "endedDuration",
  turns: "endedTurns",
  idle: "endedIdle",
  too_many_messages: "endedMessages",
  "server stopping": "endedStopping",
};

/** Why the conversation ended and how long it was. A detail is shown where it is a sentence: codes are for programs. */
export function ending(view: Pick<CallView, "ended" | "startedAtMs" | "endedAtMs">, labels: Labels): string {
  const { ended, startedAtMs, endedAtMs } = view;
  if (ended === null) return "";
  const words = why(ended.reason, ended.detail, labels);
  if (startedAtMs === null || endedAtMs === null) return words;
  return `${words} ${fill(labels.endedAfter, { time: clock((endedAtMs - startedAtMs) / 1000) })}`;
}

function why(reason: EndReason, detail: string, labels: Labels): string {
  if (reason === "limit" && Object.hasOwn(LIMITS, detail)) return labels[LIMITS[detail] ?? "endedLimit"];
  if (reason === "error" && /\s/.test(detail.trim())) return detail;
  return labels[REASONS[reason]];
}
