import type { Operation } from "../api/types";
import { fill, LABELS } from "../labels";
import { merged } from "../model/together";
import { notify, store } from "./store";
import type { Sync } from "./sync";

interface Kept {
  at: number;
  base: string;
  text: string;
  ops: { ops: Operation[]; what: string }[];
}

const key = (slug: string) => `vx-unsent:${slug}`;

/** Keep what is not on the server over a reload or a crash of the page, and ask before the page is left. */
export function keepUnsent(sync: Sync, slug: string): void {
  const keep = () => {
    const unsent = sync.unsent();
    if (unsent) write(slug, { ...unsent, at: Date.now() });
    else if (cleared) localStorage.removeItem(key(slug));
  };
  let cleared = read(slug) === null; // what is left of last time stays until somebody chose
  offer(sync, slug, () => {
    cleared = true;
    keep();
  });
  window.addEventListener("pagehide", keep);
  window.addEventListener("beforeunload", (event) => {
    keep();
    if (sync.unsent()) event.preventDefault();
  });
  store.subscribe((state, before) => {
    if (state.sync !== before.sync) keep();
  });
}

function offer(sync: Sync, slug: string, chosen: () => void): void {
  const kept = read(slug);
  if (!kept) return;
  const when = new Date(kept.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  if (store.getState().text === kept.text && kept.ops.length === 0) return chosen();
  notify({
    tone: "info",
    text: fill(LABELS.unsentTitle, { when }),
    action: {
      label: LABELS.unsentRestore,
      run: () => {
        chosen();
        const { text } = store.getState();
        if (kept.text !== kept.base) sync.typed(merged(kept.base, kept.text, text) ?? kept.text);
        sync.flush();
        for (const { ops, what } of kept.ops) void sync.change(ops, what);
      },
    },
    other: { label: LABELS.unsentDrop, run: chosen },
  });
}

function read(slug: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key(slug)) ?? "null") as Kept | null;
    return kept && typeof kept.text === "string" && typeof kept.base === "string" && Array.isArray(kept.ops) ? kept : null;
  } catch {
    return null;
  }
}

function write(slug: string, kept: Kept): void {
  try {
    localStorage.setItem(key(slug), JSON.stringify(kept));
  } catch {
    // Full, or forbidden: the page still asks before it is left.
  }
}
