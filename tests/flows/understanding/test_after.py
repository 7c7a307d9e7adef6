"""Endings and thanks after a task."""

import pytest

from flows.understanding.after import after
from tests.flows.understanding.done_tasks import SENT, TOLD
from tests.flows.understanding.done_tasks import after as done
from tests.flows.understanding.stage import AMOUNT, REQUEST, Stage, acts


@pytest.mark.parametrize(
    "text",
    [
        "yes that's fine",
        "that's fine thanks",
        "that's everything thank you",
        "no thanks that'll be all",
        "no i think that's all for today",
        "okay that's enough thanks so much",
        "i don't want to send anything else",
        "i don't need anything more thank you",
        "we're all sorted cheers",
        "nothing else dear",
        "no that's me done",
        "that was all i wanted thanks",
    ],
)
def test_endings(stage: Stage, text: str) -> None:
    assert acts(after(stage.sentence(text, done(SENT), {}))) == [("deny",)]


@pytest.mark.parametrize("text", ["lovely thank you", "perfect", "oh that's brilliant thanks", "great cheers"])
def test_thanks_only(stage: Stage, text: str) -> None:
    assert acts(after(stage.sentence(text, done(SENT), {}))) == [("chitchat",)]


@pytest.mark.parametrize(
    "text", ["stop it don't send anything goodbye", "okay never mind i'll call again bye", "right thanks love bye bye"]
)
def test_goodbye_at_the_end(stage: Stage, text: str) -> None:
    assert acts(after(stage.sentence(text, done(SENT), {}))) == [("goodbye",)]


@pytest.mark.parametrize(
    "text",
    [
        "what's my savings balance",
        "i'd like to send fifty to anna",
        "pay john twenty dollars",
        "when are you open",
        "yes please",
        "yes i also lost my card",
        "can i speak to somebody",
        "hello",
    ],
)
def test_requests_go_their_own_way(stage: Stage, text: str) -> None:
    assert acts(after(stage.sentence(text, done(SENT), {}))) == []
    assert acts(after(stage.sentence(text, done(TOLD, SENT), {}))) == []


def test_nothing_of_it_before_something_was_done_or_while_something_is_asked(stage: Stage) -> None:
    for expectation in (REQUEST, AMOUNT):
        assert acts(after(stage.sentence("that's fine thanks", expectation))) == []
