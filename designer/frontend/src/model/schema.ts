/** The language's JSON Schema, read as forms. */

export interface Schema {
  $defs: Record<string, Shape>;
  properties: Record<string, Shape>;
}

export interface Shape {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  $ref?: string;
  items?: Shape;
  properties?: Record<string, Shape>;
  additionalProperties?: Shape | boolean;
  required?: string[];
  description?: string;
  default?: unknown;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  examples?: unknown[];
}

export type FieldKind =
  | "words" // a text that is spoken or sent to a model
  | "text"
  | "condition"
  | "switch"
  | "maybe" // yes, no, or left out
  | "number"
  | "choice"
  | "name" // of something declared
  | "list" // of texts
  | "names" // a list of declared ones
  | "map" // name to plain value
  | "options" // name to other words for it
  | "refusals"
  | "way"
  | "yaml";

export type NameKind = "slot" | "variable" | "value" | "tool" | "knowledge" | "route" | "flow" | "intent" | "type";

export interface Field {
  name: string;
  kind: FieldKind;
  description: string;
  required: boolean;
  byDefault: unknown;
  options: string[];
  names: NameKind | null;
  maxLength: number | null;
  minimum: number | null;
  maximum: number | null;
  whole: boolean;
  placeholder: string;
}

/** Fields whose texts are names of something declared. The schema cannot say so. */
const NAMES: Record<string, NameKind> = {
  slot: "slot", tool: "tool", knowledge: "knowledge", route: "route", flow: "flow", tools: "tool", triggers: "intent",
};
/** Maps whose keys are names of something declared. */
export const KEYS: Record<string, NameKind> = { save: "value", set: "value", extract: "value" };

/** The definition of a node, a slot or a guardrail by its `type`. */
export function definitionOf(schema: Schema, of: "node" | "slot", type: string): Shape | null {
  const home = of === "node" ? schema.$defs.Flow?.properties?.nodes?.additionalProperties : schema.properties.slots?.additionalProperties;
  for (const shape of typeof home === "object" ? variants(home) : []) {
    const found = resolved(schema, shape);
    if (found.properties?.type?.const === type) return found;
  }
  return null;
}

/** Every slot type, in the order of the language. */
export function slotTypes(schema: Schema): string[] {
  const home = schema.properties.slots?.additionalProperties;
  const types = (typeof home === "object" ? variants(home) : []).map((shape) => resolved(schema, shape).properties?.type?.const);
  return types.filter((type): type is string => typeof type === "string");
}

function variants(shape: Shape): Shape[] {
  return (shape.anyOf ?? shape.oneOf ?? [shape]).flatMap((one) => (one.oneOf || one.anyOf ? variants(one) : [one]));
}

export function resolved(schema: Schema, shape: Shape): Shape {
  const name = shape.$ref?.replace("#/$defs/", "");
  return name ? (schema.$defs[name] ?? {}) : shape;
}

/** The fields of a definition, those that must be there first, then in the order of the schema. */
export function fieldsOf(schema: Schema, definition: Shape, withType = false): Field[] {
  const required = new Set(definition.required);
  const fields = Object.entries(definition.properties ?? {}).filter(([name]) => withType || name !== "type").map(([name, shape]) => field(schema, name, shape, required.has(name)));
  return [...fields.filter((one) => one.required), ...fields.filter((one) => !one.required)];
}

function field(schema: Schema, name: string, told: Shape, required: boolean): Field {
  const kinds = (told.anyOf ?? [told]).map((one) => resolved(schema, one)).filter((one) => one.type !== "null");
  const shape = kinds.length === 1 ? (kinds[0] as Shape) : {};
  const kind = kindOf(name, shape, kinds, schema);
  return {
    name,
    kind,
    description: (told.description ?? "").replaceAll("\n", " "),
    required,
    byDefault: told.default,
    options: kind === "choice" ? (shape.enum ?? []).map(String) : [],
    names: kind === "name" || kind === "names" ? (NAMES[name] ?? null) : kind === "map" ? (KEYS[name] ?? null) : null,
    maxLength: shape.maxLength ?? null,
    minimum: shape.minimum ?? null,
    maximum: shape.maximum ?? null,
    whole: shape.type === "integer",
    placeholder: placeholder(told, shape),
  };
}

function placeholder(told: Shape, shape: Shape): string {
  const example = shape.examples?.[0];
  if (told.default !== undefined && typeof told.default !== "object") return String(told.default);
  return example === undefined ? (shape.pattern?.includes("(ms|s|m)") ? "500ms" : "") : String(example);
}

function kindOf(name: string, shape: Shape, kinds: Shape[], schema: Schema): FieldKind {
  if (["next", "on_fail", "on_error", "on_unknown"].includes(name)) return "way";
  if (name === "if") return "condition";
  if (shape.enum) return "choice";
  if (kinds.length > 1) return "yaml";
  switch (shape.type) {
    case "boolean":
      return shape.default === undefined && kinds.length === 1 ? "maybe" : "switch";
    case "integer":
    case "number":
      return "number";
    case "string":
      return name in NAMES ? "name" : (shape.maxLength ?? 0) >= 500 ? "words" : "text";
    case "array": {
      const item = resolved(schema, shape.items ?? {});
      if (item.type === "string") return name in NAMES ? "names" : "list";
      return item === schema.$defs.Refusal ? "refusals" : "yaml";
    }
    case "object":
      if (shape.properties || typeof shape.additionalProperties !== "object") return "yaml";
      if (name === "choices") return "options";
      return isPlain(schema, shape.additionalProperties) ? "map" : "yaml";
    default:
      return "yaml";
  }
}

const PLAIN = new Set(["string", "integer", "number", "boolean", "null"]);

function isPlain(schema: Schema, shape: Shape): boolean {
  const kinds = (shape.anyOf ?? [shape]).map((one) => resolved(schema, one));
  return kinds.every((one) => PLAIN.has(one.type ?? "") || one === schema.$defs.Expression);
}

/** The schema at a path of the bot, for completion: what may stand there. */
export function shapesAt(schema: Schema, path: readonly (string | number)[], typeAt: (path: readonly (string | number)[]) => string | null): Shape[] {
  let shapes: Shape[] = [schema as unknown as Shape];
  path.forEach((part, at) => {
    const next: Shape[] = [];
    for (const shape of shapes) {
      const inside = typeof part === "number" ? shape.items : (shape.properties?.[part] ?? (typeof shape.additionalProperties === "object" ? shape.additionalProperties : undefined));
      if (!inside) continue;
      const open = variants(inside).map((one) => resolved(schema, one)).flatMap((one) => (one.oneOf || one.anyOf ? variants(one).map((two) => resolved(schema, two)) : [one]));
      const type = open.length > 1 ? typeAt(path.slice(0, at + 1)) : null;
      const chosen = type ? open.filter((one) => one.properties?.type?.const === type) : [];
      next.push(...(chosen.length ? chosen : open));
    }
    shapes = next;
  });
  return shapes;
}
