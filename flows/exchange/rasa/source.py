"""The values of a project's files, each with the place where it stands, and read as what they should be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flows.loader.document import Document
from flows.loader.path import Path

Tell = Callable[["Part", str, str], None]
"""Where values of the wrong shape are told of: the part, what it is, and what is wrong."""


@dataclass(frozen=True)
class Part:
    """A value in a file of the project."""

    value: Any
    document: Document
    path: Path = ()

    @property
    def file(self) -> str:
        """Below the project's folder."""
        return self.document.file

    @property
    def line(self) -> int:
        """From 1."""
        return self.document.place(self.path).line

    @property
    def name(self) -> str:
        """The last part of its path."""
        return str(self.path[-1]) if self.path else self.file

    @property
    def is_empty(self) -> bool:
        """Nothing stands there."""
        return self.value is None

    def get(self, key: str) -> "Part":
        """The entry of a map; an empty part when there is none."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Part(value, self.document, (*self.path, key))

    def has(self, key: str) -> bool:
        """Whether it is a map with this key."""
        return isinstance(self.value, dict) and key in self.value

    def entries(self, tell: Tell) -> Iterator[tuple[str, "Part"]]:
        """The entries of a map."""
        if self.value is None:
            return
        if not isinstance(self.value, dict):
            tell(self, self.name, f"A map of names should stand here, not {kind_of(self.value)}.")
            return
        for key, value in self.value.items():
            yield str(key), Part(value, self.document, (*self.path, key))

    def items(self, tell: Tell) -> Iterator["Part"]:
        """The entries of a list."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            tell(self, self.name, f"A list should stand here, not {kind_of(self.value)}.")
            return
        for at, value in enumerate(self.value):
            yield Part(value, self.document, (*self.path, at))

    def text(self, tell: Tell) -> str:
        """Words; empty when there are none."""
        if self.value is None:
            return ""
        if isinstance(self.value, dict | list):
            tell(self, self.name, f"A text should stand here, not {kind_of(self.value)}.")
            return ""
        return word(self.value)

    def is_true(self) -> bool:
        """Whether `true` stands there."""
        return self.value is True or self.value == "true"


def word(value: Any) -> str:
    """A single value as it stands in YAML."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def kind_of(value: Any) -> str:
    """A value's shape, for people."""
    match value:
        case dict():
            return "a map"
        case list():
            return "a list"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
    return "a text"
