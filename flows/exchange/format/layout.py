"""`bot fmt`: the one layout of a bot's text, proved to change no data."""

import json
from typing import Any

from flows.exchange.format.order import put_in_order
from flows.exchange.format.read import read_tree
from flows.exchange.format.refusal import CannotFormat
from flows.exchange.format.render import render
from flows.findings import Finding, Place
from flows.loader.document import Document, read_document
from flows.loader.path import Path, dotted

BYTE_ORDER_MARK = "\ufeff"


def format_text(text: str, file: str = "bot.yaml") -> str:
    """The text in the one layout, with the line ends that it had. Raises CannotFormat."""
    before = read_for_layout(text, file)
    windows = "\r\n" in text
    root = read_tree(plain(text), file)
    put_in_order(root)
    result = render(root)
    same_or_refuse(before, result, file)
    return result.replace("\n", "\r\n") if windows else result


def plain(text: str) -> str:
    """The text with single line ends and without a byte order mark."""
    return text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")


def read_for_layout(text: str, file: str) -> Document:
    """The data of a text. Raises CannotFormat with everything that makes it unreadable."""
    document, findings = read_document(text.encode("utf-8", "surrogatepass"), file)
    if findings or document is None:
        raise CannotFormat(*findings)
    return document


def same_or_refuse(before: Document, text: str, file: str) -> None:
    """Compare the data of a new text with what there was. Raises CannotFormat at the first thing that differs."""
    after, _ = read_document(text.encode(), file)
    there = after.data if after is not None else None
    if _fingerprint(before.data) == _fingerprint(there):
        return
    path = _first_difference(before.data, there)
    message = "This cannot be laid out without changing what it says."
    place = before.place(path) if path else Place(file)
    raise CannotFormat(Finding("yaml.syntax", dotted(path), message, "Write it in a plainer way.", place))


def _fingerprint(data: Any) -> Any:
    """Order counts everywhere but at the top; `1`, `1.0` and `true` are three things."""
    if not isinstance(data, dict):
        return json.dumps(data)
    return {str(name): json.dumps(value) for name, value in data.items()}


def _first_difference(one: Any, two: Any, path: Path = ()) -> Path:
    """Where two data begin to differ."""
    if isinstance(one, dict) and isinstance(two, dict):
        for key, value in one.items():
            if key not in two:
                return (*path, key)
            if json.dumps(value) != json.dumps(two[key]):
                return _first_difference(value, two[key], (*path, key))
    if isinstance(one, list) and isinstance(two, list):
        for at, (left, right) in enumerate(zip(one, two, strict=False)):
            if json.dumps(left) != json.dumps(right):
                return _first_difference(left, right, (*path, at))
    return path
