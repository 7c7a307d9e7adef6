"""What understands callers, as the operator chose it."""

from flows.understanding.model.port import Provider
from flows.understanding.providers import Understanders
from tools.models.address import ModelAddress
from tools.models.process import ModelProcess
from tools.models.purse import Purse
from tools.models.structured import StructuredModel


def understanders(
    provider: Provider, address: ModelAddress | None, process: ModelProcess, purse: Purse | None = None
) -> Understanders:
    """`address`: of the model that `llm` and `hybrid` ask, by `process`; `purse`: what bots may spend on it."""
    if address is None:
        return Understanders(provider)
    model = StructuredModel(process, address, purse)
    return Understanders(provider, model, model.of_bot)
