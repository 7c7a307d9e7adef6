"""The Python of custom actions is parsed, never run."""

from pathlib import Path

import pytest

from flows.exchange.rasa.actions import ActionCode, read_actions

CODE = """
class Pay(Action):
    def name(self) -> str:
        return "action_pay"

    def run(self, dispatcher, tracker, domain):
        who = tracker.get_slot("who")
        dispatcher.utter_message(text="Done")
        return [SlotSet("paid", True), SlotSet(key="ref", value=who), SlotSet(name, 1)]


class Helper:
    def other(self):
        return "x"
"""


def test_slots_that_are_read_and_set() -> None:
    assert read_actions(CODE) == [ActionCode("action_pay", ("who",), ("paid", "ref"), True)]


def test_nothing_of_it_runs(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    read_actions(f"open({str(mark)!r}, 'w')\n{CODE}")
    assert not mark.exists()


@pytest.mark.parametrize("text", ["class (", "\x00", "(" * 10_000, "-" * 100_000 + "1", "a" * 300_000, ""])
def test_what_is_no_python_has_no_actions(text: str) -> None:
    assert read_actions(text) == []
