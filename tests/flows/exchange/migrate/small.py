"""A step that only tests take: version 7 of the language called the words of nodes `prompt`, version 8 `say`."""

from typing import Any

from flows.exchange.migrate.steps import Step
from flows.exchange.text.splices import Splice, spliced
from flows.exchange.text.tree import Group, Leaf, Node, read_tree


def _renamed(data: Any) -> Any:
    if isinstance(data, dict):
        return {"say" if key == "prompt" else key: _renamed(value) for key, value in data.items()}
    return [_renamed(entry) for entry in data] if isinstance(data, list) else data


def _text(text: str) -> str:
    found: list[Splice] = []

    def look(node: Node) -> None:
        for entry in node.entries if isinstance(node, Group) else ():
            if isinstance(entry.key, Leaf) and entry.key.value == "prompt":
                found.append(Splice(entry.key.start, entry.key.end, "say"))
            look(entry.value)

    look(read_tree(text).root)
    return spliced(text, found)


RENAME = Step("`prompt` is called `say`", _renamed, _text)
NOTHING = Step("nothing that this bot has", lambda data: data, lambda text: text)
