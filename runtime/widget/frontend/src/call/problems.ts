import type { LabelKey } from "../labels";

/** Why a call could not start or go on. `message` and `remedy` are set when the server said it in its own words. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message?: string;
  readonly remedy?: string;
}

export type ProblemCode =
  | "mic_refused"
  | "mic_missing"
  | "mic_in_use"
  | "insecure_context"
  | "unsupported"
  | "ticket_refused"
  | "unreachable"
  | "busy"
  | "media_lost"
  | "media_failed"
  | "no_network"
  | "socket_lost"
  | "elsewhere"
  | "server_problem";

/** The words of a problem, and what the page offers beside "try again". */
export const PROBLEMS: Readonly<Record<ProblemCode, { title: LabelKey; remedy: LabelKey; typing: boolean }>> = {
  mic_refused: { title: "micRefused", remedy: "micRefusedRemedy", typing: true },
  mic_missing: { title: "micMissing", remedy: "micMissingRemedy", typing: true },
  mic_in_use: { title: "micInUse", remedy: "micInUseRemedy", typing: true },
  insecure_context: { title: "insecure", remedy: "insecureRemedy", typing: true },
  unsupported: { title: "unsupported", remedy: "unsupportedRemedy", typing: true },
  ticket_refused: { title: "ticketRefused", remedy: "ticketRefusedRemedy", typing: false },
  unreachable: { title: "unreachable", remedy: "unreachableRemedy", typing: false },
  busy: { title: "busy", remedy: "busyRemedy", typing: true },
  media_lost: { title: "mediaLost", remedy: "mediaLostRemedy", typing: true },
  media_failed: { title: "mediaFailed", remedy: "mediaFailedRemedy", typing: true },
  no_network: { title: "noNetwork", remedy: "noNetworkRemedy", typing: true },
  socket_lost: { title: "socketLost", remedy: "socketLostRemedy", typing: false },
  elsewhere: { title: "elsewhere", remedy: "elsewhereRemedy", typing: false },
  server_problem: { title: "serverProblem", remedy: "serverProblemRemedy", typing: false },
};

/** What the call throws inside itself; everything else that is thrown becomes `server_problem`. */
export class CallProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message ?? problem.code);
    this.name = "CallProblem";
  }
}

export function problem(code: ProblemCode, message?: string, remedy?: string): CallProblem {
  return new CallProblem({ code, ...(message ? { message } : {}), ...(remedy ? { remedy } : {}) });
}

export function asProblem(error: unknown): Problem {
  return error instanceof CallProblem ? error.problem : { code: "server_problem" };
}

/** The name of a getUserMedia failure (a DOMException's name) as a problem of ours. */
export function microphoneProblem(name: string): ProblemCode {
  switch (name) {
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return "mic_missing";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "mic_in_use";
    case "TypeError":
      return "insecure_context";
    default:
      return "mic_refused"; // NotAllowedError, SecurityError, PermissionDeniedError
  }
}

/** A socket that closed without `ended`, by its close code and whether the conversation had begun. */
export function closeProblem(code: number, wasReady: boolean): ProblemCode {
  switch (code) {
    case 4401:
      return "ticket_refused";
    case 4429:
      return "busy";
    case 4400:
    case 4408:
    case 4409:
    case 4500:
    case 1011:
      return "server_problem";
    default:
      return wasReady ? "socket_lost" : "unreachable";
  }
}

/** A refused ticket, by its HTTP status and the server's own words. */
export function ticketProblem(status: number, body: unknown): CallProblem {
  const said = field(body, "error");
  const [message, remedy] = [text(field(said, "message")), text(field(said, "remedy"))];
  if (status === 429) return problem("busy", message, remedy);
  if (status === 503) return problem("busy", message, remedy);
  if (status >= 500) return problem("server_problem", message, remedy);
  return problem("ticket_refused", message, remedy);
}

function field(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>)[key] : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
