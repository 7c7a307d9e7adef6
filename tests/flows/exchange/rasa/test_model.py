"""A project as it was read."""

from flows.exchange.rasa.maker import VARIABLE_TYPES
from flows.exchange.rasa.model import SLOT_KINDS, Project
from flows.exchange.rasa.slots import TYPES


def test_projects_share_nothing() -> None:
    Project().slots["a"] = None  # type: ignore[assignment]
    assert Project().slots == {}


def test_every_kind_of_slot_has_types_here() -> None:
    kinds = set(SLOT_KINDS.values()) - {"any"}
    assert kinds == TYPES.keys() == VARIABLE_TYPES.keys()
