"""Which flows of a bot change something in the world."""

from collections.abc import Iterator

from flows.definition.bot import Bot
from flows.definition.flow import Flow
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate


def writing_flows(bot: Bot) -> frozenset[str]:
    """The flows from which a tool that writes can be reached."""
    found = {name for name, flow in bot.flows.items() if _writes(bot, flow)}
    while more := {name for name, flow in bot.flows.items() if name not in found and found & set(_leads_to(flow))}:
        found |= more
    return frozenset(found)


def _writes(bot: Bot, flow: Flow) -> bool:
    called: set[str] = set()
    for node in flow.nodes.values():
        called |= {node.tool} if isinstance(node, Call) else set(node.tools) if isinstance(node, Generate) else set()
    return any(bot.tools[name].effect == "write" for name in called if name in bot.tools)


def _leads_to(flow: Flow) -> Iterator[str]:
    for node in flow.nodes.values():
        if isinstance(node, RunFlow):
            yield node.flow
        for _, name in node.target_names():
            if name not in flow.nodes:
                yield name
