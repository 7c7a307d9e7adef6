"""How long silence must last, by what was asked and said."""

import pytest

from flows.engine.acts import Act
from flows.engine.expectation import Expectation
from flows.values.digits import Digits
from flows.values.slot_type import SlotType
from flows.values.yes_no import YesNo
from runtime.turns.hold import BROKEN_MS, LIKELY_MS, MAY_GO_ON_MS, NOTHING_MS, OPEN_MS, UNCLEAR_MS, WHOLE_MS, hold
from runtime.turns.pace import Pace

CODE = Digits(type="digits", length=4)
REQUEST = Expectation()
ASKED = (Act("start_flow", flow="other"),)
SLOW = Pace((500, 500, 500))


def asked(slot: str) -> Expectation:
    return Expectation("slot", "flow", "node", slot)


def fill(value: object) -> tuple[Act, ...]:
    return (Act("fill", slot="it", value=value),)


@pytest.mark.parametrize(
    ("words", "acts", "slot", "finished", "expected"),
    [
        ("four four seven one", fill("4471"), CODE, 0.3, WHOLE_MS),
        ("four four", fill("44"), CODE, 0.9, BROKEN_MS),
        ("four four", (), CODE, 0.9, BROKEN_MS),
        ("yes", fill(True), YesNo(type="yes_no"), 0.3, LIKELY_MS),
        ("yes please", fill(True), YesNo(type="yes_no"), 0.9, WHOLE_MS),
        ("", (), CODE, 0.5, MAY_GO_ON_MS),
        ("", (), YesNo(type="yes_no"), 0.5, NOTHING_MS),
    ],
)
def test_answers(words: str, acts: tuple[Act, ...], slot: SlotType, finished: float, expected: int) -> None:
    assert hold(words, acts, asked("it"), slot, finished=finished).ms == expected


def test_the_answer_to_another_question_is_none_to_this_one() -> None:
    other = (Act("fill", slot="other", value="7"),)
    assert hold("my name is Ann", other, asked("it"), CODE, finished=0.9).why == "request"


@pytest.mark.parametrize(("finished", "expected"), [(1.0, OPEN_MS), (0.5, OPEN_MS), (0.1, BROKEN_MS), (0.0, BROKEN_MS)])
def test_a_request_is_waited_for_by_how_it_ends(finished: float, expected: int) -> None:
    assert hold("words", ASKED, REQUEST, None, finished=finished).ms == expected


def test_between_finished_and_broken_off_there_is_no_step() -> None:
    times = [hold("words", ASKED, REQUEST, None, finished=share / 100).ms for share in range(20, 101)]
    assert times == sorted(times, reverse=True)
    assert max(one - other for one, other in zip(times, times[1:], strict=False)) <= 60


def test_consent() -> None:
    confirm = Expectation("confirm", "flow", "node", "it")
    assert hold("yes", (Act("affirm"),), confirm, CODE, finished=0.5).ms == LIKELY_MS
    assert hold("yes that is right", (Act("affirm"),), confirm, CODE, finished=0.5).ms == WHOLE_MS
    correction = (Act("deny"), Act("correct", slot="it", new=None))
    assert hold("no it is", correction, confirm, CODE, finished=0.0).ms == BROKEN_MS


def test_a_slow_speaker_is_waited_for_where_more_may_come() -> None:
    assert hold("words", ASKED, REQUEST, None, finished=1.0, pace=SLOW).ms == SLOW.at_least_ms > OPEN_MS
    whole = hold("four four seven one", fill("4471"), asked("it"), CODE, finished=0.3, pace=SLOW)
    assert whole.ms == WHOLE_MS


def test_a_first_name_may_be_followed_by_a_last_one() -> None:
    from flows.values.person import Person

    slot = Person(type="person")
    assert hold("Ann", fill("Ann"), asked("it"), slot, finished=0.5).ms == MAY_GO_ON_MS
    assert hold("Ann Miller", fill("Ann Miller"), asked("it"), slot, finished=0.5).ms == LIKELY_MS


def test_words_that_mean_nothing_here_may_be_half_a_sentence() -> None:
    assert hold("please", (), REQUEST, None, finished=0.9).ms == UNCLEAR_MS
    assert hold("could i", (Act("out_of_scope"),), REQUEST, None, finished=0.9).ms == UNCLEAR_MS
