import { useSyncExternalStore } from "react";
import { WIDE } from "../state/panes";

export function useWide(): boolean {
  return useSyncExternalStore(
    (listen) => {
      WIDE.addEventListener("change", listen);
      return () => WIDE.removeEventListener("change", listen);
    },
    () => WIDE.matches,
  );
}
