"""How the postcodes of a country look, read from `postcodes.yaml`."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from flows.values.safe_pattern import SafePattern, safe_pattern

ANY_POSTCODE = "[A-Z0-9-]{3,10}"
"""What is taken in a country that has no row: letters and digits."""


@dataclass(frozen=True)
class PostcodeForm:
    """The form of a country's postcodes."""

    pattern: SafePattern
    tail: int = 0
    """So many characters at the end are said after a pause."""
    example: str = ""
    """One as it is said."""

    def matches(self, text: str) -> bool:
        """Whether a text is a postcode: it fits, and has a digit."""
        return self.pattern.matches(text) and any(character.isdigit() for character in text)

    def groups(self, text: str) -> list[str]:
        """The groups in which a postcode is said."""
        if "-" in text or not self.tail or not self.pattern.matches(text):
            return [part for part in text.split("-") if part]
        return [text[: -self.tail], text[-self.tail :]]


@cache
def postcode_form(region: str) -> PostcodeForm:
    """The form in a country, letters and digits where it is not known."""
    listed = _listed().get(region, {"pattern": ANY_POSTCODE})
    return PostcodeForm(safe_pattern(listed["pattern"]), listed.get("tail", 0), listed.get("example", ""))


def known_regions() -> tuple[str, ...]:
    """The countries that have a row."""
    return tuple(_listed())


@cache
def _listed() -> dict[str, dict[str, Any]]:
    found = yaml.safe_load(files("flows.values").joinpath("postcodes.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found
