"""Operations that chance picks for a bot, with values that are hard to write, and what each does to data."""

import copy
import random
from typing import Any

from flows.exchange.edits import (
    Add,
    AddEdge,
    AddNode,
    ChangeEdge,
    MoveNode,
    Operation,
    PlaceNode,
    Remove,
    RemoveEdge,
    RemoveNode,
    Rename,
    RenameNode,
    Set,
    Unset,
)  # fmt: skip
from flows.loader.path import Path

HOSTILE: list[Any] = [
    "", " ", "a: b", "a:", ": a", "#", "a # b", "a#b", "'", '"', "it's \"quoted\"", "yes", "No", "null", "~",
    "true", "12:30", "2026-01-09", "0042", "1e5", "1.", "+3", "-", "- a", "? a", "?", "&a", "*a", "!a", "|", ">",
    "%", "@a", "`a`", "=", "<<", "{", "}", "{a: b}", "[a]", "a, b", "a]", ",", "---", "...", "--- a", "a\nb",
    "a\n\nb\n", "\na", "a\n", "a\n\n", " a\n b", "a\tb", "\t", "a\r\nb", "a\u2028b", "a\x85b", "\u00a0a", "\ufeffa",
    "\x00", "\x1b[0m", "\U0001f600 ok \U0001f469\u200d\U0001f680", "\\", "\\n", "a\\", "{{ amount }}",
    "{% if amount %}a{% endif %}", "é", "x" * 130, "word " * 40, "line one\nline two", "trailing ", " leading",
    "a\n b\nc", "a:b", "http://a/b?c=d&e#f", "1_000", "0x1F", "0o7", "on", "NaN", ".inf", "-.5", 0, -1, 1.5, 1e30,
    True, False, None, [], {}, ["a", "b: c"], {"a": 1, "b c": ["d"]}, [{"if": "a > 1", "go": "b"}, {"else": "c"}],
    {"deep": {"er": {"still": [1, {"x": "y"}]}}}, [[1, 2], [3]],
]  # fmt: skip


def paths(data: Any, path: Path = ()) -> list[Path]:
    """Every path of some data but the first, empty one."""
    found: list[Path] = []
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        found += [(*path, key), *paths(value, (*path, key))]
    return found


def nodes(data: Any) -> list[tuple[str, str]]:
    """Every node, with its flow."""
    return [(name, node) for name, flow in _map(data, "flows").items() for node in _map(flow, "nodes")]


def _map(data: Any, key: str) -> dict[Any, Any]:
    entry = data.get(key) if isinstance(data, dict) else None
    return entry if isinstance(entry, dict) else {}


def operation(data: Any, kind: str, chance: random.Random) -> Operation | None:
    """An operation of a kind for a bot; None where the bot has nothing for it."""
    every = nodes(data)
    flow, node = chance.choice(every)
    siblings = list(data["flows"][flow]["nodes"])
    match kind:
        case "set":
            path = chance.choice(paths(data))
            return Set(path=path, value=chance.choice(HOSTILE))
        case "set_new":
            maps = [path for path in paths(data) if isinstance(value_at(data, path), dict)]
            return Set(
                path=(*chance.choice(maps), chance.choice(["new", "new: key", "1", "yes"])),
                value=chance.choice(HOSTILE),
            )
        case "unset":
            return Unset(path=chance.choice([path for path in paths(data) if len(path) > 1]))
        case "add":
            what = chance.choice(["slot", "variable", "intent", "tool", "flow"])
            return Add(
                kind=what, name="quite_new", value=chance.choice([{"type": "text"}, {"a": {"b": "c"}}, None, "x: y"])
            )
        case "remove":
            groups = {"slots": "slot", "variables": "variable", "intents": "intent", "tools": "tool", "flows": "flow"}
            named = [(what, name) for group, what in groups.items() for name in data.get(group) or {}]
            what, name = chance.choice(named)
            return Remove(kind=what, name=name)
        case "add_node":
            beside: dict[str, Any] = chance.choice([{}, {"after": node}, {"before": node}])
            value = chance.choice([{"type": "say", "say": chance.choice(HOSTILE), "next": "end"}, {"type": "end"}])
            at = chance.choice([None, (1.5, 2)])
            return AddNode(flow=flow, name="quite_new", value=value, at=at, **beside)
        case "remove_node":
            return RemoveNode(flow=flow, name=node)
        case "move_node":
            return MoveNode(flow=flow, name=node, before=chance.choice([None, *siblings]))
        case "place_node":
            return PlaceNode(flow=flow, name=node, x=chance.choice([0, -3, 1.25]), y=7.0)
        case "add_edge":
            return AddEdge(
                flow=flow, node=node, to=chance.choice(["end", *siblings]), condition='amount > 1 and note == "x: y"'
            )
        case "change_edge":
            edges = [(own, name) for own, name in every if "next" in data["flows"][own]["nodes"][name]]
            own, name = chance.choice(edges) if edges else (flow, node)
            leads_to = data["flows"][own]["nodes"][name].get("next")
            index = chance.randrange(len(leads_to)) if isinstance(leads_to, list) else None
            return ChangeEdge(flow=own, node=name, to="handoff", index=index) if edges else None
        case "remove_edge":
            edges = [(own, name) for own, name in every if data["flows"][own]["nodes"][name].get("next")]
            if not edges:
                return None
            own, name = chance.choice(edges)
            leads_to = data["flows"][own]["nodes"][name]["next"]
            return RemoveEdge(
                flow=own, node=name, index=chance.randrange(len(leads_to)) if isinstance(leads_to, list) else None
            )
        case "rename_node":
            return RenameNode(flow=flow, name=node, to="quite_new")
        case "rename":
            groups = {"slots": "slot", "variables": "variable", "intents": "intent", "tools": "tool", "flows": "flow"}
            named = [(what, name) for group, what in groups.items() for name in data.get(group) or {}]
            named = [(what, name) for what, name in named if not name.startswith("on_")]
            what, name = chance.choice(named)
            return Rename(kind=what, name=name, to="quite_new")
    raise ValueError(kind)


def value_at(data: Any, path: Path) -> Any:
    """What stands at a path."""
    for part in path:
        data = data[part]
    return data


def _set(data: Any, path: Path, value: Any) -> None:
    for part, following in zip(path, path[1:], strict=False):
        if isinstance(data, dict) and (part not in data or data[part] is None):
            data[part] = {} if isinstance(following, str) else []
        data = data[part]
    if isinstance(data, list) and path[-1] == len(data):
        data.append(value)
    else:
        data[path[-1]] = value


def applied(data: Any, operation: Operation) -> Any:
    """What an operation makes of data, written down a second time and as plainly as can be."""
    data = copy.deepcopy(data)
    groups = {"slot": "slots", "variable": "variables", "intent": "intents", "tool": "tools", "flow": "flows"}
    match operation:
        case Set(path=path, value=value):
            _set(data, path, value)
        case Unset(path=path):
            del value_at(data, path[:-1])[path[-1]]
        case Add(kind=kind, name=name, value=value):
            _set(data, (groups[kind], name), value)
        case Remove(kind=kind, name=name):
            del data[groups[kind]][name]
            if kind == "flow":
                (data.get("layout") or {}).pop(name, None)
        case AddNode(flow=flow, name=name, value=value):
            own = data["flows"][flow]["nodes"]
            order = list(own)
            place = order.index(operation.after) + 1 if operation.after else len(order)
            place = order.index(operation.before) if operation.before else place
            entries = list(own.items())
            data["flows"][flow]["nodes"] = dict([*entries[:place], (name, value), *entries[place:]])
            if operation.at is not None:
                _set(data, ("layout", flow, name), [1.5, 2])
        case RemoveNode(flow=flow, name=name):
            del data["flows"][flow]["nodes"][name]
            ((data.get("layout") or {}).get(flow) or {}).pop(name, None)
        case MoveNode(flow=flow, name=name, before=before) if before != name:
            own = dict(data["flows"][flow]["nodes"])
            moved = own.pop(name)
            place = list(own).index(before) if before else len(own)
            entries = list(own.items())
            data["flows"][flow]["nodes"] = dict([*entries[:place], (name, moved), *entries[place:]])
        case PlaceNode(flow=flow, name=name, x=x):
            known = ((data.get("layout") or {}).get(flow) or {}).get(name)
            _set(data, ("layout", flow, name), {**known, "x": x, "y": 7} if isinstance(known, dict) else [x, 7])
        case AddEdge(flow=flow, node=name, to=to, condition=condition):
            own = data["flows"][flow]["nodes"]
            now = own[name].get("next")
            if now is None:
                order = list(own)
                place = order.index(name) + 1
                now = order[place] if place < len(order) else "end"
            branches = now if isinstance(now, list) else [{"else": now}]
            end = len(branches) - ("else" in branches[-1])
            own[name]["next"] = [*branches[:end], {"if": condition, "go": to}, *branches[end:]]
        case ChangeEdge(flow=flow, node=name, index=index):
            own = data["flows"][flow]["nodes"][name]
            if index is None:
                own["next"] = "handoff"
            else:
                own["next"][index]["else" if "else" in own["next"][index] else "go"] = "handoff"
        case RemoveEdge(flow=flow, node=name, index=index):
            own = data["flows"][flow]["nodes"][name]
            left = [one for at, one in enumerate(own["next"]) if at != index] if isinstance(own["next"], list) else []
            if not left:
                del own["next"]
            elif len(left) == 1 and list(left[0]) == ["else"] and own["type"] != "decide":
                own["next"] = left[0]["else"]
            else:
                own["next"] = left
    return data
