"""What the operator chose."""

from flows.understanding.providers import Understanders
from tools.models.address import ModelAddress
from tools.models.process import ModelProcess
from tools.models.structured import StructuredModel
from tools.models.understanders import understanders


def test_without_a_model_it_is_this_machine() -> None:
    assert understanders("local", None, ModelProcess()) == Understanders("local", None)


def test_with_a_model() -> None:
    made = understanders("hybrid", ModelAddress("openai/fake"), ModelProcess())
    assert made.provider == "hybrid"
    assert isinstance(made.model, StructuredModel)
