import { useEffect } from "react";
import { LABELS } from "../labels";
import { dismiss, type Notice, useDesigner } from "../state/store";
import { Button, IconButton } from "../ui/controls";
import { Icon } from "../ui/icons";
import { Words } from "../ui/Words";

const SHORT_MS = 4000; // long enough to read one line; what went wrong stays until it is closed
const ICONS = { info: "note", good: "check", bad: "error" } as const;

export function Notices() {
  const notices = useDesigner((state) => state.notices);
  return <div className="vx-notices">{notices.map((notice) => <One key={notice.id} notice={notice} />)}</div>;
}

function One({ notice }: { notice: Notice }) {
  const { id, tone, text, detail, action, other } = notice;
  const stays = tone === "bad" || action !== undefined;
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => dismiss(id), SHORT_MS);
    return () => clearTimeout(timer);
  }, [id, stays]);
  const button = (one: Notice["action"]) => one && (
    <Button
      onClick={() => {
        dismiss(id);
        one.run();
      }}
    >
      {one.label}
    </Button>
  );
  return (
    <div className={`vx-notice vx-notice-${tone}`}>
      <Icon name={ICONS[tone]} />
      <p><strong><Words text={text} /></strong>{detail && <> <Words text={detail} /></>}</p>
      {button(action)}
      {button(other)}
      <IconButton className="vx-small" icon="close" label={LABELS.dismiss} onClick={() => dismiss(id)} />
    </div>
  );
}

/** What a screen reader says; the words stand in the notices for the eye. */
export function Spoken() {
  const spoken = useDesigner((state) => state.spoken);
  return <div className="vx-hidden" role="status" aria-live="polite">{spoken}</div>;
}
