import { LABELS } from "../labels";
import { type Pane, type Panes, seen, shown } from "../model/panes";
import { say, store } from "./store";

/** Canvas, text and details fit beside each other. */
export const WIDE = window.matchMedia("(min-width: 1560px)");

const SHARED: Record<"share" | "gone", string> = { share: LABELS.panesShare, gone: LABELS.paneGone };

/** Bring a pane into sight; what has to move for it is told. */
export function showPane(pane: Pane): void {
  const before = seen(store.getState(), WIDE.matches);
  const next = shown(store.getState(), pane, WIDE.matches);
  store.setState(next);
  const now = seen(next, WIDE.matches);
  if (now.shared && !before.shared) say(SHARED.share);
  else if ((before.details && !now.details && pane === "yaml") || (before.yaml && !now.yaml)) say(SHARED.gone);
}

export function togglePane(pane: Pane): void {
  if (!seen(store.getState(), WIDE.matches)[pane]) return showPane(pane);
  store.setState({ [pane]: false } as Partial<Panes>);
}

/** The details of what is selected, with the focus in a field: the one of that name, else the first behind the name. */
export function openDetails(field?: string): void {
  showPane("details");
  requestAnimationFrame(() => {
    const fields = document.querySelectorAll<HTMLElement>(".vx-inspector :is(input, textarea, select)");
    const wanted = field && document.querySelector<HTMLElement>(`.vx-inspector [data-field="${CSS.escape(field)}"]`);
    (wanted || fields[1] || fields[0])?.focus();
  });
}
