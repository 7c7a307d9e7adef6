import { useDesigner } from "../state/store";
import { CallPath } from "./CallPath";
import { NewNodes } from "./NewNodes";
import { PersonalWays } from "./PersonalWays";
import { SlowWays } from "./SlowWays";

/** Below the canvas: all of what the canvas shows of each node. */
export function LensPanel() {
  const lens = useDesigner((state) => state.lens);
  if (lens === "time") return <SlowWays />;
  if (lens === "call") return <CallPath />;
  return lens === "personal" ? <PersonalWays /> : <NewNodes />;
}
