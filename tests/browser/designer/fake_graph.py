"""The graph of a bot's text, as the designer's server sends it; as much of it as the page shows."""

from typing import Any

from flows.exchange.text.tree import Group, read_tree

WAYS = ("next", "on_fail", "on_error", "on_unknown")


def graph_of(text: str) -> dict[str, Any]:
    """Flows, nodes, edges and names. Raises what the reader raises for a text that cannot be read."""
    tree = read_tree(text)
    data = tree.data()
    flows = {str(name): _flow(str(name), value or {}, data) for name, value in (data.get("flows") or {}).items()}
    lines = _add_lines(flows, tree.root, text)
    return {"start": data.get("start"), "order": list(flows), "lines": lines, "flows": flows, "names": _names(data, flows)}


def _names(data: dict[str, Any], flows: dict[str, Any]) -> dict[str, Any]:
    def described(part: str, *fields: str) -> dict[str, Any]:
        return {name: {field: (value or {}).get(field) for field in fields} for name, value in (data.get(part) or {}).items()}

    intents = described("intents", "description")
    for name, value in (data.get("intents") or {}).items():
        intents[name]["examples"] = len((value or {}).get("examples") or [])
    return {
        "slots": described("slots", "type", "description"),
        "variables": described("variables", "type", "description"),
        "intents": intents,
        "types": [],
        "tools": {name: {**told, "arguments": [], "returns": []} for name, told in described("tools", "type", "effect", "description").items()},
        "knowledge": list(data.get("knowledge") or {}),
        "routes": list(data.get("routes") or {}),
        "flows": {name: {"description": flow["description"], "inputs": [], "outputs": []} for name, flow in flows.items()},
        "repair": [],
    }


def _flow(name: str, value: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    nodes = value.get("nodes") or {}
    places = ((data.get("layout") or {}).get(name)) or {}
    names = list(nodes)
    shown, edges = [], []
    for at, (node, told) in enumerate(nodes.items()):
        x, y = _place(places.get(node))
        shown.append(
            {"name": str(node), "type": told.get("type"), "sentence": _sentence(told), "badges": [], "value": told, "x": x, "y": y}
        )
        following = str(names[at + 1]) if at + 1 < len(names) else None
        edges += _edges(str(node), told, following, nodes, data.get("flows") or {})
    return {
        "name": name, "description": value.get("description"), "triggers": value.get("triggers") or [],
        "inputs": value.get("inputs") or {}, "outputs": value.get("outputs") or {}, "nodes": shown, "edges": edges, "problem": None,
    }  # fmt: skip


def _place(place: Any) -> tuple[Any, Any]:
    if isinstance(place, dict):
        return place.get("x"), place.get("y")
    return (place[0], place[1]) if isinstance(place, list) and len(place) == 2 else (None, None)


def _edges(node: str, told: dict[str, Any], following: str | None, nodes: Any, flows: Any) -> list[dict[str, Any]]:
    def edge(field: str, index: int | None, condition: str | None, to: str) -> dict[str, Any]:
        kind = to if to in ("end", "handoff") else "node" if to in nodes else "flow" if to in flows else "missing"
        told = {"node": node, "field": field, "index": index, "condition": condition, "else": False, "falls": False}
        return {**told, "to": to, "kind": kind}

    found = []
    for field in WAYS:
        way = told.get(field)
        if isinstance(way, str):
            found.append(edge(field, None, None, way))
        for index, branch in enumerate(way if isinstance(way, list) else []):
            made = edge(field, index, branch.get("if"), branch.get("else") or branch.get("go") or "end")
            found.append({**made, "else": "else" in branch})
    if not told.get("next") and following and told.get("type") not in ("end", "handoff"):
        found.append({**edge("next", None, None, following), "falls": True})
    return found


def _sentence(told: dict[str, Any]) -> str:
    match told.get("type"):
        case "say" | "end" | "handoff":
            return str(told.get("say") or told.get("reason") or ("Ends the call" if told["type"] == "end" else "Hands over to a person"))
        case "ask":
            return f"Asks for {told.get('slot')}: {told.get('say')}"
        case "call":
            return f"Calls {told.get('tool')}"
        case "generate":
            return f"Has a model answer: {told.get('prompt')}"
        case "answer":
            return f"Answers from {told.get('knowledge')}"
        case "flow":
            return f"Runs {told.get('flow')}"
        case "set":
            return "Sets " + ", ".join(told.get("set") or {})
    return "Decides where to go"


def _add_lines(flows: dict[str, Any], root: Any, text: str) -> dict[str, int]:
    lines = {}
    for flow in _entries(root, "flows"):
        first = lines[str(flow.name)] = text.count("\n", 0, flow.start) + 1
        flows[str(flow.name)]["lines"] = text.count("\n", 0, flow.end) + 2 - first
        for nodes in flow.value.entries if isinstance(flow.value, Group) else ():
            if nodes.name != "nodes" or not isinstance(nodes.value, Group):
                continue
            shown = {node["name"]: node for node in flows[str(flow.name)]["nodes"]}
            for entry in nodes.value.entries:
                line = text.count("\n", 0, entry.start) + 1
                shown[str(entry.name)] |= {"line": line - first, "lines": text.count("\n", 0, entry.end) + 2 - line}
    return lines


def _entries(root: Any, key: str) -> Any:
    return next((entry.value.entries for entry in root.entries if entry.name == key and isinstance(entry.value, Group)), ())
