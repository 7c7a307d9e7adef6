"""Short ways to change small texts."""

from typing import Any

import pytest

from flows.exchange.text.change_text import change_text
from flows.exchange.text.changes import Change, Delete, Insert, Move, Put
from flows.exchange.text.refusal import Refused
from flows.exchange.text.tree import Path, read_tree


def after(text: str, *changes: Change) -> str:
    """A text with changes; all its line ends are as they were."""
    tree = read_tree(text)
    new, _ = change_text(tree, tree.data(), changes)
    crlf = read_tree(text.replace("\n", "\r\n"))
    assert change_text(crlf, crlf.data(), changes)[0] == new.replace("\n", "\r\n")
    return new


def put(text: str, path: str, value: Any) -> str:
    """A text with another value at a dotted path."""
    return after(text, Put(at(path), value))


def insert(text: str, path: str, value: Any, **beside: Any) -> str:
    return after(text, Insert(at(path), value, **beside))


def delete(text: str, path: str) -> str:
    return after(text, Delete(at(path)))


def move(text: str, path: str, before: str | None = None) -> str:
    return after(text, Move(at(path), before))


def at(path: str) -> Path:
    """`a.0.b` as a path."""
    return tuple(int(part) if part.isdecimal() else part for part in path.split("."))


def refusal(text: str, *changes: Change) -> Refused:
    """Why changes are refused, with the place filled in."""
    tree = read_tree(text)
    with pytest.raises(Refused) as caught:
        change_text(tree, tree.data(), changes)
    return caught.value.placed(text)
