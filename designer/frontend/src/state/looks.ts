import { useEffect, useMemo } from "react";
import { looksApi } from "../api/looks";
import { useHouse } from "./context";
import { store, useDesigner } from "./store";

const AFTER_MS = 1500; // the findings come first: a draft that cannot be read whole has no times
const UNREAD = /^(yaml|schema|type)\./;

/** Keeps the times of the draft's nodes up with it. */
export function useBudget(): void {
  const { config } = useHouse();
  const api = useMemo(() => looksApi(config, config.slug), [config]);
  const rev = useDesigner((state) => state.rev);
  const readable = useDesigner((state) => state.readable);
  const unread = useDesigner((state) => state.findings.some((finding) => finding.severity === "error" && UNREAD.test(finding.code)));
  useEffect(() => {
    if (!readable || unread) return;
    let gone = false;
    const timer = setTimeout(() => {
      api.budget().then((budget) => !gone && store.setState({ budget }), () => undefined); // the last times stay
    }, AFTER_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [api, rev, readable, unread]);
}
