"""The second opinion: when it is asked, what it adds, and that nobody waits for it longer than that is worth."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from flows.driver.ballot import Ballot
from flows.values.slots import SLOT_TYPES
from runtime.speech import models, second
from runtime.speech.process import WorkerProcess
from runtime.speech.results import Transcript
from runtime.speech.second import PATIENCE, SURE_CONFIDENCE, Patience, SecondOpinion, agree, read_shares

FAKE = Path(__file__).with_name("fake_worker.py")
TOY = Path(__file__).with_name("toy_worker.py")
FIRST = Transcript("Half past free.", 0.5, 0.1, 900, 60, ("half past three",))
OWN = (("Half past free.", 0.6), ("half past three", 0.4))
CLIP = bytes(32_000)


def opinion(body: Callable[[SecondOpinion], Awaitable[None]], *argv: str) -> None:
    async def main() -> None:
        worker = WorkerProcess("second", argv=(sys.executable, "-P", *(argv or (str(FAKE),))))
        owner = SecondOpinion(worker)
        owner.start()
        try:
            await asyncio.gather(owner._starting or asyncio.sleep(0))
            await body(owner)
        finally:
            await owner.aclose()
            await owner.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


async def heard(owner: SecondOpinion, votes: list[str], kind: str = "time", first: Transcript = FIRST) -> Transcript:
    inquiry = owner.ask(CLIP, votes, kind)
    assert inquiry is not None
    async with inquiry:
        return await inquiry.beside(first, OWN)


def test_all_votes_stand_beside_the_first_ones() -> None:
    async def body(owner: SecondOpinion) -> None:
        found = await heard(owner, ["half past three", "3:30"])
        assert (found.text, tuple(found.others)) == (FIRST.text, FIRST.others)
        assert isinstance(found.others, Ballot)
        assert found.others.votes == (
            *OWN,
            ("half past three", 0.75),
            ("not half past three", 0.25),
            ("3:30", 0.75),
            ("not 3:30", 0.25),
        )

    opinion(body)


def test_when_two_agree_a_third_is_not_waited_for() -> None:
    async def body(owner: SecondOpinion) -> None:
        found = await heard(owner, ["half past free", "hang"])
        assert isinstance(found.others, Ballot)
        assert [text for text, _ in found.others.votes[2:]] == ["half past free", "not half past free"]

    opinion(body)


def test_patience_ends_and_what_has_come_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    async def body(owner: SecondOpinion) -> None:
        while not isinstance((found := await heard(owner, ["3:30", "hang"])).others, Ballot):
            pass  # a busy machine had not even brought the first vote
        assert [text for text, _ in found.others.votes[2:]] == ["3:30", "not 3:30"]

    monkeypatch.setattr(second, "PATIENCE", {"time": Patience(500)})
    opinion(body)


@pytest.mark.parametrize("kind", ["", "text", "nothing"])
def test_open_requests_and_free_texts_are_not_asked_about(kind: str) -> None:
    async def body(owner: SecondOpinion) -> None:
        assert owner.ask(CLIP, [], kind) is None

    opinion(body)


def test_a_quick_answer_is_asked_about_when_it_is_doubtful() -> None:
    async def body(owner: SecondOpinion) -> None:
        sure = Transcript("Yes.", SURE_CONFIDENCE, 0.1, 900, 60)
        assert await heard(owner, ["hang"], "yes_no", sure) is sure
        assert isinstance((await heard(owner, ["half past free"], "yes_no")).others, Ballot)

    opinion(body)


def test_where_nothing_was_heard_nobody_votes() -> None:
    async def body(owner: SecondOpinion) -> None:
        inquiry = owner.ask(CLIP, ["hang"], "time")
        assert inquiry is not None
        async with inquiry:
            silent = Transcript("", 0.0, 0.9, 900, 60)
            assert await inquiry.beside(silent, ()) is silent

    opinion(body)


def test_a_worker_that_fails_is_one_line_and_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    async def body(owner: SecondOpinion) -> None:
        assert not owner.ready
        assert owner.ask(CLIP, [], "time") is None

    opinion(body, str(TOY), "fail")
    told = [record.message for record in caplog.records if record.name == second.__name__]
    assert told == ["answers are heard without a second opinion: The toy model is missing. Install the toy."]


def test_a_worker_that_dies_costs_only_its_votes() -> None:
    async def body(owner: SecondOpinion) -> None:
        inquiry = owner.ask(CLIP, [], "time")
        assert inquiry is not None
        inquiry._fields = {}  # the fake knows no such request and ends it with an error
        async with inquiry:
            assert await inquiry.beside(FIRST, OWN) is FIRST

    opinion(body)


def test_without_a_worker_nobody_is_asked() -> None:
    owner = SecondOpinion(None)
    owner.start()
    assert not owner.ready
    assert owner.ask(CLIP, [], "time") is None


def test_models_that_are_not_installed_are_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(models, "package_folder", lambda package: None)
    assert second.worker_of_second_opinion() is None
    [line] = caplog.messages
    assert line.startswith("answers are heard without a second opinion: The package ")
    assert "pip install --no-deps" in line


def test_every_type_is_judged() -> None:
    assert set(PATIENCE) == set(SLOT_TYPES) - {"text"}


def test_agreement_is_in_what_is_meant() -> None:
    assert agree((("Half past.", 1.0),), (("half past", 0.6), ("four", 0.4)), "time")
    assert agree((("Four, four, seven, one.", 1.0),), (("4 4 71", 1.0),), "digits")
    assert not agree((("4 4 71", 1.0),), (("4 4 7 9", 0.6), ("4471", 0.4)), "digits")
    assert not agree((), (), "digits")
    assert not agree((("...", 1.0),), (("-", 1.0),), "digits")


def test_what_is_no_vote_is_empty() -> None:
    assert read_shares(None) == ()
    assert read_shares([["four", 1]]) == (("four", 1.0),)


def test_of_what_was_surely_heard_a_second_opinion_is_waited_for_less() -> None:
    for patience in PATIENCE.values():
        assert patience.lasts_ms(SURE_CONFIDENCE) < patience.lasts_ms(SURE_CONFIDENCE - 0.01) == patience.ms
    assert PATIENCE["digits"].lasts_ms(1.0) > PATIENCE["choice"].lasts_ms(1.0) == 0
