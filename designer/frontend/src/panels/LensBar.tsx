import { LABELS } from "../labels";
import type { Lens } from "../model/lens";
import { useDesigner } from "../state/store";
import { look } from "../state/view";
import { IconButton } from "../ui/controls";

const LENSES: { lens: Lens; icon: string; label: string; word: string }[] = [
  { lens: "time", icon: "clock", label: LABELS.lensTime, word: LABELS.lensTimeWord },
  { lens: "personal", icon: "shield", label: LABELS.lensPersonal, word: LABELS.lensPersonalWord },
  { lens: "changes", icon: "compare", label: LABELS.lensChanges, word: LABELS.lensChangesWord },
];

/** What else the canvas may show: times, the ways of personal values, what is new. */
export function LensBar() {
  const now = useDesigner((state) => state.lens);
  return (
    <div className="vx-bar vx-lenses" role="group" aria-label={LABELS.lenses}>
      {LENSES.map(({ lens, icon, label, word }) => <IconButton key={lens} icon={icon} label={label} word={word} aria-pressed={now === lens} onClick={() => look(now === lens ? "" : lens)} />)}
    </div>
  );
}
