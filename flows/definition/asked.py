"""Which slots a sentence that starts a flow may fill."""

from collections.abc import Iterator

from flows.definition.bot import Bot
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.flow import RunFlow

TOLD_APART = "choice"
"""Slots of this type have words of their own: several of them are not taken for one another."""


def asked_slots(bot: Bot, flow: str) -> tuple[str, ...]:
    """The slots for which a flow asks, and those of the sub-flows that it runs, those of the flow itself first.

    The questions of the flow itself are nearer to what callers begin with: "I need to come tomorrow" gives no birthday,
    for which a sub-flow asks. So a sub-flow's slot is left out where one of its type is asked for further out.
    """
    found: dict[str, None] = {}
    seen, level = {flow}, [flow] if flow in bot.flows else []
    while level:
        taken = {bot.slots[name].type for name in found if name in bot.slots} - {TOLD_APART}
        for name in level:
            found |= {slot: None for slot in _own(bot, name) if slot in bot.slots and bot.slots[slot].type not in taken}
        level = list(dict.fromkeys(inner for name in level for inner in _runs(bot, name) if inner not in seen))
        seen |= set(level)
    return tuple(found)


def _own(bot: Bot, flow: str) -> Iterator[str]:
    return (node.slot for node in bot.flows[flow].nodes.values() if isinstance(node, Ask))


def _runs(bot: Bot, flow: str) -> Iterator[str]:
    nodes = bot.flows[flow].nodes.values()
    return (node.flow for node in nodes if isinstance(node, RunFlow) and node.flow in bot.flows)
