"""The bytes of a document made into data, whatever they are; anything but OpenAPI 3 is refused in one line."""

import json
from collections.abc import Iterator
from typing import Any

import yaml

from flows.exchange.openapi.plain import one_line
from flows.exchange.openapi.report import LeftOut
from flows.findings import Finding, Place
from flows.loader.builder import Builder, Unreadable
from flows.loader.path import Path
from flows.loader.syntax import explain

MOST_BYTES = 16 * 1024 * 1024
"""The largest documents that are published have twelve."""
MOST_VALUES = 1_000_000
"""Keys count too; the largest documents that are published have some hundred thousand."""
MOST_TOLD = 20
"""Things that were wrong in a text that could be read all the same."""
CONVERT = "convert it to OpenAPI 3 first, say with swagger2openapi or in the Swagger Editor (Edit, Convert)"


class NoDocument(ValueError):
    """It is no OpenAPI 3 document that can be read; the message is one line."""


def read_document(raw: bytes) -> tuple[dict[str, Any], tuple[LeftOut, ...]]:
    """The data, and what of it could not be read. Raises NoDocument."""
    if len(raw) > MOST_BYTES:
        raise NoDocument(f"it has more than {MOST_BYTES // 1024 // 1024} MiB.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoDocument("it is not UTF-8 text.") from None
    data, findings = (_json(text), []) if text.lstrip()[:1] == "{" else _yaml(text)
    _must_be_openapi(data)
    told = (LeftOut("", f"line {found.place.line}", _in_a_document(found.message)) for found in findings[:MOST_TOLD])
    return data, tuple(told)


def _must_be_openapi(data: Any) -> None:
    if not isinstance(data, dict):
        raise NoDocument("it is no OpenAPI document: it is no map of fields.")
    if "swagger" in data:
        raise NoDocument(f"it is Swagger {_version(data['swagger'])}: {CONVERT}.")
    if "openapi" not in data:
        raise NoDocument("it is no OpenAPI document: it has no field `openapi`.")
    version = _version(data["openapi"])
    if version != "3" and not version.startswith(("3.0", "3.1")):
        raise NoDocument(f"it is of the version {version}; 3.0 and 3.1 can be read.")
    if not isinstance(data.get("paths"), dict) or not data["paths"]:
        raise NoDocument("it has no `paths`, so there is nothing to call.")


def _version(told: Any) -> str:
    """YAML reads `3.1` as a number."""
    return (one_line(str(told), 10) if isinstance(told, str | float | int) else "") or "?"


def _json(text: str) -> Any:
    # A value has a sign of these before it, or is the first of its list: millions of them would take all memory.
    if text.count(",") + text.count("[") + text.count("{") > MOST_VALUES:
        raise NoDocument(f"it holds more than {MOST_VALUES:,} values.")
    try:
        return json.loads(text)
    except json.JSONDecodeError as problem:
        raise NoDocument(f"it is no JSON: line {problem.lineno}, column {problem.colno}: {problem.msg}.") from None
    except RecursionError:
        raise NoDocument("it is nested too deep.") from None
    except ValueError:
        raise NoDocument("it holds a number that is too long to be read.") from None


def _yaml(text: str) -> tuple[Any, list[Finding]]:
    builder = _Large("")
    try:
        return builder.build(text), builder.findings
    except Unreadable as problem:
        place, message = problem.finding.place, _in_a_document(problem.finding.message)
        raise NoDocument(f"it cannot be read: line {place.line}: {message}.") from None
    except yaml.MarkedYAMLError as problem:
        line, _, message, _ = explain(problem, text)
        raise NoDocument(f"it is no YAML: line {line}: {one_line(message, 200).rstrip('.')}.") from None
    except yaml.YAMLError as problem:
        raise NoDocument(f"it is no YAML: {one_line(str(problem), 200).rstrip('.')}.") from None


def _in_a_document(message: str) -> str:
    return one_line(message, 200).replace(" in a bot", "").rstrip(".")


class _Nowhere(dict[Path, Place]):
    """Places that nobody asks for: half a million of them would take a hundred megabytes."""

    def __setitem__(self, path: Path, place: Place) -> None:
        """Forget it."""


class _Large(Builder):
    """The reader of bots for larger texts: the same bounds of depth and aliases, no tags, no keys that stand twice."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.places = _Nowhere()

    def _counted(self, events: Iterator[Any]) -> Iterator[Any]:
        left = MOST_VALUES
        for event in events:
            left -= 1
            if left < 0:
                message = f"The file holds more than {MOST_VALUES:,} keys and values."
                self._stop("yaml.size", message, "Split it.", event)
            yield event
