import pytest

from voxloom.settings.environment import Environment
from voxloom.settings.speech import read_second_opinion


@pytest.mark.parametrize(
    ("said", "wanted"), [({}, True), ({"SECOND_OPINION": "on"}, True), ({"SECOND_OPINION": "off"}, False)]
)
def test_answers_have_a_second_opinion_unless_it_is_switched_off(said: dict[str, str], wanted: bool) -> None:
    environment = Environment(said)
    assert read_second_opinion(environment) is wanted
    assert environment.problems == []


def test_anything_else_is_told() -> None:
    environment = Environment({"SECOND_OPINION": "maybe"})
    read_second_opinion(environment)
    assert environment.problems == ["SECOND_OPINION must be on or off, not 'maybe'. Without it, it is on."]
