/** Panes beside the canvas: what was opened, and what of it fits. */
export interface Panes {
  yaml: boolean;
  details: boolean;
  trying: boolean;
}

export type Pane = keyof Panes;

/** What is in sight. A narrow window has one column beside the canvas: the text and a conversation share it, details
 * give way to the text. `shared`: two stand in that column. */
export function seen({ yaml, details, trying }: Panes, wide: boolean): Panes & { shared: boolean } {
  return { yaml, trying, details: details && !trying && (wide || !yaml), shared: yaml && trying && !wide };
}

/** The panes once one of them is brought into sight. */
export function shown({ yaml, details, trying }: Panes, pane: Pane, wide: boolean): Panes {
  if (pane === "details") return { yaml: yaml && wide, details: true, trying: false };
  return { yaml: yaml || pane === "yaml", details, trying: trying || pane === "trying" };
}
