import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorState } from "@codemirror/state";
import type { Tooltip } from "@codemirror/view";
import type { Graph } from "../api/types";
import { declared } from "../inspector/names";
import { typeHint, typeLabel } from "../labels";
import { type NameKind, type Schema, type Shape, shapesAt } from "../model/schema";
import { type Cursor, cursorAt, typeOf } from "../model/yamlPath";

/** What completion knows of the language and of this bot. */
export interface Knowledge {
  schema: Schema | null;
  graph: Graph | null;
}

const NAMES: Record<string, NameKind> = { slot: "slot", tool: "tool", knowledge: "knowledge", route: "route", flow: "flow", triggers: "intent", tools: "tool" };
const WAYS = new Set(["next", "go", "else", "on_fail", "on_error", "on_unknown"]);
const WORD = /[\w.-]*$/;

export function completions(knowledge: () => Knowledge) {
  return (context: CompletionContext): CompletionResult | null => {
    const { schema, graph } = knowledge();
    if (!schema) return null;
    const lines = context.state.doc.toString().split("\n");
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const word = WORD.exec(before)?.[0] ?? "";
    const from = context.pos - word.length;
    const braces = /\{\{[^}]*$/.test(before);
    if (braces) return { from, options: values(graph) };
    if (/[\]}"')]$/.test(before.trimEnd())) return null; // a value that is closed is whole
    const cursor = cursorAt(lines, line.number - 1, before.length);
    if (!cursor || (!context.explicit && word === "" && !cursor.value)) return null;
    const listed = cursor.path.at(-1) === 0 ? String(cursor.path.at(-2)) : "";
    const options = !cursor.value && listed in NAMES ? named(graph, listed) : cursor.value ? valueOptions(schema, graph, lines, cursor) : keyOptions(schema, lines, cursor);
    return options.length ? { from, options, validFor: /^[\w.-]*$/ } : null;
  };
}

function keyOptions(schema: Schema, lines: string[], cursor: Cursor): Completion[] {
  const shapes = shapesAt(schema, cursor.path, (path) => typeOf(lines, cursor, path.length));
  const made = new Map<string, Completion>();
  for (const shape of shapes) {
    for (const [name, field] of Object.entries(shape.properties ?? {})) {
      if (made.has(name) || cursor.siblings.includes(name)) continue;
      const needed = shape.required?.includes(name) ?? false;
      made.set(name, { label: name, apply: `${name}: `, info: clean(field.description), boost: needed ? 5 : 0, ...(needed ? { detail: "needed" } : {}) });
    }
  }
  return [...made.values()];
}

function valueOptions(schema: Schema, graph: Graph | null, lines: string[], cursor: Cursor): Completion[] {
  const key = cursor.key;
  if (WAYS.has(key)) return targets(graph, String(cursor.path[1] ?? ""));
  if (key in NAMES) return named(graph, key);
  if (key === "if" || key === "expr" || cursor.path.at(-1) === "save") return values(graph);
  if (key === "type" && cursor.path[2] === "nodes") {
    const home = schema.$defs.Flow?.properties?.nodes?.additionalProperties;
    const types = typeof home === "object" ? (home.oneOf ?? []) : [];
    return types.flatMap((one) => {
      const type = schema.$defs[one.$ref?.replace("#/$defs/", "") ?? ""]?.properties?.type?.const;
      return typeof type === "string" ? [{ label: type, detail: typeLabel(type), info: typeHint(type) }] : [];
    });
  }
  const shapes = shapesAt(schema, [...cursor.path, key], (path) => typeOf(lines, cursor, path.length));
  const options = new Set<string>();
  for (const shape of shapes) for (const value of allowed(shape)) options.add(value);
  const parents = key === "type" ? shapesAt(schema, cursor.path, () => null) : [];
  for (const parent of parents) if (typeof parent.properties?.type?.const === "string") options.add(parent.properties.type.const);
  return [...options].map((label) => ({ label }));
}

function named(graph: Graph | null, key: string): Completion[] {
  return declared(graph, NAMES[key] as NameKind).map(({ name, hint }) => ({ label: name, detail: hint }));
}

function allowed(shape: Shape): string[] {
  if (shape.enum) return shape.enum.map(String);
  if (shape.const !== undefined) return [String(shape.const)];
  return shape.type === "boolean" ? ["true", "false"] : [];
}

function targets(graph: Graph | null, flow: string): Completion[] {
  const nodes = graph?.flows[flow]?.nodes.map((node) => ({ label: node.name, detail: node.sentence.slice(0, 40), boost: 2 })) ?? [];
  const flows = (graph?.order ?? []).filter((name) => name !== flow).map((name) => ({ label: name, detail: typeLabel("flow") }));
  return [...nodes, { label: "end", boost: 1 }, { label: "handoff", boost: 1 }, ...flows];
}

function values(graph: Graph | null): Completion[] {
  return declared(graph, "value").map(({ name, hint }) => ({ label: name, detail: hint }));
}

function clean(text: string | undefined): string {
  return (text ?? "").replaceAll("\n", " ");
}

/** What a key means, while the pointer rests on it. */
export function hoverAt(state: EditorState, pos: number, { schema }: Knowledge): Tooltip | null {
  if (!schema) return null;
  const line = state.doc.lineAt(pos);
  const word = wordAt(line.text, pos - line.from);
  if (!word || !/^\s*:/.test(line.text.slice(word.to))) return null;
  const lines = state.doc.toString().split("\n");
  const cursor = cursorAt(lines, line.number - 1, word.from);
  const shapes = cursor ? shapesAt(schema, cursor.path, (path) => typeOf(lines, cursor, path.length)) : [];
  const words = shapes.map((shape) => shape.properties?.[word.text]?.description).find(Boolean);
  if (!words) return null;
  return {
    pos: line.from + word.from,
    end: line.from + word.to,
    above: true,
    create: () => {
      const dom = document.createElement("div");
      dom.className = "cm-hover-words";
      dom.textContent = clean(words);
      return { dom };
    },
  };
}

function wordAt(text: string, at: number): { from: number; to: number; text: string } | null {
  const before = /[\w-]*$/.exec(text.slice(0, at))?.[0] ?? "";
  const after = /^[\w-]*/.exec(text.slice(at))?.[0] ?? "";
  const word = before + after;
  return word ? { from: at - before.length, to: at + after.length, text: word } : null;
}
