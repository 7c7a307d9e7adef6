import type { Json } from "../api/types";
import type { EditorHandle, EditorOptions } from "./editor";

/** The part of the page that knows YAML; it comes when it is first needed. */
export interface YamlTools {
  read(text: string): { value: Json } | { problem: string };
  write(value: Json): string;
  editor(options: EditorOptions): EditorHandle;
}

let loading: Promise<YamlTools> | undefined;

export function loadYaml(): Promise<YamlTools> {
  loading ??= import("./yaml").catch((problem: unknown) => {
    loading = undefined; // the next who asks tries again
    throw problem;
  });
  return loading;
}
