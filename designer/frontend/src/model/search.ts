import type { Graph } from "../api/types";
import { LABELS, typeLabel } from "../labels";

export interface Hit {
  key: string;
  icon: string;
  label: string;
  hint: string;
  kind: string;
  to: { flow: string; node?: string } | { thing: { kind: "slot" | "variable" | "intent" | "tool"; name: string } } | { command: number };
}

const MOST = 40; // hits that are shown; nobody reads on

/** What fits the words best, by name before what is said. Without words: the flows. */
export function hits(graph: Graph | null, words: string, commands: readonly { label: string; icon: string }[] = []): Hit[] {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const all = everything(graph, commands);
  if (wanted.length === 0) return all.filter((hit) => "flow" in hit.to && !hit.to.node).slice(0, MOST);
  const scored = all.map((hit) => ({ hit, score: score(hit, wanted) })).filter((one) => one.score > 0);
  return scored.sort((a, b) => b.score - a.score).slice(0, MOST).map((one) => one.hit);
}

function everything(graph: Graph | null, commands: readonly { label: string; icon: string }[]): Hit[] {
  const made: Hit[] = [];
  for (const name of graph?.order ?? []) {
    const flow = graph?.flows[name];
    made.push({ key: `flow ${name}`, icon: "flow", label: name, hint: flow?.description ?? "", kind: LABELS.kindFlow, to: { flow: name } });
    for (const node of flow?.nodes ?? []) {
      made.push({ key: `node ${name} ${node.name}`, icon: node.type ?? "", label: node.name, hint: `${name} › ${node.sentence}`, kind: typeLabel(node.type ?? ""), to: { flow: name, node: node.name } });
    }
  }
  const things = [["slot", "slots", LABELS.kindSlot], ["variable", "variables", LABELS.kindVariable], ["intent", "intents", LABELS.kindIntent], ["tool", "tools", LABELS.kindTool]] as const;
  for (const [kind, part, word] of things) {
    for (const [name, told] of Object.entries(graph?.names[part] ?? {})) {
      made.push({ key: `${kind} ${name}`, icon: kind, label: name, hint: told.description ?? "", kind: word, to: { thing: { kind, name } } });
    }
  }
  commands.forEach((command, at) => made.push({ key: `command ${at}`, icon: command.icon, label: command.label, hint: "", kind: LABELS.commands, to: { command: at } }));
  return made;
}

/** How well it fits: every word has to; 0 for not at all. */
function score(hit: Hit, wanted: readonly string[]): number {
  const label = hit.label.toLowerCase();
  const plain = label.replaceAll("_", " ");
  const rest = `${hit.hint} ${hit.kind}`.toLowerCase();
  let sum = 0;
  for (const word of wanted) {
    if (label === word) sum += 12;
    else if (label.startsWith(word)) sum += 8;
    else if (plain.includes(` ${word}`)) sum += 6;
    else if (label.includes(word)) sum += 5;
    else if (rest.includes(word)) sum += 2;
    else if (letters(label, word)) sum += 1;
    else return 0;
  }
  return sum + ("flow" in hit.to && !hit.to.node ? 0.5 : 0);
}

/** Whether the letters stand in that order: `chkbal` is check_balance. Not for one or two: they stand in everything. */
function letters(label: string, word: string): boolean {
  if (word.length < 3) return false;
  let at = 0;
  for (const letter of label) if (letter === word[at]) at++;
  return at === word.length;
}
