"""Which language model is asked, and where."""

from dataclasses import dataclass

FIRST_WORD_MS = 3_000
"""To the first word of a model that speaks: after longer silence callers wonder whether anyone is there."""


@dataclass(frozen=True)
class ModelAddress:
    """Which model, as LiteLLM names it (`openai/gpt-4o-mini`), and where."""

    model: str
    api_base: str = ""
    """Of an OpenAI-compatible server, such as one on this machine; empty: the provider's own."""
    api_key: str = ""
    """Empty: from the provider's own environment variable, such as OPENAI_API_KEY."""
    deadline_ms: int = 1_500
    """What a caller waits to be understood, after which the local provider's answer counts, or for a first word."""

    price: tuple[float, float] | None = None
    """Dollars for a million tokens of the question and of the answer; None: as LiteLLM knows it."""

    @property
    def given(self) -> dict[str, str]:
        """What LiteLLM is told besides the model; it looks in the environment for what is left out."""
        told = {"api_base": self.api_base, "api_key": self.api_key}
        return {name: value for name, value in told.items() if value}
