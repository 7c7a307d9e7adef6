import { useEffect, useMemo, useState } from "react";
import type { Graph, Json, JsonMap, Operation } from "../api/types";
import { fill, LABELS } from "../labels";
import { definitionOf, type Schema, type Shape, slotTypes } from "../model/schema";
import { entryText } from "../model/text";
import { mentions } from "../model/uses";
import { useHouse } from "../state/context";
import { store, type Thing, useDesigner } from "../state/store";
import { goTo } from "../state/view";
import { Button, IconButton } from "../ui/controls";
import { Icon } from "../ui/icons";
import { loadYaml, type YamlTools } from "../yaml/load";
import { isMap } from "./Fields";
import { Form } from "./Form";
import { NameField } from "./NameField";

const PART = { slot: "slots", variable: "variables", intent: "intents", tool: "tools" } as const;
const TITLE = { slot: LABELS.kindSlot, variable: LABELS.kindVariable, intent: LABELS.kindIntent, tool: LABELS.kindTool } as const;
const FIRST: Record<Thing["kind"], string[]> = {
  slot: ["type", "description", "choices"],
  variable: ["type", "description", "from"],
  intent: ["description", "examples"],
  tool: ["type", "description", "effect", "request", "arguments", "returns", "stub"],
};
const NONE: string[] = [];

/** A slot, variable, intent or tool. Its value is read out of the text, which has all of it. */
export function ThingInspector({ thing, readOnly }: { thing: Thing; readOnly: boolean }) {
  const { schema, commands } = useHouse();
  const graph = useDesigner((state) => state.graph);
  const base = useDesigner((state) => state.base);
  const [yaml, setYaml] = useState<YamlTools | null>(null);
  useEffect(() => {
    void loadYaml().then(setYaml);
  }, []);
  const back = useDesigner((state) => state.back);
  const part = PART[thing.kind];
  const value = useMemo(() => (yaml ? valueOf(yaml, base, part, thing.name) : null), [yaml, base, part, thing.name]);
  const definition = useMemo(() => (schema && value ? shapeOf(schema, thing.kind, value) : null), [schema, thing.kind, value]);
  const options = useMemo(() => typeOptions(schema, graph, thing.kind), [schema, graph, thing.kind]);
  const uses = useMemo(() => mentions(graph, thing.kind, thing.name), [graph, thing]);
  const change = (field: string, now: Json | undefined, ops: Operation[] = []) => {
    const path = [part, thing.name, field];
    void commands.change([...ops, now === undefined ? { op: "unset", path } : { op: "set", path, value: now }], fill(LABELS.didChange, { what: `${thing.name}.${field}` }));
  };
  const rename = async (to: string) => {
    if (await commands.change([{ op: "rename", kind: thing.kind, name: thing.name, to }], fill(LABELS.didRename, { from: thing.name, to }))) store.setState({ thing: { ...thing, name: to } });
  };
  return (
    <div className="vx-inspector-body">
      {back && <Button tone="quiet" icon="left" onClick={() => goTo(back.flow, back.node, true)}>{fill(LABELS.backTo, { name: back.node })}</Button>}
      <header className="vx-inspector-head">
        <span className="vx-card-icon"><Icon name={thing.kind} size={18} /></span>
        <div className="vx-grow"><h2>{TITLE[thing.kind]}</h2></div>
        {!readOnly && <IconButton icon="trash" label={LABELS.remove} onClick={() => void commands.change([{ op: "remove", kind: thing.kind, name: thing.name }], fill(LABELS.didRemove, { what: thing.name }))} />}
      </header>
      <NameField name={thing.name} readOnly={readOnly} taken={(to) => Boolean(graph && to in graph.names[part])} onRename={(to) => void rename(to)} />
      {schema && value && <Form key={String(value.type)} schema={schema} definition={definition} value={value} first={FIRST[thing.kind]} without={NONE} withType options={options} readOnly={readOnly} onChange={change} />}
      <section className="vx-section">
        <h3>{LABELS.usedBy}</h3>
        {uses.length === 0 && <p className="vx-muted">{LABELS.unused}</p>}
        <ul className="vx-uses">
          {uses.map(({ flow, node }) => (
            <li key={`${flow} ${node}`}><button type="button" className="vx-link" onClick={() => goTo(flow, node, true)}>{flow} › {node}</button></li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** The value as it stands in the text: of its own lines if they can be read alone, else of the whole text. */
function valueOf(yaml: YamlTools, text: string, part: string, name: string): JsonMap | null {
  const own = entryText(text, part, name);
  const read = own === null ? null : yaml.read(own);
  const whole = read && "value" in read ? read : yaml.read(text);
  if (!("value" in whole) || !isMap(whole.value)) return null;
  const home = whole === read ? whole.value : whole.value[part];
  const value = isMap(home) ? home[name] : null;
  return isMap(value) ? value : value === null ? {} : null;
}

function shapeOf(schema: Schema, kind: Thing["kind"], value: JsonMap): Shape | null {
  if (kind === "slot") {
    const found = definitionOf(schema, "slot", String(value.type));
    return found ?? { properties: { type: { type: "string", description: "" } } };
  }
  return schema.$defs[{ variable: "Variable", intent: "Intent", tool: "Tool" }[kind]] ?? null;
}

function typeOptions(schema: Schema | null, graph: Graph | null, kind: Thing["kind"]): Record<string, string[]> {
  if (!schema || (kind !== "slot" && kind !== "variable")) return {};
  const types = [...slotTypes(schema), ...(graph?.names.types ?? [])];
  return { type: kind === "slot" ? types : [...types, "list", "map"] };
}
