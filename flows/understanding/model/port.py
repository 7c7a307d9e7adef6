"""The port to a language model that answers in JSON."""

from collections.abc import Mapping
from typing import Any, Literal, Protocol

Provider = Literal["local", "llm", "hybrid"]
PROVIDERS: tuple[Provider, ...] = ("local", "llm", "hybrid")


class ModelFailed(Exception):
    """No answer: the model is not there, refused, or was too slow."""

    logs_its_words = True


class Structured(Protocol):
    """A language model that fills in a JSON Schema; tools/models has the one that speaks to real ones."""

    async def load(self) -> None:
        """Get ready, so that the first caller does not wait for it. Raises ModelFailed."""

    async def fill_in(self, instructions: str, words: str, schema: Mapping[str, Any]) -> str:
        """The text of its answer, which should be JSON. Raises ModelFailed; ends in time by itself."""
