import type { Caller } from "./api/client";

/** What the page gives to the script. */
export interface Config extends Caller {
  slug: string;
  name: string;
  live: string;
  schema: string;
  home: string;
  me: string;
  /** Where the bot can be talked to once it is published; empty where this server has no page for it. */
  pages: { talk: string; example: string };
  nonce: string;
}

export function readConfig(page: Document): Config {
  const told = JSON.parse(page.getElementById("vx-config")?.textContent ?? "{}") as Record<string, unknown>;
  const text = (key: string, otherwise = "") => (typeof told[key] === "string" ? (told[key] as string) : otherwise);
  const me = told.me as { name?: string } | undefined;
  const pages = told.pages as { talk?: string; example?: string } | undefined;
  return {
    slug: text("slug"),
    name: text("name", text("slug")),
    api: text("api", "/api/v1"),
    csrf: text("csrf"),
    client: text("client", `tab-${Math.random().toString(36).slice(2, 12)}`),
    live: text("live"),
    schema: text("schema", "/api/v1/schema"),
    home: text("home", "/designer/"),
    me: me?.name ?? "",
    pages: { talk: pages?.talk ?? "", example: pages?.example ?? "" },
    // The property holds the nonce; the browser hides the attribute.
    nonce: page.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.nonce ?? "",
  };
}
