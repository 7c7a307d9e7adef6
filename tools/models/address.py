"""Which language model is asked, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelAddress:
    """Which model, as LiteLLM names it (`openai/gpt-4o-mini`), and where."""

    model: str
    api_base: str = ""
    """Of an OpenAI-compatible server, such as one on this machine; empty: the provider's own."""
    api_key: str = ""
    """Empty: from the provider's own environment variable, such as OPENAI_API_KEY."""
    deadline_ms: int = 1_500
    """A caller waits no longer for being understood; then the local provider's answer counts."""
