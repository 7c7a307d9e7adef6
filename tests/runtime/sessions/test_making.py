"""A text whose voice is lost on the way: how often it is tried again."""

from collections.abc import AsyncGenerator, Sequence

import pytest

from runtime.sessions.making import Making
from runtime.speech.errors import LATE, LOST, SpeechUnavailable
from runtime.speech.results import SpokenClause
from runtime.speech.urgency import Urgency
from tests.runtime.virtual_time import run


class Failing:
    """Fails by these codes one after the other; an empty one is a clause that comes."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = list(codes)

    async def speak(
        self, text: str | Sequence[str], *, voice: str, urgency: Urgency | None = None
    ) -> AsyncGenerator[SpokenClause, None]:
        for clause in text:
            if self.codes and (code := self.codes.pop(0)):
                raise SpeechUnavailable(code, "It failed.", "")
            yield SpokenClause(clause, (b"\xf8",), 20, 1)


@pytest.mark.parametrize(
    ("codes", "made"),
    [
        ([LOST], 2),
        ([LATE], 2),
        ([LOST, LATE], 2),  # crashed, and then waited for the start in vain
        ([LATE, LOST], 2),
        ([LOST, LOST], 0),  # it is the text that crashes it
        ([LATE, LATE], 0),
        ([LOST, LATE, LOST], 0),
        (["", LOST, LATE], 2),
        ([LOST, LATE, "", LOST, LATE], 2),  # what came shows that it works
        (["", LOST, LOST], 1),
    ],
)
def test_a_crash_and_a_start_that_takes_long_are_not_the_same_failure(codes: list[str], made: int) -> None:
    async def work() -> int:
        making = Making(Failing(codes), "joe", ["One.", "Two."], name="test")
        making.start()
        return len([clause async for clause in making.clauses()])

    assert run(work()) == made
