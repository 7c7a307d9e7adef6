"""The call that takes back what a tool has done."""

from dataclasses import replace

import pytest

from flows.driver.ports import ToolOutcome
from flows.driver.undoing import taking_back
from flows.engine.commands import CallTool, Undo, Undone

UNDO = Undo("unbook", {"number": "result.number"}, 4_000, {"boat": "anna"})
BOOK = CallTool("tool-1", "book", {"boat": "anna"}, 9_000, "write", "k", on_interrupt="compensate", undo=UNDO)
BOOKED = ToolOutcome({"number": "b-7"})


def test_an_undo_is_given_what_its_request_names() -> None:
    made = taking_back(BOOK, BOOKED)
    assert made == CallTool(
        "tool-1-undo", "unbook", {"number": "b-7"}, 4_000, "write", "k:undo", values={"boat": "anna"},
        undoes=Undone("book", "k"),
    )  # fmt: skip


def test_its_arguments_are_over_those_of_the_tool_too() -> None:
    undo = replace(UNDO, arguments={"number": 'result.number + "/" + boat', "fixed": '"x"'})
    made = taking_back(replace(BOOK, undo=undo), BOOKED)
    assert made is not None
    assert made.arguments == {"number": "b-7/anna", "fixed": "x"}


def test_without_a_key_nothing_says_what_it_takes_back() -> None:
    made = taking_back(replace(BOOK, idempotency_key=None), BOOKED)
    assert made is not None
    assert (made.idempotency_key, made.undoes) == (None, None)


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        (replace(BOOK, undo=None), BOOKED),
        (BOOK, ToolOutcome(error="refused")),
        (BOOK, ToolOutcome({})),
        (replace(BOOK, undo=replace(UNDO, arguments={"number": "ship"})), BOOKED),
        (replace(BOOK, undo=replace(UNDO, arguments={"number": "result."})), BOOKED),
    ],
)
def test_what_is_not_taken_back(command: CallTool, outcome: ToolOutcome) -> None:
    assert taking_back(command, outcome) is None
