import { store, useDesigner } from "../state/store";
import { goTo } from "../state/view";

/** A node of the draft, that the canvas shows when it is chosen; only its name where it is gone. */
export function CallNode({ flow, node }: { flow: string; node: string }) {
  const there = useDesigner((state) => state.graph?.flows[flow]?.nodes.some((one) => one.name === node) ?? false);
  if (!there) return <span className="vx-mono">{flow}.{node}</span>;
  const go = () => {
    store.setState({ calls: false });
    goTo(flow, node);
  };
  return <button type="button" className="vx-link" onClick={go}>{flow}.{node}</button>;
}
