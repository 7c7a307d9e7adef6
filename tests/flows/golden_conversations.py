"""Golden conversations: what a caller does, and everything that must come of it."""

import json
from pathlib import Path
from typing import Any

import yaml

from flows.definition.bot import Bot
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.record import Turn
from flows.driver.silent_output import SilentOutput
from flows.engine.program import Program
from flows.engine.state import state_from_json, state_to_json
from flows.understanding.local import LocalUnderstanding
from tools.box import ToolBox

NOW = "2026-01-05T10:00:00.000+00:00"


async def converse(bot: Bot, understander: LocalUnderstanding, golden: dict[str, Any]) -> list[dict[str, Any]]:
    """Hold a conversation; the state goes through JSON between all turns. One entry a turn, turn 0 first."""
    tools = ToolBox(bot, golden.get("stubs") or {}, bound=False)
    talk = Conversation(Program(bot), understander, tools, SilentOutput(), FixedClock(NOW))
    seen = [told(await talk.start(), talk)]
    for step in golden["turns"]:
        talk.state = state_from_json(json.loads(json.dumps(state_to_json(talk.state))))
        seen.append(told(await do_step(talk, step), talk))
    return seen


async def do_step(talk: Conversation, step: dict[str, Any]) -> Turn:
    """One turn of a golden conversation."""
    match next(iter(step)):
        case "user":
            return await talk.hear(step["user"])
        case "silence":
            return await talk.silence()
        case "dtmf":
            return await talk.press(str(step["dtmf"]))
        case "interrupt":
            return await talk.interrupt(step["interrupt"])
        case "hangup":
            return await talk.hang_up()
    raise AssertionError(f"unknown step {step}")


def told(turn: Turn, talk: Conversation) -> dict[str, Any]:
    """What a golden conversation holds of a turn: all of the chat's object but confidences, text and trace."""
    shown = turn.as_json(talk.state)
    acts = [{key: value for key, value in act.items() if key != "confidence"} for act in shown["understood"]["acts"]]
    kept = {key: shown[key] for key in ("said", "flow", "node", "slots", "variables", "called")}
    if len(shown["stack"]) > 1:
        kept["stack"] = [entry["flow"] for entry in shown["stack"]]
    result = {"acts": acts, **{key: value for key, value in kept.items() if value not in ({}, [])}}
    return {**result, **({"ended": shown["ended"]["reason"]} if shown["ended"] else {})}


def write(path: Path, golden: dict[str, Any], seen: list[dict[str, Any]]) -> None:
    """Write a conversation with what came of it."""
    head = {key: golden[key] for key in ("about", "stubs") if key in golden}
    lines = [yaml.safe_dump(head, width=118, sort_keys=False, allow_unicode=True).rstrip(), "turns:"]
    begun = [f"greeting: {_flow(seen[0])}"]
    for step, entry in zip(golden["turns"], seen[1:], strict=True):
        action = {key: value for key, value in step.items() if key != "then"}
        lines += [f"  - {_flow(action)[1:-1]}", "    then:"]
        lines += [f"      {key}: {_flow(value)}" for key, value in entry.items()]
    path.write_text("\n".join([lines[0], *begun, *lines[1:]]) + "\n", encoding="utf-8")


def _flow(value: Any) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, width=10_000, sort_keys=False, allow_unicode=True)
    return text.removesuffix("...\n").strip()
