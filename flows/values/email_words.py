"""The words with which callers say an email address, read from `emails.en.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.values.language import DEFAULT_LANGUAGE, language_data
from flows.values.spelling_words import Phrases


@dataclass(frozen=True)
class EmailWords:
    """All tables of a language."""

    at: Phrases[None]
    heard_at: frozenset[str]
    dot: Phrases[None]
    signs: Phrases[str]
    silent: Phrases[None]
    providers: Phrases[str]
    """The first part of the domain of a provider."""
    domains: Mapping[str, str]
    """The domain of a provider by its first part."""
    endings: Phrases[str]
    before: Phrases[None]
    never: frozenset[str]
    cues: frozenset[str]
    closing: frozenset[str]
    """Nothing before them belongs to an address."""
    no_leads: frozenset[str]
    """Alone they are no words around an address but its begin."""
    letter_leads: Phrases[None]
    """Before a letter that only tells how the name is written: "kristen with a k"."""


@cache
def email_words() -> EmailWords:
    """The tables, read once."""
    data = language_data("emails", DEFAULT_LANGUAGE)
    providers = data["providers"]
    lists: dict[str, Any] = {
        name: Phrases((phrase, None) for phrase in data[name])
        for name in ("at", "dot", "silent", "before", "letter_leads")
    }
    sets: dict[str, Any] = {
        name: frozenset(data[name]) for name in ("heard_at", "never", "cues", "closing", "no_leads")
    }
    return EmailWords(
        **lists,
        **sets,
        signs=Phrases((phrase, sign) for sign, said in data["signs"].items() for phrase in said),
        providers=Phrases((phrase, name) for name, entry in providers.items() for phrase in entry["said"]),
        domains={name: entry["domain"] for name, entry in providers.items()},
        endings=Phrases((phrase, ending) for ending, said in data["endings"].items() for phrase in said),
    )
