"""How maps and lists are written: in braces where they are small, else line by line."""

from collections.abc import Iterator
from typing import Any, Literal

from flows.exchange.text.refusal import Refused
from flows.exchange.text.scalars import MAX_LINE_CHARACTERS, is_scalar, key, scalar

Form = Literal["any", "braces", "lines", "all_lines"]
"""How a map is wanted: as it is small or large, in braces where it fits, line by line, or so with all maps in it."""
MAX_DEPTH = 30
"""Deeper values cannot be read back."""


def checked(value: Any, depth: int = 0) -> Any:
    """A value that JSON knows, with lists for tuples. Raises Refused for anything else."""
    if depth > MAX_DEPTH:
        raise Refused("edit.value", "The value is nested too deep.", "Flatten it.")
    if isinstance(value, dict):
        if not all(isinstance(name, str | int) and not isinstance(name, bool) for name in value):
            raise Refused("edit.value", "A key is a text or a whole number.", "Give another key.")
        if len({str(name) for name in value}) < len(value):
            raise Refused("edit.value", "A key stands there twice.", "Leave one out.")
        return {name: checked(entry, depth + 1) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [checked(entry, depth + 1) for entry in value]
    scalar(value, in_braces=True)
    return value


def inline(value: Any, *, in_braces: bool = True) -> str:
    """A value on one line; `in_braces`: it stands inside of braces, where fewer texts need no quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key(name, in_braces=True)}: {inline(entry)}" for name, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return scalar(value, in_braces=in_braces)


def is_small(value: Any) -> bool:
    """Whether a map or list is easily read in braces: no map in it holds another one."""
    if isinstance(value, list):
        return all(is_scalar(entry) for entry in value)
    entries = value.values() if isinstance(value, dict) else ()
    return all(is_scalar(entry) or (isinstance(entry, list) and is_small(entry)) for entry in entries)


def in_one_line(value: Any, column: int, form: Form = "any") -> bool:
    """Whether a value is written on one line that has so many characters already."""
    if is_scalar(value) or not value:
        return True
    if form in ("lines", "all_lines") and isinstance(value, dict):
        return False
    return (form == "braces" or is_small(value)) and column + len(inline(value)) <= MAX_LINE_CHARACTERS


def entry_lines(name: str | int, value: Any, column: int, step: int, form: Form = "any") -> list[str]:
    """The lines of `name: value`."""
    head = f"{' ' * column}{key(name, in_braces=False)}:"
    if in_one_line(value, len(head) + 1, form):
        return [f"{head} {inline(value, in_braces=False)}"]
    return [head, *block_lines(value, column + step, step, form)]


def item_lines(value: Any, column: int, step: int, form: Form = "any") -> list[str]:
    """The lines of `- value`; in braces where they fit."""
    head = f"{' ' * column}- "
    if isinstance(value, list) or in_one_line(value, len(head), "braces" if form == "any" else form):
        return [f"{head}{inline(value, in_braces=False)}"]
    first, *rest = block_lines(value, column + 2, step, form)
    return [f"{head}{first.lstrip(' ')}", *rest]


def block_lines(value: Any, column: int, step: int, form: Form = "any") -> list[str]:
    """The lines of a map or list that is not empty."""
    return list(_lines(value, column, step, "all_lines" if form == "all_lines" else "any"))


def _lines(value: Any, column: int, step: int, form: Form) -> Iterator[str]:
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from entry_lines(name, entry, column, step, form)
    else:
        for entry in value:
            yield from item_lines(entry, column, step, form)
