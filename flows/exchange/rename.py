"""Another name for something, everywhere: the key under which it stands and every place that speaks of it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flows.definition.edges import RESERVED_TARGETS
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.exchange.edit_context import Context
from flows.exchange.spots import Spot, Unreadable, spots
from flows.exchange.text.changes import Rewrite, value_at
from flows.exchange.text.refusal import Refused
from flows.exchange.text.tree import Path
from flows.expressions.conditions import RESERVED
from flows.expressions.renaming import CannotRename, renamed_in_condition, renamed_in_template

SLUG = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
KINDS = ("flow", "slot", "variable", "intent", "tool")
GROUPS = {"flow": "flows", "slot": "slots", "variable": "variables", "intent": "intents", "tool": "tools"}
READ_BACK: Path = ("defaults", "read_back")
CONFIRM_TOOL: Path = ("defaults", "confirm_tool")


def usable(kind: str, name: str) -> str:
    """A name that can be given. Raises Refused."""
    if not isinstance(name, str) or SLUG.match(name) is None:
        remedy = "Use small letters, digits, `_`, beginning with a letter, 64 at most."
        raise Refused("edit.name", f"`{str(name)[:40]}` cannot be used as a name.", remedy)
    if kind in ("flow", "node") and name in RESERVED_TARGETS:
        raise Refused("edit.name", f"`{name}` means something else as a target.", f"Call it `{name}_{kind}`, say.")
    if kind in ("slot", "variable") and name in RESERVED:
        raise Refused("edit.name", f"`{name}` means something else in conditions.", f"Call it `{name}_value`, say.")
    return name


@dataclass
class _Changes:
    """The new texts and keys, as they are found."""

    context: Context
    old: str
    new: str
    values: dict[Path, str] = field(default_factory=dict)
    keys: dict[Path, str] = field(default_factory=dict)

    def name(self, spot: Spot) -> None:
        """A place that is the name itself."""
        if spot.is_key:
            self.keys[spot.path] = self.new
        else:
            self.values[spot.path] = self.new

    def text(self, path: Path, change: Callable[[str], str], *, is_key: bool = False) -> bool:
        """A text in which the name may stand; whether it does."""
        before = str(path[-1]) if is_key else self.values.get(path, value_at(self.context.data, path))
        if not isinstance(before, str):
            return False
        try:
            after = change(before)
        except CannotRename as problem:
            shown = ".".join(map(str, path))
            raise Refused("edit.unclear", f"`{shown}`: {problem}", "Mend it first.") from None
        if after == before:
            return False
        if is_key:
            self.keys[path] = after
        else:
            self.values[path] = after
        return True

    def is_name(self, spot: Spot) -> bool:
        """Whether the name itself stands there."""
        found = spot.path[-1] if spot.is_key else value_at(self.context.data, spot.path)
        return str(found) == self.old

    def done(self) -> list[Rewrite]:
        """As one change."""
        # A key that is a text of the bot may stand in a path of another change: paths are those before the change.
        return [Rewrite(tuple(self.values.items()), tuple(self.keys.items()), self.old, self.new)]


def rename_entry(context: Context, kind: str, old: str, new: str) -> list[Rewrite]:
    """A flow, slot, variable, intent or tool with another name. Raises Refused."""
    if kind in ("slot", "variable"):
        return _rename_value(context, kind, old, new)
    group = GROUPS[kind]
    context.must_have((group, old), kind)
    if old == new:
        return []
    if context.has((group, usable(kind, new))):
        raise Refused("edit.taken", f"There is a {kind} `{new}` already.", "Choose another name.")
    found = _Changes(context, old, new)
    if kind == "flow":
        _rename_flow(found)
    else:
        for spot in _readable(context, old):
            if (
                spot.role == kind
                and found.is_name(spot)
                or kind == "tool"
                and spot.role == "stub"
                and found.is_name(spot)
            ):
                found.name(spot)
    return found.done()


def _readable(context: Context, old: str) -> Iterator[Spot]:
    """Every place. Refuses where a node that cannot be read may speak of the name."""
    for spot in spots(context.data):
        if isinstance(spot, Spot):
            yield spot
        elif _speaks_of(value_at(context.data, spot.path), old):
            raise _unreadable(spot, old)


def _speaks_of(value: Any, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", repr(value)) is not None


def _unreadable(spot: Unreadable, old: str) -> Refused:
    message = f"The node `{spot.path[-1]}` of `{spot.path[1]}` speaks of `{old}`, and cannot be read."
    return Refused("edit.unclear", message, "Mend it first: `bot lint` says what is wrong.")


def _rename_flow(found: _Changes) -> None:
    context, old, new = found.context, found.old, found.new
    if old in repair_flows():
        message = f"`{old}` mends the conversation because it is called so."
        raise Refused("edit.name", message, "Make a new flow, and move its nodes there.")
    for spot in _readable(context, old):
        if spot.role == "target" and value_at(context.data, spot.path) == new and new in repair_flows():
            raise Refused("edit.taken", f"An edge leads to the built-in flow `{new}`.", "Choose another name.")
        if spot.role == "flow" and found.is_name(spot):
            found.name(spot)
        elif spot.role == "target" and found.is_name(spot):
            own = context.names(("flows", spot.owner, "nodes")) if spot.owner is not None else []
            if old in own:
                continue  # it leads to the node of that name
            if new in own:
                message = f"`{spot.owner}` has a node `{new}`: its edge to the flow would lead there."
                raise Refused("edit.taken", message, "Choose another name, or rename the node first.")
            found.name(spot)
        elif spot.role == "stub" and str(spot.path[-1]).partition(".")[0] == old and "." in str(spot.path[-1]):
            found.keys[spot.path] = f"{new}.{str(spot.path[-1]).partition('.')[2]}"


def rename_node(context: Context, flow: str, old: str, new: str) -> list[Rewrite]:
    """A node with another name. Raises Refused."""
    context.must_have(("flows", flow), "flow")
    context.must_have(("flows", flow, "nodes", old), "node")
    if old == new:
        return []
    if context.has(("flows", flow, "nodes", usable("node", new))):
        raise Refused("edit.taken", f"`{flow}` has a node `{new}` already.", "Choose another name.")
    found = _Changes(context, old, new)
    others = [name for name in context.names(("flows",)) if name != flow and _has_node(context, name, old)]
    for spot in spots(context.data):
        if isinstance(spot, Unreadable):
            if spot.path[1] == flow and _speaks_of(value_at(context.data, spot.path), old):
                raise _unreadable(spot, old)
            continue
        if spot.role == "target" and spot.owner == flow:
            if value_at(context.data, spot.path) == new:
                message = f"An edge of `{flow}` leads to the flow `{new}`: it would lead to the node."
                raise Refused("edit.taken", message, "Choose another name.")
            if found.is_name(spot):
                found.name(spot)
        elif spot.role == "node" and found.is_name(spot):
            _rename_node_at(found, spot, flow, others)
        elif spot.role == "stub" and str(spot.path[-1]) == f"{flow}.{old}":
            found.keys[spot.path] = f"{flow}.{new}"
    return found.done()


def _has_node(context: Context, flow: str, node: str) -> bool:
    return context.has(("flows", flow, "nodes", node))


def _rename_node_at(found: _Changes, spot: Spot, flow: str, others: Iterable[str]) -> None:
    """A node's own key, its place in the layout, or where a test expects it."""
    if spot.path[0] != "tests":
        if spot.owner == flow:
            found.name(spot)
        return
    others = list(others)
    # A test that names no flow goes on in the one that it named last, as far as that has such a node.
    if not others or spot.owner == flow:
        found.name(spot)
    elif spot.owner is None or spot.owner not in others:
        where = f"{spot.path[1]}, turn {int(spot.path[3]) + 1}"
        found.context.notes.append(
            f"Several flows have a node `{found.old}`; the test `{where}` does not say which it means, and was left."
        )


def _rename_value(context: Context, kind: str, old: str, new: str) -> list[Rewrite]:
    found = _Changes(context, old, new)
    every = list(_readable(context, old))
    names = _value_names(every) | set(context.names(("slots",))) | set(context.names(("variables",)))
    other = {"slot": "variables", "variable": "slots"}[kind]
    if old not in names or context.has((other, old)) or (kind == "slot" and not context.has(("slots", old))):
        raise Refused("edit.path", f"There is no {kind} `{old}`.", "Look at the text again.")
    if old == new:
        return []
    if usable(kind, new) in names:
        raise _taken(new)
    named = {spot.owner for spot in every if spot.role == "output" and found.is_name(spot)}
    told: set[str] = set()
    left: set[str] = set()
    for spot in every:
        if _means_another(spot, old):
            if spot.role == "template" and not spot.is_key:
                left.add(str(value_at(context.data, spot.path)))
            continue
        match spot.role:
            case "value" | "input" | "output" if found.is_name(spot):
                found.name(spot)
            case "condition":
                if found.text(spot.path, lambda text: renamed_in_condition(text, old, new)) and _means_another(
                    spot, new
                ):
                    raise _taken(new)
            case "result" if spot.owner in named:
                found.text(spot.path, lambda text: renamed_in_condition(text, old, new, of="result"))
            case "template" if not spot.is_key:
                before = value_at(context.data, spot.path)
                if found.text(spot.path, lambda text: renamed_in_template(text, old, new)):
                    told.add(before)
                    if _means_another(spot, new):
                        raise _taken(new)
    for spot in every:
        if spot.role == "template" and spot.is_key and (str(spot.path[-1]) in told or spot.path[-1] not in left):
            found.text(spot.path, lambda text: renamed_in_template(text, old, new), is_key=True)
    return found.done()


def _taken(name: str) -> Refused:
    return Refused("edit.taken", f"`{name}` is the name of something else.", "Choose another name.")


def _means_another(spot: Spot, name: str) -> bool:
    """Whether a name means what the language gives to repair flows and to the reading back."""
    if spot.path == READ_BACK:
        return name == "value"
    if spot.path == CONFIRM_TOOL:
        return name in ("tool", "details")
    if name in spot.own:
        return True
    return spot.owner in repair_flows() and name in REPAIR_VALUES and spot.role in ("condition", "template")


def _value_names(every: Iterable[Spot]) -> set[str]:
    return {str(spot.path[-1]) for spot in every if spot.is_key and spot.role in ("value", "input", "output")}
