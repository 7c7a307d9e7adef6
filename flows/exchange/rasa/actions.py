"""Custom actions: what their Python says of the slots that they read and set. It is parsed, never run."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CHARACTERS = 200_000
"""Of one file; a larger one is not written by hand."""
READERS = frozenset({"get_slot"})
SETTERS = frozenset({"SlotSet"})


@dataclass(frozen=True)
class ActionCode:
    """What one custom action does with slots."""

    name: str
    reads: tuple[str, ...]
    sets: tuple[str, ...]
    says: bool
    """It has texts of its own for the caller, which stay in its code."""


def read_actions(text: str) -> list[ActionCode]:
    """The custom actions of a Python file; none where it cannot be parsed."""
    if len(text) > MAX_CHARACTERS:
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    try:
        return [code for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for code in _action(node)]
    except RecursionError:
        return []


def _action(node: ast.ClassDef) -> Iterator[ActionCode]:
    name = next((found for entry in node.body if (found := _name(entry))), None)
    if name is None:
        return
    reads: dict[str, None] = {}
    sets: dict[str, None] = {}
    says = False
    for entry in ast.walk(node):
        if isinstance(entry, ast.Call):
            called = _called(entry.func)
            first = entry.args[0] if entry.args else next((k.value for k in entry.keywords if k.arg == "key"), None)
            slot = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
            if slot and called in READERS:
                reads[slot] = None
            elif slot and called in SETTERS:
                sets[slot] = None
            says = says or called == "utter_message"
    yield ActionCode(name, tuple(reads), tuple(sets), says)


def _name(entry: ast.stmt) -> str | None:
    """What `def name(self)` gives back."""
    if not isinstance(entry, ast.FunctionDef) or entry.name != "name":
        return None
    given = next((step.value for step in entry.body if isinstance(step, ast.Return)), None)
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
    return ""
