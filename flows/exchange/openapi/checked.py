"""The checks over tools that were made: what would keep a bot from running is no tool."""

from typing import Any

from flows.exchange.text.refusal import Refused
from flows.exchange.text.write import block_lines, checked
from flows.loader.load import load_text

TOGETHER = 20
"""Tools that are looked at in one bot, which may have only so many values."""
STEP = 2
_HEAD = "voxloom: 1\nbot: imported\nstart: main\nflows: {main: {nodes: {hello: {type: say, say: Hello., next: end}}}}\n"


def as_yaml(tools: dict[str, Any]) -> str:
    """The block `tools:` of a bot. Raises Refused."""
    if not tools:
        return "tools: {}\n"
    return "\n".join(("tools:", *block_lines(checked(tools), STEP, STEP))) + "\n"


def problems_of(tools: dict[str, Any]) -> dict[str, str]:
    """The tools with which a bot would not run, each with the first reason."""
    found: dict[str, str] = {}
    every = list(tools)
    for at in range(0, len(every), TOGETHER):
        names = every[at : at + TOGETHER]
        if _problem({name: tools[name] for name in names}) is not None:
            alone = ((name, _problem({name: tools[name]})) for name in names)
            found |= {name: problem for name, problem in alone if problem is not None}
    return found


def _problem(tools: dict[str, Any]) -> str | None:
    try:
        loaded = load_text(_HEAD + as_yaml(tools))
    except Refused as problem:
        return problem.message.rstrip(".")
    errors = [finding for finding in loaded.findings if finding.severity == "error"]
    if errors:
        return f"{errors[0].message.rstrip('.')} [{errors[0].code}]"
    data = loaded.document.data
    return None if isinstance(data, dict) and data.get("tools") == tools else "it would not be read as it was written"
