import { useEffect } from "react";
import { LABELS } from "../labels";
import { type Commands, say, store } from "../state/store";

/** Keys that work everywhere; those that fields use themselves are left to the fields. */
export function useGlobalKeys(commands: Commands): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || store.getState().sync === "loading") return;
      const element = event.target as HTMLElement;
      const typing = element.matches("input, textarea, select") || element.isContentEditable;
      const dialog = document.querySelector("dialog[open]") !== null;
      const control = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (control && key === "k" && !dialog) store.setState({ search: true });
      else if (control && key === "s") {
        element.blur();
        commands.flush();
        say(LABELS.saved);
      } else if (typing || dialog) return;
      else if (control && (key === "y" || (key === "z" && event.shiftKey))) commands.redo();
      else if (control && key === "z") commands.undo();
      else if (event.key === "?") store.setState({ shortcuts: true });
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [commands]);
}
