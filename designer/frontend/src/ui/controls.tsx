import { type ButtonHTMLAttributes, type ReactNode, type Ref, useEffect, useId, useRef } from "react";
import { LABELS } from "../labels";
import { Icon } from "./icons";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { icon?: string; tone?: "plain" | "primary" | "quiet" | "danger"; ref?: Ref<HTMLButtonElement> };

export function Button({ icon, tone = "plain", children, className = "", ...rest }: Props) {
  return (
    <button type="button" className={`vx-button vx-${tone} ${className}`} {...rest}>
      {icon && <Icon name={icon} />}
      {children && <span>{children}</span>}
    </button>
  );
}

/** A button that is an icon; its label is what a screen reader says and what the pointer shows. `word`: shown beside the
 * icon where there is room. */
export function IconButton({ icon, label, keys, word, className = "", ...rest }: Props & { icon: string; label: string; keys?: string; word?: string }) {
  return (
    <button type="button" className={`vx-icon-button${word ? " vx-worded" : ""} ${className}`} aria-label={label} title={keys ? `${label} (${keys})` : label} {...rest}>
      <Icon name={icon} />
      {word && <span className="vx-word" aria-hidden="true">{word}</span>}
    </button>
  );
}

/** A modal dialog; Escape and the close button leave it, and the focus goes back to where it was. Without `onClose`
 * its own buttons are the only way out. */
export function Dialog({ title, onClose, children, wide = false, actions }: { title: string; onClose: (() => void) | null; children: ReactNode; wide?: boolean | "whole"; actions?: ReactNode }) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className={`vx-dialog${wide === "whole" ? " vx-whole" : wide ? " vx-wide" : ""}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onPointerDown={(event) => event.target === element.current && onClose?.()}
    >
      <div className="vx-dialog-inner">
        <header className="vx-dialog-head">
          <h2 id={heading}>{title}</h2>
          {onClose && <IconButton icon="close" label={LABELS.close} onClick={onClose} />}
        </header>
        <div className="vx-dialog-body">{children}</div>
        {actions && <footer className="vx-dialog-foot">{actions}</footer>}
      </div>
    </dialog>
  );
}

/** What to do where nothing is yet. */
export function Empty({ icon, title, hint, children }: { icon: string; title?: string; hint: string; children?: ReactNode }) {
  return (
    <div className="vx-empty">
      <span className="vx-empty-icon"><Icon name={icon} size={22} /></span>
      {title && <p className="vx-empty-title">{title}</p>}
      <p>{hint}</p>
      {children}
    </div>
  );
}
