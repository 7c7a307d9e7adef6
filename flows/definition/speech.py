"""Speech: what speaks for a bot and what hears its callers, on this machine or by a provider."""

from typing import ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds, Names, Text
from flows.definition.route import MAX_MODEL_CHARACTERS, MOST_DOLLARS, provider_of
from flows.definition.tool_request import MAX_URL_CHARACTERS

HOSTED = "hosted"
"""The engine of a provider."""
PIPER, WHISPER = "piper", "whisper"
"""The engines of this machine."""
LOCAL_SPEAKER = "en_US-joe-medium"
"""Who speaks on this machine; also where a provider does not."""
DEFAULT_WAIT_MS = 1_200
"""Longer than hosted speech takes on most days; with the half second of this machine after it, a caller has not yet
wondered whether anyone is there."""
HEARS = frozenset(("openai", "groq", "deepgram", "elevenlabs", "fireworks_ai", "mistral"))
SPEAKS = frozenset(("openai", "groq"))
"""Providers that take the key of a workspace, at addresses of their own; those that speak, as WAV."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Hosted:
    """What both have in common where a provider does it."""

    model: str | None = Field(default=None, max_length=MAX_MODEL_CHARACTERS)
    """Of `hosted`: the provider and the model, as LiteLLM names them; `openai/NAME` also for a server that speaks the
    same."""
    key: str | None = None
    """The name of a secret of the workspace. Where it is not given, this machine does the work."""
    api_base: str | None = Field(default=None, max_length=MAX_URL_CHARACTERS)
    """The address of a server that speaks OpenAI's protocol; left out: the provider's own. It takes no template but
    `{{ env.NAME }}`."""
    allow: Names = ()
    """Classes of personal data that may reach the provider, such as `person`."""

    @property
    def provider(self) -> str:
        """The provider, as LiteLLM names it; empty where the model does not say."""
        return provider_of(self.model or "")


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Voice(Hosted):
    """How the bot sounds: by `piper` on this machine, or `hosted` by a provider, in whose place this machine speaks
    while it is away, late, or was not given its key."""

    example: ClassVar[str] = """
voice:
  engine: hosted
  model: openai/gpt-4o-mini-tts
  speaker: nova
  key: openai_key
  within: 1200ms
  instructions: Calm and friendly.
  price: 12
"""

    engine: str = PIPER
    """`piper` or `hosted`."""
    speaker: str = LOCAL_SPEAKER
    """The voice of that engine."""
    within: Milliseconds = Field(default=DEFAULT_WAIT_MS, validate_default=False)
    """Of `hosted`: how long the sound of a clause may take, before this machine says the rest of the text."""
    instructions: Text | None = None
    """Of `hosted`: how to speak, for models that can be told; as it stands, with no template."""
    price: float | None = Field(default=None, ge=0, le=MOST_DOLLARS)
    """Of `hosted`: dollars for a million characters, where LiteLLM does not know."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Hearing(Hosted):
    """What turns the words of callers into text: `whisper` on this machine, or `hosted` by a provider, in whose place
    this machine hears while it is away, late, or was not given its key."""

    example: ClassVar[str] = """
hearing:
  engine: hosted
  model: openai/whisper-1
  key: openai_key
  within: 1200ms
  price: 0.006
  allow: [person, phone]
"""

    engine: str = WHISPER
    """`whisper` or `hosted`."""
    within: Milliseconds = Field(default=DEFAULT_WAIT_MS, validate_default=False)
    """Of `hosted`: how long the words of a turn may take, before what this machine has heard counts."""
    price: float | None = Field(default=None, ge=0, le=MOST_DOLLARS)
    """Of `hosted`: dollars for a minute of sound, where LiteLLM does not know."""
