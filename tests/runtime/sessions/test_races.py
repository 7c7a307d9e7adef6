"""What may come in an awkward order: words that are late, tools that answer into noise, endings in the middle."""

import asyncio
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from runtime.media import opus
from runtime.sessions import last_words
from runtime.speech.results import Transcript
from tests.runtime.sessions.stage import BOT, NOISE, Recogniser, Stage, prices, staged
from tests.runtime.virtual_time import run, until

GREETING = "Harbour here. How can I help?"
QUESTION = "Which boat, Anna or Berta?"
LAW = "You must listen to all of this, it is the law."
MUSTS = BOT.replace(
    '      tell: {type: say, say: "It is {{ price | money }}.", next: end}',
    '      tell: {type: say, say: "It is {{ price | money }}, and that is binding.", barge_in: false, next: end}',
)
TALKS = BOT.replace(
    "      price:\n",
    '      thanks: {type: say, say: "Thank you, I look it up in the big list of all prices now."}\n      price:\n',
)
"""It says something, and calls the tool meanwhile."""


def counts_add_up(stage: Stage) -> None:
    counts = stage.call._trials.counts
    assert counts.started == counts.kept + counts.discarded


def heard_texts(stage: Stage) -> list[str]:
    """The clauses that were played, each once for every packet of it in a row."""
    assert stage.peer is not None
    played = [text for _, text in stage.peer.played]
    return [text for at, text in enumerate(played) if at == 0 or played[at - 1] != text]


async def rests(stage: Stage) -> None:
    """Everything was said and done."""
    call = stage.call
    await until(lambda: call.playout.current is None and call._steps.idle and call._floor.quiet)
    await stage.listening()


def delays(recogniser: Recogniser, by_text: dict[str, int]) -> None:
    """Some words take longer to be recognised, in ms."""
    usual = recogniser.transcribe

    async def transcribe(pcm: npt.NDArray[np.int16], *, hints: Sequence[str] = (), asks: str = "") -> Transcript:
        words = await usual(pcm, hints=hints, asks=asks)
        await asyncio.sleep(by_text.get(words.text, 0) / 1000)
        return words

    recogniser.transcribe = transcribe  # type: ignore[method-assign]


def test_words_that_are_late_stay_before_those_of_the_next_turn() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            delays(stage.recogniser, {"rent a boat": 4_000})
            stage.sounds("rent a boat", 600)
            stage.silence(1_200)
            stage.sounds("anna", 400)
            await stage.heard("It is $30.")
            assert [m["text"] for m in stage.of("transcript")] == ["rent a boat", "anna"]
            await stage.listening()
            counts_add_up(stage)

    run(work())


def test_an_answer_that_came_into_noise_waits_for_what_the_noise_had_cut() -> None:
    async def work() -> None:
        async with staged(bot=TALKS) as stage:
            await stage.says("rent a boat")
            await stage.heard(QUESTION)
            await stage.listening()
            prices.after_s = 1.5
            await stage.says("anna")
            await stage.heard("Thank you, I look it up in the big list of all prices now.")
            stage.silence(500)
            stage.sounds(NOISE, 1_600)
            await until(lambda: bool(stage.of("interrupted")))
            await stage.heard("It is $30.")
            await stage.listening()
            played = heard_texts(stage)
            thanks = max(at for at, text in enumerate(played) if text.startswith(("Thank you", "I look")))
            assert thanks < played.index("It is $30.")
            assert stage.log("user_interrupted") == []

    run(work())


def test_nothing_is_said_behind_the_farewell() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(300)
            stage.sounds(NOISE, 1_000)
            await until(lambda: bool(stage.of("interrupted")))
            stage.call.say_goodbye()
            assert (await stage.ended())["reason"] == "limit"
            assert stage.said()[-1] == last_words.STOPPING
            assert heard_texts(stage)[-1] == "One moment, please."

    run(work())


def test_a_prompt_that_must_be_heard_does_not_begin_while_the_caller_speaks() -> None:
    async def work() -> None:
        async with staged(bot=MUSTS) as stage:
            await stage.says("rent a boat")
            await stage.heard(QUESTION)
            await stage.listening()
            prices.after_s = 0.3
            await stage.says("anna")
            stage.sounds("what are the rules", 1_500)  # begins while the tool is awaited
            await stage.sent()
            assert prices.returned == 1
            assert stage.said()[-1] == QUESTION
            await stage.heard(LAW)
            assert stage.said().index("It is $30, and that is binding.") < stage.said().index(LAW)
            assert [m["text"] for m in stage.of("transcript")] == ["rent a boat", "anna", "what are the rules"]

    run(work())


def test_noise_cuts_a_text_and_the_prompt_behind_it_must_be_heard() -> None:
    async def work() -> None:
        bot = TALKS.replace('say: "It is {{ price | money }}."', 'barge_in: false, say: "It is {{ price | money }}."')
        async with staged(bot=bot) as stage:
            await stage.says("rent a boat")
            await stage.listening()
            prices.after_s = 1.5
            await stage.says("anna")
            await stage.heard("Thank you, I look it up in the big list of all prices now.")
            stage.silence(500)
            stage.sounds(NOISE, 1_600)
            await stage.heard("It is $30.")
            await stage.listening()
            assert stage.call._floor.undisturbed
            assert stage.call._speaker._rest == []

    run(work())


def test_what_is_said_again_is_shown_as_it_is_written() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("what are the rules")
            await stage.heard("You may swim here.")
            stage.sounds(NOISE, 1_000)
            await stage.sent()
            await rests(stage)
            assert len(stage.of("interrupted")) == 1
            assert stage.said().count("You may swim here.") == 2
            assert not any("svim" in text for text in stage.said())

    run(work())


def test_typed_text_in_a_pause_comes_first_and_nothing_is_done_twice() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.sounds("rent a boat", 600)
            await until(lambda: stage.call._trials.counts.started == 1)
            stage.call.say_text("what are the rules")
            await stage.heard(LAW)
            await stage.heard(QUESTION)
            await rests(stage)
            assert [event["understanding"]["text"] for event in stage.log("user_said")] == [
                "what are the rules",
                "rent a boat",
            ]
            assert [stage.said().count(text) for text in (LAW, QUESTION)] == [1, 1]
            assert (stage.call._trials.counts.started, stage.call._trials.counts.discarded) == (1, 1)

    run(work())


@pytest.mark.parametrize(("end", "reason"), [("goodbye", "goodbye"), ("a person", "handoff")])
def test_an_end_in_a_pause(end: str, reason: str) -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.sounds("rent a boat", 600)
            await until(lambda: stage.call._trials.counts.started == 1)
            stage.call.say_text(end)
            assert (await stage.ended())["reason"] == reason
            assert QUESTION not in stage.said()
            counts_add_up(stage)
            assert not stage.call._speaker._drafts

    run(work())


def test_a_tool_that_is_awaited_in_a_turn_that_was_tried_holds_back_what_comes_behind() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.listening()
            prices.after_s = 2.0
            await stage.says("anna")
            stage.sounds("gibberish", 500)
            await stage.heard("Sorry, I didn't get that.")
            assert stage.said().index("It is $30.") < stage.said().index("Sorry, I didn't get that.")
            assert prices.calls == prices.returned == 1
            counts_add_up(stage)

    run(work())


def test_another_request_does_not_wait_for_a_tool_that_reads_in_a_turn_that_was_tried() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.listening()
            prices.after_s = 2.0
            await stage.says("anna")
            stage.sounds("what are the rules", 500)
            await stage.heard(LAW)
            assert "It is $30." not in stage.said()
            await stage.heard("It is $30.")  # asked again, behind it
            assert (prices.calls, prices.returned) == (2, 1)
            counts_add_up(stage)

    run(work())


def test_drafts_do_not_pile_up() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            for _ in range(12):
                stage.sounds("rent a boat", 300)
                stage.silence(160)
                stage.sounds("what are the rules", 300)
                stage.silence(160)
            await stage.sent()
            speaker = stage.call._speaker
            assert len(speaker._drafts) <= 3  # the rules are three texts
            assert len(stage.call._output._drafts) <= 4  # type: ignore[attr-defined]
            await stage.waits(3_000)
            await stage.listening()
            assert not speaker._drafts
            assert not speaker._held
            counts_add_up(stage)

    run(work())


def test_over_the_bot_is_over_with_the_turn() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(400)
            stage.sounds("mhm", 300)
            await stage.sent()
            await rests(stage)
            assert not stage.call._floor.over_bot
            await stage.says("rent a boat")
            await stage.heard(QUESTION)
            assert not stage.call._floor.over_bot
            await stage.listening()
            assert stage.of("interrupted") == []

    run(work())


def test_a_packet_is_a_clause() -> None:
    """What `heard_texts` reads off is what the stage's voice writes."""
    assert opus.packet_samples(bytes([0xF8]) + (0).to_bytes(4)) == opus.PACKET_SAMPLES
