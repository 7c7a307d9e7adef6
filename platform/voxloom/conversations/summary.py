"""What a conversation came to, from the lines that are kept of it: no words and no values, only what happened."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any


def summary(lines: Iterable[Mapping[str, Any]], end_reason: str) -> dict[str, Any]:
    """`turns` of the caller, `duration_s`, the `flows` that ran and those that were `finished` or `left`, `filled`
    slots, `tools` with how often each gave a result or an error, `no_matches`, `silences`, `interruptions`, and how it
    `ended`."""
    counts: Counter[str] = Counter()
    tools: dict[str, Counter[str]] = {}
    sent: dict[str, str] = {}
    flows: dict[str, None] = {}
    filled: dict[str, None] = {}
    done: list[Mapping[str, Any]] = []
    moments: list[str] = []
    for line in lines:
        event = line.get("event", {})
        moments.append(str(event.get("now", "")))
        _count(event, counts)
        for step in line.get("trace", ()):
            if step.get("flow"):
                flows[step["flow"]] = None
        for command in line.get("commands", ()):
            if command.get("command") == "call_tool":
                sent[command["id"]] = command["tool"]
        if event.get("event") == "tool_returned":
            tool = sent.get(str(event.get("id")), "")
            tools.setdefault(tool, Counter())[str(event.get("error") or "done")] += 1
        changes = line.get("changes", {})
        filled |= {name: None for name, value in changes.get("slots", {}).items() if value is not None}
        done = changes.get("done", done)
    return {
        "turns": counts["said"] + counts["key"],
        "duration_s": _seconds(moments),
        "flows": list(flows),
        "finished": [task["flow"] for task in done if not task.get("left")],
        "left": [task["flow"] for task in done if task.get("left")],
        "filled": sorted(filled),
        "tools": {name: dict(outcomes) for name, outcomes in tools.items()},
        "no_matches": counts["no match"],
        "silences": counts["silent"],
        "interruptions": counts["interrupted"],
        "ended": end_reason,
    }


def _count(event: Mapping[str, Any], counts: Counter[str]) -> None:
    match event.get("event"):
        case "user_said":
            counts["said"] += 1
            acts = event.get("understanding", {}).get("acts", ())
            if all(act.get("act") == "out_of_scope" for act in acts):
                counts["no match"] += 1
        case "user_silent":
            counts["silent"] += 1
        case "user_interrupted":
            counts["interrupted"] += 1
        case "key_pressed":
            counts["key"] += 1


def _seconds(moments: list[str]) -> float:
    """Between the first and the last time; 0 where they cannot be read."""
    try:
        first, last = datetime.fromisoformat(moments[0]), datetime.fromisoformat(moments[-1])
        return round((last - first).total_seconds(), 1)
    except (ValueError, IndexError, TypeError):
        return 0.0
