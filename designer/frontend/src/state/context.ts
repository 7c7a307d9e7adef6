import { createContext, useContext } from "react";
import type { Config } from "../config";
import type { Schema } from "../model/schema";
import type { Listening } from "./listening";
import type { Commands } from "./store";
import type { Trying } from "./trying";

/** What every part needs and nothing changes while the page is open. */
export interface House {
  config: Config;
  commands: Commands;
  trying: Trying;
  listening: Listening;
  /** The language's schema; null until it is there. */
  schema: Schema | null;
}

export const HouseContext = createContext<House | null>(null);

export function useHouse(): House {
  const house = useContext(HouseContext);
  if (!house) throw new Error("no house");
  return house;
}

export function useCommands(): Commands {
  return useHouse().commands;
}
