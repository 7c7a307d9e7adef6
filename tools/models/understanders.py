"""What understands callers, as the operator chose it."""

from flows.understanding.model.port import Provider
from flows.understanding.providers import Understanders
from tools.models.address import ModelAddress
from tools.models.structured import StructuredModel


def understanders(provider: Provider, address: ModelAddress | None) -> Understanders:
    """`address`: of the model that `llm` and `hybrid` ask."""
    return Understanders(provider, StructuredModel(address) if address is not None else None)
