"""A bot: the whole of one YAML file, or of the files of a folder."""

from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds, Text
from flows.definition.edges import Next
from flows.definition.flow import Flow, Intent
from flows.definition.guardrails.types import AnyGuardrail
from flows.definition.knowledge import Knowledge
from flows.definition.route import Route
from flows.definition.speech import Hearing, Voice
from flows.definition.test_case import TestCase
from flows.definition.tool import Tool
from flows.values.slots import Slot

LANGUAGE_VERSION = 1
"""The version of the language; older files are migrated by pure functions."""
OLDEST_VERSION = 1
"""The oldest version that `bot fmt` and `bot import` bring to this one."""
DEFAULT_ATTEMPTS = 3
DEFAULT_NO_INPUT_MS = 6_000
"""People who think need 3 to 5 seconds; longer silence means that they are lost or gone."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Defaults:
    """What a node may leave out."""

    attempts: int = Field(default=DEFAULT_ATTEMPTS, ge=1, le=10)
    """Failed answers to a question before `on_fail`."""
    on_fail: Next | None = None
    """Where questions lead after the last failed attempt."""
    on_error: Next | None = None
    """Where tool calls lead when the tool fails."""
    no_input_after: Milliseconds = Field(default=DEFAULT_NO_INPUT_MS, validate_default=False)
    """How long the bot waits for words before it asks again."""
    barge_in: bool = True
    """Whether callers may interrupt."""
    speculate: bool = True
    """Whether the answer is worked out while the caller pauses, before it is certain that they have finished."""
    read_back: Text = "{{ value }}, is that right?"
    """Said when the caller's words can mean two values and the question has no `confirm` of its own."""
    summary: str | None = None
    """The route whose model sums the call up every few turns, for the models of later ones; a name under `routes:`. It
    is given no personal value. Left out: these see the last turns, and in a line what is known and was done."""
    confirm_tool: Text = "I would do this: {{ tool }}{% if details %}, with {{ details }}{% endif %}. Shall I?"
    """Said before a tool that writes is called for a model, where the tool has no `confirm` of its own: `tool` is its
    description, `details` are its arguments."""
    apology: Text = "I'm sorry, something went wrong on my side. Goodbye."
    """The last words of a bot that cannot go on."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Variable:
    """A value that flows set, or that comes with the caller."""

    type: str = "text"
    """A slot type's name, one of the bot's own `types`, or list or map."""
    origin: Literal["caller", "token"] | None = Field(default=None, alias="from")
    """`caller`: it comes with the caller, from the page or their token. `token`: from a token alone, so it is true."""
    personal: str | bool | None = None
    """The class of personal data that it holds; `false` says that it holds none, whatever its type."""
    description: str | None = None


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Bot:
    """Everything that a bot is."""

    voxloom: Literal[1]
    """The version of the language."""
    bot: str
    """The bot's short name: letters, digits, `_` and `-`."""
    name: str | None = None
    """The bot's name for people."""
    description: str | None = None
    """What it does for callers."""
    language: str = "en"
    """The language it speaks."""
    region: str = "US"
    """The country whose phones, money and addresses it expects."""
    timezone: str = "UTC"
    """The IANA time zone of its dates and times."""
    voice: Voice = Field(default_factory=Voice)
    hearing: Hearing = Field(default_factory=Hearing)
    start: str
    """The flow that runs first."""
    types: dict[str, Slot] = Field(default_factory=dict)
    """Types of its own, made from those of the language: slots and variables name them in `type`."""
    slots: dict[str, Slot] = Field(default_factory=dict)
    """What callers may be asked for."""
    variables: dict[str, Variable] = Field(default_factory=dict)
    """What flows set."""
    intents: dict[str, Intent] = Field(default_factory=dict)
    """What callers may want."""
    tools: dict[str, Tool] = Field(default_factory=dict)
    """What the bot can do in the world."""
    knowledge: dict[str, Knowledge] = Field(default_factory=dict)
    """What the bot can look things up in."""
    routes: dict[str, Route] = Field(default_factory=dict)
    """The language models that `generate` nodes may ask, by name."""
    guardrails: dict[str, AnyGuardrail] = Field(default_factory=dict)
    """What callers, models and tools may not say or do."""
    defaults: Defaults = Field(default_factory=Defaults)
    pronunciations: dict[str, str] = Field(default_factory=dict)
    """Words and how they are said: `{IBAN: eye ban}`."""
    texts: dict[str, dict[str, Text]] = Field(default_factory=dict)
    """Translations: language, then the text as it stands in the bot and what is said instead."""
    flows: dict[str, Flow]
    """What the bot does."""
    tests: dict[str, TestCase] = Field(default_factory=dict)
    """Conversations that must go as written."""
    layout: Any = None
    """Positions for the canvas; means nothing to the bot."""

    def __post_init__(self) -> None:
        """Slots that do not say what their country is are at home in the bot's region."""
        at_home = {name: slot.at_home(self.region) for name, slot in self.slots.items()}
        object.__setattr__(self, "slots", at_home)
