"""No silence without a word: whatever takes long, the caller hears within three seconds that somebody is there."""

import pytest

from runtime.sessions import last_words
from runtime.sessions.reassuring import AGAIN_S, FIRST_S, Reassurance
from runtime.speech.clauses import clauses
from runtime.speech.errors import SpeechUnavailable
from tests.runtime.sessions.stage import Stage, prices, staged
from tests.runtime.virtual_time import run, until

MOST_SILENT_MS = 3_000
KEPT = {*clauses(last_words.MOMENT), *clauses(last_words.LONGER)}
LOST = SpeechUnavailable("speech_lost", "It is gone.", "Try again.")


async def speaks(stage: Stage, text: str) -> float:
    """The caller says something; when their last sound was sent, in ms."""
    await stage.listening()
    stage.sounds(text, 600)
    await stage.sent()
    return stage.now_ms


def heard_between(stage: Stage, from_ms: float, to_ms: float) -> list[str]:
    assert stage.peer is not None
    return list(dict.fromkeys(text for at_ms, text in stage.peer.played if from_ms < at_ms <= to_ms))


def longest_silence_ms(stage: Stage, from_ms: float) -> float:
    assert stage.peer is not None
    times = [from_ms, *(at_ms for at_ms, _ in stage.peer.played if at_ms > from_ms)]
    return max(later - earlier for earlier, later in zip(times, times[1:], strict=False))


@pytest.mark.parametrize("slow", ["recogniser", "understanding", "voice", "tool"])
def test_whatever_takes_long_a_word_is_heard_within_three_seconds(slow: str) -> None:
    async def work() -> None:
        async with staged() as stage:
            stage.voice.kept = set(KEPT)
            if slow == "tool":
                await stage.says("rent a boat")
                await stage.listening()
                prices.after_s = 3.9
            elif slow == "recogniser":
                await stage.listening()
                stage.recogniser.after_ms = 4_900
            elif slow == "understanding":
                await stage.listening()
                stage.words.after_s = 4.9
            else:
                await stage.listening()
                stage.voice.delay_ms = 4_900
            ended_ms = await speaks(stage, "anna" if slow == "tool" else "rent a boat")
            await stage.heard("It is $30." if slow == "tool" else "Which boat, Anna or Berta?")
            assert longest_silence_ms(stage, ended_ms) < MOST_SILENT_MS
            fillers = [message["text"] for message in stage.of("filler")]
            assert fillers == (["Let me look."] if slow == "tool" else [last_words.MOMENT])
            stage.recogniser.after_ms, stage.words.after_s, stage.voice.delay_ms = 60, 0, 20
            await stage.says("berta")
            await stage.listening()

    run(work())


def test_a_voice_that_stops_in_the_middle_of_a_text_is_explained() -> None:
    async def work() -> None:
        async with staged() as stage:
            stage.voice.kept = {*KEPT, "You must listen to all of this,"}
            await stage.listening()
            stage.voice.delay_ms = 4_900
            ended_ms = await speaks(stage, "what are the rules")
            await stage.heard("You may swim here.")
            assert longest_silence_ms(stage, ended_ms) < MOST_SILENT_MS
            assert heard_between(stage, ended_ms, stage.now_ms)[:3] == [
                "You must listen to all of this,", last_words.MOMENT, "it is the law.",
            ]  # fmt: skip

    run(work())


def test_who_speaks_over_the_words_of_the_house_cuts_off_what_was_said_and_no_word_of_it_is_lost() -> None:
    async def work() -> None:
        async with staged() as stage:
            stage.voice.kept = {*KEPT, "Harbour here."}
            stage.voice.delay_ms = 4_900
            await until(lambda: [message["text"] for message in stage.of("filler")] == [last_words.MOMENT])
            stage.voice.delay_ms = 20
            stage.sounds("rent a boat", 600)
            await stage.heard("Which boat, Anna or Berta?")
            assert [event["heard"] for event in stage.log("user_interrupted")] == ["Harbour here."]

    run(work())


def test_a_silence_that_lasts_is_apologised_for() -> None:
    async def work() -> None:
        async with staged() as stage:
            stage.voice.kept = set(KEPT)
            await stage.listening()
            stage.recogniser.after_ms = 20_000
            ended_ms = await speaks(stage, "rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            fillers = [message["text"] for message in stage.of("filler")]
            assert fillers[:2] == [last_words.MOMENT, last_words.LONGER]
            assert longest_silence_ms(stage, ended_ms) < 1_000 * AGAIN_S + MOST_SILENT_MS

    run(work())


def test_a_recogniser_that_is_lost_asks_the_caller_once() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.recogniser.failures = 1
            ended_ms = await speaks(stage, "rent a boat")
            await until(lambda: bool(stage.of("error")))
            await until(lambda: stage.audible_ms > ended_ms)
            assert stage.now_ms - ended_ms < MOST_SILENT_MS
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            assert len(stage.of("error")) == 1

    run(work())


def test_who_is_answered_soon_hears_nothing_else() -> None:
    async def work() -> None:
        async with staged() as stage:
            prices.after_s = 0.1
            await stage.says("rent a boat")
            await stage.says("anna")
            await stage.heard("It is $30.")
            await stage.listening()
            assert stage.of("filler") == []

    run(work())


def test_words_that_come_too_late_themselves_are_not_said() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.voice.delay_ms = 2_000  # nothing was made before: the words of the house take as long as the answer
            await speaks(stage, "rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            assert stage.of("filler") == []

    run(work())


def test_nobody_who_speaks_or_reads_is_talked_to() -> None:
    async def talks() -> None:
        async with staged() as stage:
            stage.voice.kept = set(KEPT)
            await stage.listening()
            stage.recogniser.after_ms = 4_000
            stage.sounds("rent a boat", 600)
            stage.silence(1_200)
            stage.sounds("anna", 8_000)
            await stage.sent()
            assert stage.of("filler") == []

    async def reads() -> None:
        async with staged("text") as stage:
            stage.words.after_s = 9.0
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            assert stage.of("filler") == []

    run(talks())
    run(reads())


def test_the_words_begin_anew_with_each_silence_and_each_turn() -> None:
    said: list[str] = []
    asked_for: list[float] = []
    reassurance = Reassurance(said.append, asked_for.append)
    reassurance.look(10.0, owes_sound=True, own_words=False)
    reassurance.look(10.0 + FIRST_S - 0.1, owes_sound=True, own_words=False)
    reassurance.look(10.0 + FIRST_S, owes_sound=False, own_words=False)
    reassurance.look(10.0 + FIRST_S + 0.1, owes_sound=True, own_words=False)
    assert said == []
    reassurance.look(11.6 + FIRST_S, owes_sound=True, own_words=False)
    reassurance.look(11.5 + FIRST_S + AGAIN_S, owes_sound=True, own_words=False)
    assert said == [last_words.MOMENT]
    reassurance.look(11.7 + FIRST_S + AGAIN_S, owes_sound=True, own_words=False)
    assert said == [last_words.MOMENT, last_words.LONGER]
    reassurance.begin_turn()
    reassurance.look(40.0, owes_sound=False, own_words=False)
    reassurance.look(41.0, owes_sound=True, own_words=False)
    reassurance.look(41.0 + FIRST_S, owes_sound=True, own_words=False)
    assert said[2:] == [last_words.MOMENT]
    assert asked_for == [FIRST_S, FIRST_S, FIRST_S]
