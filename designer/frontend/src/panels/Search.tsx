import { useEffect, useId, useMemo, useRef, useState } from "react";
import { fill, LABELS } from "../labels";
import { type Hit, hits } from "../model/search";
import { store, useDesigner } from "../state/store";
import { goTo, openFlow, openThing } from "../state/view";
import { Icon } from "../ui/icons";

export interface Command {
  label: string;
  icon: string;
  run: () => void;
}

/** Find anything by a few letters, and go there. */
export function Search({ commands }: { commands: Command[] }) {
  const graph = useDesigner((state) => state.graph);
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const found = useMemo(() => hits(graph, words, commands), [graph, words, commands]);
  const chosen = Math.min(at, found.length - 1);
  const close = () => store.setState({ search: false });
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const pick = (hit: Hit | undefined) => {
    if (!hit) return;
    dialog.current?.close(); // the focus goes back first, then to what was found
    close();
    go(hit, commands);
  };
  return (
    <dialog ref={dialog} className="vx-dialog vx-search" aria-label={LABELS.search} onCancel={close} onPointerDown={(event) => event.target === dialog.current && close()}>
      <label className="vx-quick-field">
        <Icon name="search" size={18} />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found[chosen] ? `${list}-${chosen}` : undefined}
          aria-label={LABELS.search}
          placeholder={LABELS.searchPlaceholder}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
            else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
            else if (event.key === "Enter") pick(found[chosen]);
            else return;
            event.preventDefault();
          }}
        />
        <kbd>Esc</kbd>
      </label>
      <ul id={list} role="listbox" aria-label={LABELS.search} className="vx-search-list">
        {found.map((hit, index) => (
          <li key={hit.key} id={`${list}-${index}`} role="option" aria-selected={index === chosen} className={`vx-quick-item vx-t-${hit.icon}`} onPointerMove={() => setAt(index)} onClick={() => pick(hit)}>
            <span className="vx-card-icon"><Icon name={hit.icon} size={15} /></span>
            <span className="vx-grow">
              <span className="vx-quick-label">{hit.label}</span>
              <span className="vx-quick-hint vx-clip">{hit.hint}</span>
            </span>
            <span className="vx-muted vx-small-text">{hit.kind}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="vx-quick-none">{fill(LABELS.searchEmpty, { words })}</p>}
    </dialog>
  );
}

function go(hit: Hit, commands: Command[]): void {
  const { to } = hit;
  if ("command" in to) commands[to.command]?.run();
  else if ("thing" in to) openThing(to.thing);
  else if (to.node) goTo(to.flow, to.node, true);
  else openFlow(to.flow);
}
