"""A project as it was read: what its domain, training data and flows hold, each with its place."""

from dataclasses import dataclass, field

from flows.exchange.rasa.source import Part

SLOT_KINDS = {
    "text": "text", "bool": "boolean", "categorical": "choice", "float": "number", "list": "list", "any": "any",
}  # fmt: skip
"""The project's word for a slot's type, and what its values are here."""


@dataclass(frozen=True)
class Mapping:
    """How a slot gets its value."""

    kind: str
    entity: str = ""
    intent: str = ""
    value: object = None
    action: str = ""


@dataclass(frozen=True)
class RasaSlot:
    """A slot of the domain."""

    name: str
    kind: str
    """text, boolean, choice, number, list or any."""
    part: Part
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    initial: object = None
    mappings: tuple[Mapping, ...] = ()
    rejections: Part | None = None


@dataclass(frozen=True)
class Button:
    """A button below a text."""

    title: str
    payload: str
    part: Part


@dataclass(frozen=True)
class Variation:
    """One of the texts of a response."""

    text: str
    part: Part
    conditions: tuple[tuple[str, object], ...] = ()
    """Slots and the values that they must have."""
    buttons: tuple[Button, ...] = ()
    channel: str = ""


@dataclass(frozen=True)
class Response:
    """What the bot can say under one name."""

    name: str
    variations: tuple[Variation, ...]
    part: Part


@dataclass(frozen=True)
class RasaIntent:
    """Something that callers want, by examples."""

    name: str
    examples: tuple[str, ...]
    part: Part


@dataclass
class Project:
    """Everything that was read."""

    name: str = "bot"
    language: str = "en"
    slots: dict[str, RasaSlot] = field(default_factory=dict)
    responses: dict[str, Response] = field(default_factory=dict)
    intents: dict[str, RasaIntent] = field(default_factory=dict)
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    actions: dict[str, Part] = field(default_factory=dict)
    words: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Entity, its value, and other words for that value, from the marks in the examples."""
    synonyms: dict[str, list[str]] = field(default_factory=dict)
    """A value and other words for it."""
    lookups: dict[str, list[str]] = field(default_factory=dict)
    flows: dict[str, Part] = field(default_factory=dict)
    patterns: dict[str, Part] = field(default_factory=dict)
    rules: list[Part] = field(default_factory=list)
    stories: list[Part] = field(default_factory=list)
    python: dict[str, str] = field(default_factory=dict)
    """The text of its Python files by name."""
