"""The words of addresses, read from `addresses.en.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.values.language import DEFAULT_LANGUAGE, language_data
from flows.values.spelling_words import Phrases


@dataclass(frozen=True)
class AddressWords:
    """All tables of a language."""

    streets: frozenset[str]
    streets_before: frozenset[str]
    street_ends: tuple[str, ...]
    directions: Mapping[str, str]
    units: Phrases[None]
    boxes: Phrases[None]
    small: frozenset[str]
    between: frozenset[str]
    hash: frozenset[str]
    before: Phrases[None]
    behind: Phrases[None]
    never: frozenset[str]
    no_names: frozenset[str]
    """Words of a sentence before a street that are no part of its name."""
    labels: frozenset[str]
    """Words before a house number."""
    negations: frozenset[str]
    """Words before what is not meant."""
    number_leads: frozenset[str]
    """What may stand between such a word and the street or the number."""
    states: Mapping[str, frozenset[str]]
    """The codes of the states of a country."""
    state_names: Mapping[str, frozenset[str]]
    words_that_are_codes: frozenset[str]
    """State codes that are words, too: taken in capitals or before a postcode only."""
    box_begins: frozenset[str]
    box_name: str
    ordinals: Mapping[str, str]
    """Small positions in figures: `second` is `2nd`."""

    def is_street(self, token: str) -> bool:
        """Whether a word is the kind of a street, or ends in one: "street", "hauptstraße"."""
        return token in self.streets or (len(token) > 6 and token.endswith(self.street_ends))


SETS = (
    "streets",
    "streets_before",
    "small",
    "between",
    "hash",
    "never",
    "no_names",
    "labels",
    "negations",
    "number_leads",
    "words_that_are_codes",
    "box_begins",
)


@cache
def address_words() -> AddressWords:
    """The tables, read once."""
    data = dict(language_data("addresses", DEFAULT_LANGUAGE))
    phrases: dict[str, Any] = {
        name: Phrases((phrase, None) for phrase in data.pop(name)) for name in ("units", "boxes", "before", "behind")
    }
    sets: dict[str, Any] = {name: frozenset(data.pop(name)) for name in SETS}
    by_country: dict[str, Any] = {
        name: {country: frozenset(listed) for country, listed in data.pop(name).items()}
        for name in ("states", "state_names")
    }
    return AddressWords(**phrases, **sets, **by_country, street_ends=tuple(data.pop("street_ends")), **data)
