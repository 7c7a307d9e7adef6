"""The bot's mouth without a call around it: drafts, and texts that grow. A sender pulls packets in virtual time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from runtime.media.playout import Playout
from runtime.sessions.growing import Growing
from runtime.sessions.making import DRAFT_AHEAD_MS
from runtime.sessions.speaker import Speaker
from runtime.speech.urgency import DRAFT, NEXT, NOW
from tests.runtime.sessions.stage import MS_PER_LETTER, VOICE_MS, Voice
from tests.runtime.virtual_time import run, until

TEXT = "Your balance is fine, and nothing is on its way. Anything else?"
CLAUSES = ["Your balance is fine,", "and nothing is on its way.", "Anything else?"]


@dataclass
class Mouth:
    """A speaker, and what came out of it."""

    speaker: Speaker
    playout: Playout
    voice: Voice
    played: list[str] = field(default_factory=list)
    """Each clause once, in the order in which it was begun."""
    begun: list[str] = field(default_factory=list)
    """Texts of which the listener was told."""

    def say(self, text: str, **how: object) -> None:
        self.speaker.say(text, on_audible=lambda said, _ns: self.begun.append(said), **how)  # type: ignore[arg-type]

    def stream(self, **how: bool) -> Growing:
        return self.speaker.stream(lambda said, _ns: self.begun.append(said), **how)

    async def over(self) -> None:
        await until(lambda: not self.speaker.busy)

    async def play(self) -> None:
        while True:
            packet = bytes(await self.playout.next_packet())
            if packet[0] == 0xF8 and len(packet) == 5:
                clause = self.voice.clauses[int.from_bytes(packet[1:])]
                if self.played[-1:] != [clause]:
                    self.played.append(clause)


@asynccontextmanager
async def mouth() -> AsyncIterator[Mouth]:
    voice = Voice()
    playout = Playout(clock=asyncio.get_running_loop().time)
    made = Mouth(Speaker(voice, playout, "joe", name="test", on_change=lambda: None), playout, voice)
    sender = asyncio.create_task(made.play(), name="sender")
    try:
        yield made
    finally:
        await made.speaker.aclose()
        sender.cancel()
        await asyncio.wait([sender])
    assert voice.open == 0


async def passes(ms: float) -> None:
    await asyncio.sleep(ms / 1000)


def test_a_draft_is_said_without_making_anything_twice() -> None:
    async def work() -> None:
        async with mouth() as bot:
            draft = bot.speaker.prepare(TEXT)
            assert not draft.ready
            assert not bot.speaker.busy
            await passes(VOICE_MS + 5)
            assert draft.ready
            began = asyncio.get_running_loop().time()
            bot.say(TEXT, draft=draft)
            await until(lambda: bool(bot.begun))
            assert (asyncio.get_running_loop().time() - began) * 1000 < VOICE_MS  # sooner than any clause is made
            await bot.over()
            assert bot.played == CLAUSES
            assert bot.voice.made == CLAUSES
            assert bot.begun == [TEXT]

    run(work())


def test_a_draft_that_is_said_while_its_first_clause_is_made_is_not_begun_again() -> None:
    async def work() -> None:
        async with mouth() as bot:
            draft = bot.speaker.prepare(TEXT)
            await passes(VOICE_MS / 2)
            bot.say(TEXT, draft=draft)
            await bot.over()
            assert bot.voice.asked == [(CLAUSES[:1], DRAFT), (CLAUSES[1:], NEXT)]
            assert bot.played == CLAUSES

    run(work())


def test_a_draft_becomes_as_urgent_as_what_is_said() -> None:
    async def work() -> None:
        async with mouth() as bot:
            draft = bot.speaker.prepare(TEXT)
            await passes(VOICE_MS / 2)
            (urgency,) = bot.voice.urgencies
            assert urgency.value == DRAFT
            bot.say(TEXT, draft=draft)
            assert urgency.value == NOW
            await bot.over()

    run(work())


def test_little_is_made_of_a_long_draft() -> None:
    text = "This is the first sentence. " + "And here is another one that goes on. " * 8
    enough = DRAFT_AHEAD_MS // MS_PER_LETTER

    async def work() -> None:
        async with mouth() as bot:
            draft = bot.speaker.prepare(text)
            await passes(5000)
            made = " ".join(bot.voice.made)
            assert enough <= len(made) + 1 < enough + len("And here is another one that goes on.") + 2
            draft.discard()
            draft.discard()
            await passes(5000)
            assert " ".join(bot.voice.made) == made
            assert bot.played == []

    run(work())


def test_a_draft_that_was_discarded_or_is_of_another_text_is_not_used() -> None:
    async def work() -> None:
        async with mouth() as bot:
            other, gone = bot.speaker.prepare("Something else entirely."), bot.speaker.prepare("Hello there.")
            await passes(VOICE_MS + 5)
            gone.discard()
            bot.say("Hello there.", draft=gone)
            bot.say("Good evening.", draft=other)
            bot.say("Something else entirely.", draft=other)
            await bot.over()
            assert bot.begun == ["Hello there.", "Good evening.", "Something else entirely."]
            assert bot.played == bot.begun

    run(work())


def test_a_draft_is_of_the_words_that_are_spoken() -> None:
    async def work() -> None:
        async with mouth() as bot:
            draft = bot.speaker.prepare("You may swim.", "You may svim.")
            await passes(VOICE_MS + 5)
            bot.say("You may swim.", spoken="You may svim.", draft=draft)
            await bot.over()
            assert (bot.begun, bot.played, bot.voice.made) == (["You may swim."], ["You may svim."], ["You may svim."])

    run(work())


def test_a_stop_leaves_drafts_alone_and_the_end_does_not() -> None:
    async def work() -> None:
        async with mouth() as bot:
            bot.say("Good evening to you.")
            await until(lambda: bool(bot.begun))
            draft = bot.speaker.prepare("Hello there.")
            bot.speaker.cut()
            await passes(100)
            assert draft.ready
            bot.speaker.prepare(TEXT)
            await asyncio.sleep(0)

    run(work())


def test_a_draft_that_is_cut_goes_on_from_its_clause() -> None:
    async def work() -> None:
        async with mouth() as bot:
            draft = bot.speaker.prepare(TEXT)
            await passes(VOICE_MS + 5)
            bot.say(TEXT, draft=draft)
            await until(lambda: bot.played == CLAUSES[:2])
            cut = bot.speaker.cut()
            assert cut.heard.startswith(CLAUSES[0])
            bot.speaker.go_on()
            await bot.over()
            assert bot.played[-2:] == CLAUSES[1:]
            assert bot.voice.made == CLAUSES  # what was made before the cut is not made again

    run(work())


def test_a_voice_that_fails_once_in_a_draft_is_asked_again() -> None:
    async def work() -> None:
        async with mouth() as bot:
            bot.voice.failures = 1
            draft = bot.speaker.prepare(TEXT)
            await passes(200)
            bot.say(TEXT, draft=draft)
            await bot.over()
            assert bot.played == CLAUSES

    run(work())


def test_a_draft_that_the_voice_cannot_make_can_be_read() -> None:
    async def work() -> None:
        async with mouth() as bot:
            bot.voice.failures = 100
            draft = bot.speaker.prepare(TEXT)
            await passes(200)
            bot.say(TEXT, draft=draft)
            await bot.over()
            assert (bot.begun, bot.played) == ([TEXT], [])

    run(work())


STORY = ["We are", " open", " on Monday,", " from nine", " to five.", " On Sunday we", " are closed."]
STORY_CLAUSES = ["We are open on Monday,", "from nine to five.", "On Sunday we are closed."]


async def write(growing: Growing, pieces: list[str], every_ms: float) -> None:
    for piece in pieces:
        growing.add(piece)
        await passes(every_ms)


def test_a_growing_text_is_spoken_while_it_comes() -> None:
    async def work() -> None:
        async with mouth() as bot:
            growing = bot.stream()
            assert bot.speaker.busy
            assert not bot.speaker.audible
            await write(growing, STORY[:4], 50)
            assert bot.played == STORY_CLAUSES[:1]
            assert bot.begun == [STORY_CLAUSES[0]]
            await write(growing, STORY[4:], 50)
            growing.finish()
            growing.finish()
            growing.add(" Nothing of this.")
            await bot.over()
            assert bot.played == STORY_CLAUSES
            assert bot.playout.counts.underruns == 0

    run(work())


def test_a_slow_writer_is_no_fault_of_the_voice() -> None:
    async def work() -> None:
        async with mouth() as bot:
            growing = bot.stream()
            bot.say("Anything else?")
            await write(growing, STORY, 3000)
            assert bot.speaker.busy
            growing.finish()
            await bot.over()
            assert bot.played == [*STORY_CLAUSES, "Anything else?"]
            assert bot.playout.counts.underruns == 0

    run(work())


def test_a_slow_voice_is_one() -> None:
    async def work() -> None:
        async with mouth() as bot:
            growing = bot.stream()
            bot.voice.delay_ms = 5000
            growing.add("Let me see, this will take. A long time")
            growing.finish()
            await bot.over()
            assert bot.playout.counts.underruns == 2  # before each clause but the first

    run(work())


def test_a_growing_text_that_fails_is_said_as_far_as_it_is_whole() -> None:
    async def work() -> None:
        async with mouth() as bot:
            growing = bot.stream()
            await write(growing, STORY[:-1], 10)
            growing.fail()
            await bot.over()
            assert bot.played == STORY_CLAUSES[:2]
            nothing = bot.stream()
            nothing.add("Well")
            nothing.fail()
            await bot.over()
            assert len(bot.begun) == 1  # nothing was said, so nobody is told of it

    run(work())


def test_words_that_were_heard_of_a_growing_text() -> None:
    async def work() -> None:
        async with mouth() as bot:
            growing = bot.stream()
            await write(growing, STORY[:4], 10)
            await passes(20 + len("We are open on") * MS_PER_LETTER)
            cut = bot.speaker.cut()
            assert (cut.heard, cut.last, cut.prompts) == ("We are open", "We are open", True)
            growing.add(STORY[4])
            bot.speaker.begin_turn()
            assert growing.over  # whoever writes it can stop
            growing.add(STORY[5])
            await passes(1000)
            assert bot.voice.made == STORY_CLAUSES[:1]

    run(work())


def test_a_growing_text_goes_on_after_a_cough_with_what_has_come_meanwhile() -> None:
    async def work() -> None:
        async with mouth() as bot:
            growing = bot.stream()
            await write(growing, STORY[:4], 10)
            await until(lambda: bot.played == STORY_CLAUSES[:1])
            bot.speaker.cut()
            await write(growing, STORY[4:6], 100)
            assert bot.voice.made == STORY_CLAUSES[:1]
            bot.speaker.go_on()
            await write(growing, STORY[6:], 100)
            growing.finish()
            await bot.over()
            assert bot.played == STORY_CLAUSES  # the first one from its beginning
            assert bot.voice.made == STORY_CLAUSES

    run(work())


def test_a_growing_text_that_waited_for_words_when_it_was_cut_goes_on() -> None:
    async def work() -> None:
        async with mouth() as bot:
            growing = bot.stream()
            await write(growing, STORY[:4], 1500)
            assert bot.speaker.cut().heard == STORY_CLAUSES[0]
            bot.speaker.go_on()
            assert bot.speaker.busy
            await write(growing, STORY[4:], 10)
            growing.finish()
            await bot.over()
            assert bot.played == STORY_CLAUSES
            bot.speaker.go_on()  # there is nothing more
            assert not bot.speaker.busy
            assert bot.speaker.cut().heard == " ".join(STORY_CLAUSES)

    run(work())


def test_a_growing_text_is_held_back_until_it_is_certain() -> None:
    async def work() -> None:
        async with mouth() as bot:
            growing = bot.stream(certain=False)
            await write(growing, STORY, 100)
            growing.finish()
            assert not bot.speaker.busy
            assert bot.voice.made == STORY_CLAUSES[:2]  # enough to begin with
            growing.release()
            growing.release()
            await until(lambda: bool(bot.begun))
            growing.discard()  # too late
            await bot.over()
            assert bot.played == bot.voice.made == STORY_CLAUSES

    run(work())


def test_a_growing_text_that_is_discarded_is_never_heard() -> None:
    async def work() -> None:
        async with mouth() as bot:
            growing = bot.stream(certain=False)
            await write(growing, STORY[:4], 5)
            growing.discard()
            growing.discard()
            growing.release()
            growing.add(STORY[4])
            await passes(1000)
            assert growing.over
            assert (bot.played, bot.voice.made) == ([], [])
            bot.stream(certain=False).add(STORY_CLAUSES[0])  # ends with the call

    run(work())


@pytest.mark.parametrize("streamed", [False, True])
def test_a_filler_for_a_result_that_is_there_is_not_heard(streamed: bool) -> None:
    async def work() -> None:
        async with mouth() as bot:
            wanted = True
            bot.say("One moment.", filler=True, wanted=lambda: wanted)
            await passes(VOICE_MS / 2)  # it has no sound yet
            wanted = False
            if streamed:
                growing = bot.stream()
                growing.add("It is $30.")
                growing.finish()
            else:
                bot.say("It is $30.")
            await bot.over()
            assert bot.played == ["It is $30."]
            assert bot.begun == ["It is $30."]

    run(work())


def test_a_filler_that_has_begun_comes_to_its_end() -> None:
    async def work() -> None:
        async with mouth() as bot:
            wanted = True
            bot.say("One moment.", filler=True, wanted=lambda: wanted)
            await until(lambda: bool(bot.played))
            wanted = False
            bot.say("It is $30.")
            await bot.over()
            assert bot.played == ["One moment.", "It is $30."]

    run(work())


def test_it_is_known_when_the_last_text_fell_silent() -> None:
    async def work() -> None:
        async with mouth() as bot:
            assert bot.speaker.ended_ns == 0
            bot.say("One moment.")
            await bot.over()
            ended = bot.speaker.ended_ns
            await passes(500)
            assert abs(ended / 1e9 + 0.5 - asyncio.get_running_loop().time()) < 0.05

    run(work())
