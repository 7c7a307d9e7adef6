import type { Exchange } from "../api/calls";
import type { Json, JsonMap } from "../api/types";
import { fill, LABELS, type Label } from "../labels";
import { endWords } from "./calls";

/** What a step of a turn is about. */
export type Aspect = "understood" | "value" | "way" | "outside" | "guard" | "repair" | "other";

/** One step of a turn: why the bot did what it did. */
export interface Why {
  aspect: Aspect;
  text: string;
  /** Where the bot was then. */
  flow: string | null;
  node: string | null;
  /** Whether it is that the bot came there. */
  arrives?: boolean;
}

const ASPECTS: Record<string, Aspect> = {
  filled: "value", not_filled: "value", set: "value", slot_known: "value", confirmed: "value", denied: "value", refused: "value", kept: "value", reopened: "value", taken_again: "value", given_back: "value", correction_taken_back: "value",
  tool_called: "outside", tool_returned: "outside", tool_failed: "outside", tool_interrupted: "outside", tool_rejected: "outside", result_unusable: "outside", model_asked: "outside", model_returned: "outside", model_failed: "outside",
  route_failed: "outside", looked_up: "outside", answered: "outside", answer_unknown: "outside", summed_up: "outside", summary_failed: "outside", handed_off: "outside", came_back: "outside",
  guardrail: "guard", leave_asked: "guard", leave_given: "guard", leave_refused: "guard", person_wanted: "guard", person_not_wanted: "guard", consent_unheard: "guard",
  no_match: "repair", no_input: "repair", attempts_used_up: "repair", repairing_already: "repair", refused_to_answer: "repair", led_nowhere: "repair", not_chosen: "repair", fault: "repair", error: "repair", cancelled: "repair", went_back: "repair",
};

/** Why a turn went as it did, in the order in which it went; `lines`: its lines of the event log. */
export function whyOf(lines: readonly JsonMap[]): Why[] {
  return lines.flatMap((line) => [...heardIn(map(line.event)), ...stepsOf(list(line.trace), map(line.event), list(line.commands))]);
}

/** The same of a call that is kept, whose acts stand among the steps. */
export function whyOfKept(turn: Exchange): Why[] {
  const calls = turn.tools.map((one): JsonMap => ({ command: "call_tool", tool: one.name ?? "", arguments: one.asked ?? null }));
  return stepsOf(turn.decisions.map(({ seq: _seq, ...step }) => step as JsonMap), {}, calls);
}

function stepsOf(trace: readonly JsonMap[], event: JsonMap, calls: JsonMap[]): Why[] {
  const steps = trace.filter((step, at) => !(step.why === "leads_to" && step.field === "next" && arrives(trace[at + 1], step)));
  return steps.flatMap((step) => stepOf(step, event, calls));
}

/** Whether a step comes to where the one before it led. */
function arrives(step: JsonMap | undefined, before: JsonMap): boolean {
  return step?.why === "visit" && step.node === before.to;
}

/** What the caller did, and what that was taken for. */
function heardIn(event: JsonMap): Why[] {
  const understood = (text: string): Why => ({ aspect: "understood", text, flow: null, node: null });
  switch (event.event) {
    case "call_started":
      return [understood(fill(LABELS.whyCallStarted, { channel: plain(event.channel) }))];
    case "user_silent":
      return [understood(LABELS.whySilent)];
    case "key_pressed":
      return [understood(fill(LABELS.whyKey, { key: plain(event.key) }))];
    case "user_said":
      break;
    default:
      return [];
  }
  const { acts, nearest, emotion } = map(event.understanding);
  const close = list(nearest).filter((one) => typeof one.score === "number");
  const told = list(acts).map((act) => understood(actOf(act)));
  if (told.length === 0) told.push(understood(LABELS.whyNoAct));
  const [first, ...others] = close.map((one) => fill(LABELS.whyScore, { name: plain(one.intent), sure: percent(one.score) }));
  if (first) told.push(understood(others.length > 0 ? fill(LABELS.whyNearest, { first, others: others.join(", ") }) : fill(LABELS.whyNearestOnly, { first })));
  if (typeof emotion === "string" && emotion !== "calm") told.push(understood(fill(LABELS.whyEmotion, { emotion })));
  return told;
}

function actOf(act: JsonMap): string {
  const sure = percent(act.confidence);
  const about = { flow: plain(act.flow), slot: plain(act.slot), value: plain(act.value), old: plain(act.old), new: plain(act.new), about: plain(act.about), keys: plain(act.keys), candidates: Array.isArray(act.candidates) ? act.candidates.map(plain).join(", ") : "" };
  const key = `act_${String(act.act)}`;
  const text = key in LABELS ? fill(LABELS[key as Label], about) : String(act.act).replaceAll("_", " ");
  const more = [...(sure ? [sure] : []), ...(act.doubtful === true ? [LABELS.whyDoubtful] : [])];
  return more.length > 0 ? fill(LABELS.whyScore, { name: text, sure: more.join(", ") }) : text;
}

function stepOf(step: JsonMap, event: JsonMap, commands: JsonMap[]): Why[] {
  const why = String(step.why);
  const [flow, node] = [typeof step.flow === "string" ? step.flow : null, typeof step.node === "string" ? step.node : null];
  const made = (aspect: Aspect, text: string): Why[] => [{ aspect, text, flow, node }];
  switch (why) {
    case "understood":
      return [{ aspect: "understood", text: actOf(step), flow: null, node: null }];
    case "visit":
      return [{ aspect: flow?.startsWith("on_") ? "repair" : "way", text: LABELS.whyVisit, flow, node, arrives: true }];
    case "flow_started":
      return made(flow?.startsWith("on_") ? "repair" : "way", fill(LABELS.whyFlowStarted, { flow: flow ?? "" }));
    case "branch":
      return made("way", typeof step.condition === "string" ? fill(LABELS.whyBranch, { condition: step.condition, to: plain(step.to) }) : fill(LABELS.whyElse, { to: plain(step.to) }));
    case "leads_to":
      if (step.branch !== undefined) return []; // the condition has told it
      return made(step.field === "next" ? "way" : "repair", fill(step.field === "next" ? LABELS.whyLeads : LABELS.whyLeadsBy, { field: plain(step.field), to: plain(step.to) }));
    case "call_ended":
      return made("way", fill(LABELS.step_call_ended, { reason: endWords(plain(step.reason)) }));
    case "tool_called":
      return made("outside", fill(LABELS.step_tool_called, { tool: plain(step.tool), with: plain(commands.find((one) => one.command === "call_tool" && one.tool === step.tool)?.arguments ?? {}) }).trimEnd());
    case "tool_returned":
      return made("outside", event.result === undefined ? fill(LABELS.whyAnswered, { tool: plain(step.tool) }) : fill(LABELS.step_tool_returned, { tool: plain(step.tool), result: plain(event.result) }));
    default: {
      const key = `step_${why}`;
      const fields = Object.fromEntries(Object.entries(step).map(([name, value]) => [name, plain(value)]));
      return made(ASPECTS[why] ?? "other", key in LABELS ? tidied(fill(LABELS[key as Label], { problem: "", condition: "", because: "", route: "", sources: "", extracted: "", ...fields })) : unknown(why, fields));
    }
  }
}

/** Without what was left open at the end, where a step has nothing to say there. */
function tidied(text: string): string {
  return text.replace(/[\s:]*\.?$/, ".").replace(/: *\./g, ".");
}

function unknown(why: string, { flow: _flow, node: _node, why: _why, ...fields }: Record<string, string>): string {
  const more = Object.entries(fields).map(([name, value]) => `${name} ${value}`).join(", ");
  return more ? `${why.replaceAll("_", " ")}: ${more}` : why.replaceAll("_", " ");
}

function percent(value: Json | undefined): string {
  return typeof value === "number" ? `${Math.round(value * 100)}\u00a0%` : "";
}

/** A value as one reads it. */
function plain(value: Json | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? (Object.keys(value).length > 0 ? JSON.stringify(value) : "") : String(value);
}

function map(value: Json | undefined): JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function list(value: Json | undefined): JsonMap[] {
  return Array.isArray(value) ? value.filter((one): one is JsonMap => typeof one === "object" && one !== null && !Array.isArray(one)) : [];
}
