import { type Caller, request } from "./client";
import type { Finding } from "./types";

export type Piece = ["=" | "+" | "-", string];

export interface Place {
  flow: string;
  node: string;
}

/** `graph` and `summary` are null where one of the texts cannot be read. */
export interface Changes {
  old: number | string;
  new: number | string;
  text: { old_line: number; new_line: number; lines: Piece[] }[];
  graph: {
    nodes: { added: (Place & { type?: string })[]; removed: (Place & { type?: string })[]; changed: (Place & { was?: Place; fields: { path: string }[] })[] };
  } | null;
  prompts: (Place & { path: string; words: Piece[] })[];
  summary: { nodes: Counts; edges: Counts; other: number } | null;
}

export interface Counts {
  added: number;
  removed: number;
  changed: number;
}

export interface Report {
  passed: number;
  failed: number;
  tests: { name: string; passed: boolean; line?: number; failures: { turn: number; expected: unknown; got: unknown }[] }[];
  coverage?: { nodes?: [number, number]; edges?: [number, number] };
}

export interface Run {
  id: string;
  state: "waiting" | "running" | "done" | "failed";
  progress: number;
  report: Report | null;
}

export interface Publication {
  id: string | number;
  version: number;
  environment: string;
  state: "checking" | "waiting" | "published" | "refused" | "withdrawn" | "failed";
  progress: number;
  asked_by: string | null;
  approved_by: string | null;
  note: string;
  created: string;
  replaces: number | null;
  problem: string;
  /** Of one that is published: calls get it. Until then they get the one before. */
  ready: boolean;
  findings: Finding[];
  tests: Report | null;
}

export interface Version {
  number: number;
  author: string;
  message: string;
  created: string;
}

export interface Publishing {
  second_person: boolean;
  environments: string[];
}

export type VersionsApi = ReturnType<typeof versionsApi>;

/** Versions of a bot, what differs between them, and where they answer. */
export function versionsApi(who: Caller, slug: string) {
  const base = `${who.api}/bots/${encodeURIComponent(slug)}`;
  const call = <T>(method: string, path: string, body?: unknown) => request<T>(fetch, who, method, base + path, body);
  return {
    list: () => call<Version[]>("GET", "/versions"),
    changes: (old: number | string, now: number | string) => call<Changes>("GET", `/changes?old=${old}&new=${now}`),
    publishing: () => call<Publishing>("GET", "/publishing"),
    publications: () => call<Publication[]>("GET", "/publications"),
    publication: (id: Publication["id"]) => call<Publication>("GET", `/publications/${id}`),
    publish: (version: number, environment: string) => call<Publication>("POST", "/publications", { version, environment }),
    approve: (id: Publication["id"]) => call<Publication>("POST", `/publications/${id}/approve`, {}),
    withdraw: (id: Publication["id"]) => call<Publication>("POST", `/publications/${id}/withdraw`, {}),
    test: (rev: number) => call<Run>("POST", "/draft/tests", { rev }),
    run: (id: string) => call<Run>("GET", `/tests/${id}`),
  };
}
