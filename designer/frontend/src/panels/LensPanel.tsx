import { useDesigner } from "../state/store";
import { NewNodes } from "./NewNodes";
import { PersonalWays } from "./PersonalWays";
import { SlowWays } from "./SlowWays";

/** Below the canvas: all of what the canvas shows of each node. */
export function LensPanel() {
  const lens = useDesigner((state) => state.lens);
  if (lens === "time") return <SlowWays />;
  return lens === "personal" ? <PersonalWays /> : <NewNodes />;
}
