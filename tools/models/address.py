"""Which language model is asked, where, and how."""

from dataclasses import dataclass

FIRST_WORD_MS = 3_000
"""To the first word of a model that speaks: after longer silence callers wonder whether anyone is there."""
GAP_MS = 2_000
"""What was spoken covers a gap of that length; a longer one is a model that hangs."""
MAX_TOKENS = 400
"""Two minutes of speech."""
LOCAL = "local"
"""The small model on this machine, which comes with requirements-local.txt."""


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
    gap_ms: int = GAP_MS
    """Between two pieces of a text."""
    total_ms: int | None = None
    """For the whole; None: as long as the node has."""
    instructions: str = ""
    """Told before every question."""
    temperature: float = 0.0
    max_tokens: int = MAX_TOKENS
    name: str = ""
    """Of the route; empty for the operator's own model."""
    checked: bool = False
    """The address was chosen by a bot: only such networks are asked as tools may ask, too."""

    @property
    def given(self) -> dict[str, str]:
        """What LiteLLM is told besides the model; it looks in the environment for what is left out."""
        told = {"api_base": self.api_base, "api_key": self.api_key}
        return {name: value for name, value in told.items() if value}

    def __repr__(self) -> str:
        """Nothing of a key stands in a log by accident."""
        return f"ModelAddress({self.model!r}, {self.api_base!r})"
