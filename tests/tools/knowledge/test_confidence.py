"""How sure an answer is grows with what speaks for it."""

from hypothesis import given
from hypothesis import strategies as st

from tests.tools.knowledge.hashed import index
from tests.tools.knowledge.test_search import asked, found
from tools.knowledge.confidence import FEATURES, WEIGHTS, confidence, features


def test_it_lies_between_0_and_1_and_a_good_answer_is_surer_than_none() -> None:
    made = index()
    sure = confidence(features(found("gift cards and tickets", made)[0], asked("gift cards and tickets", made)))
    unsure = confidence(features(found("helicopters to mars", made)[0], asked("helicopters to mars", made)))
    assert 0 <= unsure < sure <= 1


@given(st.tuples(*[st.floats(0, 1)] * len(FEATURES)), st.integers(0, len(FEATURES) - 1))
def test_each_feature_speaks_for_it_or_against_it(values: tuple[float, ...], at: int) -> None:
    more = tuple(1.0 if number == at else value for number, value in enumerate(values))
    assert (confidence(more) >= confidence(values)) is (WEIGHTS[at] >= 0) or confidence(more) == confidence(values)


def test_another_act_with_the_same_thing_speaks_against_it() -> None:
    made = index()
    asks = ("do gift cards stay", "do you repair gift cards")
    same, other = (confidence(features(found(ask, made)[0], asked(ask, made))) for ask in asks)
    judged = dict(zip(FEATURES, features(found(asks[1], made)[0], asked(asks[1], made)), strict=True))
    assert (judged["other_act"], other < same) == (1.0, True)


def test_a_wrong_kind_speaks_against_it() -> None:
    made = index()
    hit = found("how many euros for gift cards", made)[0]
    judged = dict(zip(FEATURES, features(hit, asked("what do gift cards cost", made)), strict=True))
    assert judged["wrong_kind"] == float(not hit.of_the_kind)
