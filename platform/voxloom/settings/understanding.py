"""Who understands callers: sentence vectors on this machine, a language model, or both."""

from dataclasses import dataclass

from flows.understanding.model.port import PROVIDERS, Provider
from tools.models.address import ModelAddress
from voxloom.settings.environment import Environment
from voxloom.settings.model import read_price

PROVIDER, MODEL = "UNDERSTANDING", "UNDERSTANDING_MODEL"


@dataclass(frozen=True)
class Understanding:
    """The provider; the address of the model that `llm` and `hybrid` ask."""

    provider: Provider = "local"
    address: ModelAddress | None = None


def read_understanding(environment: Environment) -> Understanding:
    """What the environment says; what does not fit is noted there."""
    name = environment.text(PROVIDER, "local")
    provider = next((known for known in PROVIDERS if known == name), None)
    if provider is None:
        environment.refuse(PROVIDER, f"one of {', '.join(PROVIDERS)}", "local")
        return Understanding()
    if provider == "local":
        return Understanding()
    model = environment.text(MODEL)
    if not model:
        environment.refuse(MODEL, f"the name of a model, such as openai/gpt-4o-mini, where {PROVIDER} is {provider}")
    address = ModelAddress(
        model,
        environment.address("UNDERSTANDING_API_BASE", ("http", "https")),
        environment.text("UNDERSTANDING_API_KEY"),
        environment.whole("UNDERSTANDING_DEADLINE_MS", ModelAddress("").deadline_ms, 100, 10_000),
        read_price(environment, "UNDERSTANDING_PRICE"),
    )
    return Understanding(provider, address)
