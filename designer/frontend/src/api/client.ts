import type { Changed, Draft, Finding, Operation, Splice } from "./types";

/** A refusal in the server's words. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly remedy: string,
    readonly line: number | null,
    readonly column: number | null,
    readonly body: Record<string, unknown>,
  ) {
    super(message);
  }
}

/** The server did not answer, or not as one that can; what was sent may or may not have arrived. */
export class Unreachable extends Error {}

const DEADLINE_MS = 20_000; // an edit takes some ten milliseconds; a proxy gives up at 30 s

export interface DraftApi {
  get(): Promise<Draft>;
  putText(rev: number, text: string): Promise<Changed>;
  postOps(rev: number, ops: Operation[]): Promise<Changed>;
  undo(rev: number, edits: Splice[]): Promise<Changed>;
  findings(): Promise<{ rev: number; findings: Finding[] }>;
  discard(rev: number): Promise<Changed>;
  keepVersion(rev: number, message: string, after?: number): Promise<{ version: number; is_new: boolean }>;
}

type Fetch = typeof fetch;

/** How the page calls the API; `client` is the word of this tab, by which it knows its own changes. */
export interface Caller {
  api: string;
  csrf: string;
  client: string;
}

/** The draft's addresses. `request` throws Refusal or Unreachable, never anything else. */
export function draftApi(who: Caller, slug: string, send: Fetch = fetch): DraftApi {
  const base = `${who.api}/bots/${encodeURIComponent(slug)}/draft`;
  const call = <T>(method: string, path: string, body?: unknown) => request<T>(send, who, method, base + path, body);
  return {
    get: () => call("GET", ""),
    putText: (rev, text) => call("PUT", "/text", { rev, text }),
    postOps: (rev, ops) => call("POST", "/ops", { rev, ops }),
    undo: (rev, edits) => call("POST", "/undo", { rev, edits }),
    findings: () => call("GET", "/findings"),
    discard: (rev) => call("POST", "/discard", { rev }),
    keepVersion: (rev, message, after) => call("POST", "/version", { rev, message, ...(after === undefined ? {} : { after }) }),
  };
}

/** A sound instead of JSON; what goes wrong is told in JSON all the same. */
export const SOUND = { accept: "audio/wav", read: (answer: Response): Promise<unknown> => (answer.ok ? answer.arrayBuffer() : readJson(answer)) };
const JSON_ANSWER = { accept: "application/json", read: readJson };

export async function request<T>(send: Fetch, who: Caller, method: string, url: string, body?: unknown, { accept, read } = JSON_ANSWER): Promise<T> {
  const headers: Record<string, string> = { Accept: accept };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") {
    headers["X-CSRFToken"] = who.csrf;
    headers["X-Voxloom-Client"] = who.client;
  }
  let answer: Response;
  let told: unknown;
  try {
    answer = await send(url, {
      method,
      headers,
      credentials: "same-origin",
      signal: AbortSignal.timeout(DEADLINE_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    told = await read(answer);
  } catch {
    throw new Unreachable();
  }
  if (answer.ok && told !== undefined) return told as T;
  if (answer.status === 429 || answer.status >= 500 || told === undefined) throw unanswered(answer);
  throw refusal(answer.status, told);
}

/** A page instead of JSON with a status of the client is a sign-in that ran out; anything else may pass. */
function unanswered(answer: Response): Error {
  if (answer.status === 401 || answer.status === 403) return refusal(answer.status, {});
  if (answer.ok || answer.status >= 500 || answer.status === 429) return new Unreachable();
  return refusal(answer.status, {});
}

async function readJson(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status: number, told: unknown): Refusal {
  const outer = isMap(told) ? told : {};
  const error = isMap(outer.error) ? outer.error : outer;
  const words = (key: string) => (typeof error[key] === "string" ? (error[key] as string) : "");
  const number = (key: string) => (typeof error[key] === "number" ? (error[key] as number) : null);
  return new Refusal(status, words("code") || `http.${status}`, words("message"), words("remedy"), number("line"), number("column"), error);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
