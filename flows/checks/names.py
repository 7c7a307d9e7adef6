"""Names: usable as such, declared once, and every reference leads somewhere."""

import re
from collections.abc import Iterable, Iterator

from flows.checks.look import Look
from flows.definition.edges import RESERVED_TARGETS
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.set import Set
from flows.expressions.conditions import RESERVED
from flows.findings import Finding
from flows.near import did_you_mean

SLUG = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
BOT_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,63}\Z")


def usable_names(look: Look) -> Iterator[Finding]:
    """Flows, nodes, slots, variables, intents and tools are called by plain small words."""
    bot = look.bot
    if not BOT_SLUG.match(bot.bot) and look.sure(("bot",)):
        yield _invalid(look, ("bot",), bot.bot, extra=" and `-`")
    groups: dict[str, Iterable[str]] = {
        "flows": bot.flows,
        "types": bot.types,
        "slots": bot.slots,
        "variables": bot.variables,
        "intents": bot.intents,
        "tools": bot.tools,
    }
    for group, names in groups.items():
        for name in names:
            if group in ("slots", "variables"):
                yield from _value(look, (group, name), name)
            elif not SLUG.match(name):
                yield _invalid(look, (group, name), name)
    for flow_name, flow in bot.flows.items():
        if flow_name in RESERVED_TARGETS:
            message = f"A flow cannot be called `{flow_name}`: as a target it means something else."
            yield look.finding(
                "name.reserved", ("flows", flow_name), message, f"Call it `{flow_name}_flow`, for example."
            )
        for name in flow.nodes:
            if not SLUG.match(name):
                yield _invalid(look, ("flows", flow_name, "nodes", name), name)
            elif name in RESERVED_TARGETS:
                message = f"A node cannot be called `{name}`: as a target it means something else."
                remedy = f"Call it `{name}_call`, for example."
                yield look.finding("name.reserved", ("flows", flow_name, "nodes", name), message, remedy)
    for name in bot.variables:
        if name in bot.slots:
            message = f"`{name}` is declared as a slot and as a variable."
            yield look.finding("name.collision", ("variables", name), message, "Rename one of them.")
    yield from _values(look)


def _values(look: Look) -> Iterator[Finding]:
    """The names that flows and nodes declare: inputs and outputs, what is saved, what a model takes out."""
    for flow_name, flow in look.bot.flows.items():
        for field, names in (("inputs", flow.inputs), ("outputs", flow.outputs)):
            for name in names:
                yield from _value(look, ("flows", flow_name, field, name), name)
    for path, node in look.nodes():
        for field in ("save", "extract"):
            for name in getattr(node, field, ()):
                yield from _value(look, (*path, field, name), name)


def _value(look: Look, path: tuple[str | int, ...], name: str) -> Iterator[Finding]:
    if not SLUG.match(name):
        yield _invalid(look, path, name)
    elif name in RESERVED:
        message = f"`{name}` means something else in conditions."
        yield look.finding("name.reserved", path, message, f"Call it `{name}_value`, for example.")


def _invalid(look: Look, path: tuple[str | int, ...], name: str, extra: str = "") -> Finding:
    message = f"`{name[:40]}` cannot be used as a name."
    remedy = f"Use small letters, digits, `_`{extra}, beginning with a letter."
    return look.finding("name.invalid", path, message, remedy)


def known_references(look: Look) -> Iterator[Finding]:
    """Slots, tools, intents and variables that nodes and flows speak of are declared."""
    bot = look.bot
    for path, node in look.nodes():
        if isinstance(node, Ask):
            yield from unknown(look, (*path, "slot"), "slot", node.slot, "slots")
        if isinstance(node, Call):
            yield from unknown(look, (*path, "tool"), "tool", node.tool, "tools")
        if isinstance(node, Set):
            for name in node.set:
                if name not in (types := look.types_at(path)) and not look.may_be_value(name, path):
                    remedy = did_you_mean(name, types, "Declare it under `variables:`, or correct its name.")
                    message = f"There is no slot or variable `{name[:40]}`."
                    yield look.finding("name.unknown", (*path, "set", name), message, remedy)
    for flow_name, flow in bot.flows.items():
        for at, intent in enumerate(flow.triggers):
            yield from unknown(look, ("flows", flow_name, "triggers", at), "intent", intent, "intents")


def known_targets(look: Look) -> Iterator[Finding]:
    """Every edge leads to a node of its flow, a flow, `end` or `handoff`; the bot starts somewhere."""
    bot = look.bot
    if look.hidden("flows"):
        return
    flows = {*look.flows, *RESERVED_TARGETS}
    if bot.start not in look.known("flows") and look.sure(("start",)):
        remedy = did_you_mean(bot.start, bot.flows, "Write the name of one of the flows.")
        yield look.finding("flow.start", ("start",), f"There is no flow `{bot.start}` to start with.", remedy)
    for path, leads_to in look.default_edges():
        for name in look.targets(leads_to):
            if name not in flows:
                yield _unknown_target(look, path, name, look.known("flows"))
    lost = look.lost.names("nodes")
    for path, node in look.nodes():
        nodes = bot.flows[str(path[1])].nodes
        for field, leads_to in node.edges():
            for at, name in enumerate(look.targets(leads_to)):
                if name not in nodes and name not in flows and name not in lost:
                    place = (*path, field) if isinstance(leads_to, str) else (*path, field, at)
                    yield _unknown_target(look, place, name, [*nodes, *look.known("flows")])


_HANG_UP = frozenset("hangup hang exit finish stop quit goodbye bye disconnect endcall terminate".split())
_HAND_OVER = frozenset("agent human operator person transfer escalate livechat representative".split())
"""What the two ways out are called elsewhere."""


def _unknown_target(look: Look, path: tuple[str | int, ...], name: str, known: Iterable[str]) -> Finding:
    plain = name.lower().replace("_", "")
    remedy = did_you_mean(
        name, [*known, *sorted(RESERVED_TARGETS)], "Lead to a node of this flow, a flow, `end` or `handoff`."
    )
    if plain in _HANG_UP:
        remedy = "Lead to a node of the type `end`, which hangs up; `end` itself ends the flow."
    elif plain in _HAND_OVER:
        remedy = "Write `handoff`."
    return look.finding("flow.target", path, f"There is no node or flow `{name}` to lead to.", remedy)


def unknown(look: Look, path: tuple[str | int, ...], kind: str, name: str, group: str) -> Iterator[Finding]:
    """A finding when a name does not stand in one of the bot's maps."""
    known = look.known(group)
    if not name.strip():  # a node that was just drawn
        yield look.finding("name.unknown", path, f"No {kind} is chosen here yet.", f"Choose one, or make a new {kind}.")
    elif name not in known and not look.hidden(group):
        otherwise = f"Declare the {kind} `{name[:40]}`, or correct its name."
        if "/" in name or "." in name:  # no declaration could be called so
            otherwise = f"Write the name of a {kind} alone: a bot has its own, and none of other bots or workspaces."
        remedy = did_you_mean(name, known, otherwise)
        yield look.finding("name.unknown", path, f"There is no {kind} `{name[:40]}`.", remedy)
