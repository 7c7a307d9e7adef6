"""The words with which callers say an email address, read from `emails.en.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

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


@cache
def email_words() -> EmailWords:
    """The tables, read once."""
    data: dict[str, Any] = yaml.safe_load(files("flows.values").joinpath("emails.en.yaml").read_text(encoding="utf-8"))
    providers = data["providers"]
    lists: dict[str, Any] = {
        name: Phrases((phrase, None) for phrase in data[name]) for name in ("at", "dot", "silent", "before")
    }
    sets: dict[str, Any] = {name: frozenset(data[name]) for name in ("heard_at", "never", "cues")}
    return EmailWords(
        **lists,
        **sets,
        signs=Phrases((phrase, sign) for sign, said in data["signs"].items() for phrase in said),
        providers=Phrases((phrase, name) for name, entry in providers.items() for phrase in entry["said"]),
        domains={name: entry["domain"] for name, entry in providers.items()},
        endings=Phrases((phrase, ending) for ending, said in data["endings"].items() for phrase in said),
    )
