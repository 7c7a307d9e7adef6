import { useSyncExternalStore } from "react";

const WIDE = window.matchMedia("(min-width: 1560px)"); // canvas, text and details fit beside each other

export function useWide(): boolean {
  return useSyncExternalStore(
    (listen) => {
      WIDE.addEventListener("change", listen);
      return () => WIDE.removeEventListener("change", listen);
    },
    () => WIDE.matches,
  );
}
