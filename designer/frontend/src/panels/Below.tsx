import type { ReactNode } from "react";
import { LABELS } from "../labels";
import { look } from "../state/view";
import { IconButton } from "../ui/controls";

/** The frame of what stands below the canvas for a lens. */
export function Below({ title, count, tools, children }: { title: string; count?: number; tools?: ReactNode; children: ReactNode }) {
  return (
    <section className="vx-problems" aria-label={title}>
      <header className="vx-side-head">
        <h2>{title}</h2>
        {count !== undefined && <span className="vx-count">{count}</span>}
        {tools}
        <span className="vx-grow" />
        <IconButton className="vx-small" icon="close" label={LABELS.close} onClick={() => look("")} />
      </header>
      {children}
    </section>
  );
}
