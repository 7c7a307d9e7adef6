import { mergeLabels, readJson } from "./labels";
import type { Labels } from "./labels";
import type { WidgetMode } from "./ui/context";

/** The attributes of <voxloom-widget>, read and checked. */
export interface Options {
  readonly server: string;
  readonly bot: string;
  readonly botName: string;
  readonly ticketUrl: string;
  readonly mode: WidgetMode;
  readonly floating: boolean;
  readonly captions: boolean;
  readonly startOpen: boolean;
  readonly labels: Labels;
  readonly examples: readonly string[];
  readonly variables: Variables;
}

/** Values that the page knows of the caller, by the names of the bot's variables. */
export type Variables = Readonly<Record<string, string | number | boolean>>;

export const ATTRIBUTES = [
  "server",
  "bot-id",
  "bot-name",
  "ticket-url",
  "mode",
  "lang",
  "theme",
  "layout",
  "captions",
  "start-open",
  "labels",
  "examples",
  "variables",
] as const;

type Attribute = (typeof ATTRIBUTES)[number];

export function readOptions(get: (name: Attribute) => string | null, origin: string): Options {
  const server = absolute(get("server"), origin, origin);
  const mode = get("mode");
  const examples = readJson(get("examples"));
  return {
    server,
    bot: get("bot-id") ?? "",
    botName: get("bot-name") ?? "",
    ticketUrl: absolute(get("ticket-url"), server, new URL("/rt/tickets", server).href),
    mode: mode === "voice" || mode === "text" ? mode : "hybrid",
    floating: get("layout") === "floating",
    captions: !isOff(get("captions")),
    startOpen: get("start-open") !== null && !isOff(get("start-open")),
    labels: mergeLabels(readJson(get("labels"))),
    examples: Array.isArray(examples) ? examples.filter((item) => typeof item === "string").slice(0, 4) : [],
    variables: plainValues(readJson(get("variables"))),
  };
}

/** Texts, numbers, true and false; what else stands there is left out. */
function plainValues(given: unknown): Variables {
  if (given === null || typeof given !== "object" || Array.isArray(given)) return {};
  const plain = Object.entries(given).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  return Object.fromEntries(plain) as Variables;
}

/** A URL attribute against its base; a broken one falls back. */
function absolute(value: string | null, base: string, fallback: string): string {
  if (value === null || value.trim() === "") return fallback;
  try {
    return new URL(value, base).href;
  } catch {
    return fallback;
  }
}

/** `captions="off"` and the like; an attribute that merely stands there means on. */
function isOff(value: string | null): boolean {
  return value !== null && ["off", "false", "no", "0"].includes(value.trim().toLowerCase());
}
