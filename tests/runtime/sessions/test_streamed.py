"""The words of a language model: begun in the pause, spoken as they come, said once."""

import asyncio
from collections.abc import Callable

from flows.driver.ports import ModelOutcome
from flows.engine.acts import Act
from flows.engine.commands import AskModel, LookUp
from tests.runtime.counted import Counted
from tests.runtime.sessions.stage import ACTS, BOT, staged
from tests.runtime.virtual_time import run, until

WORDS = ("The harbour ", "is open, ", "the sea ", "is calm today. ", "Come ", "and see.")
TEXT = "".join(WORDS)
MORE = "Is there anything else I can do for you?"
TALKER = (
    BOT.replace("  fault: {examples: [break it]}", "  chat: {examples: [tell me something]}")
    .replace(
        "  open_gate:\n    description",
        "  chat:\n    description: Tells about the harbour.\n    triggers: [chat]\n    nodes:\n"
        "      tell: {type: generate, prompt: Tell something., timeout: 8s, on_error: sorry, next: end}\n"
        "      sorry: {type: say, say: I have no words., next: end}\n"
        "  open_gate:\n    description",
    )
    .replace("flows:\n", "flows:\n  on_start: {nodes: {quiet: {type: decide, next: [{else: end}]}}}\n", 1)
)
ACTS["tell me something"] = Act("start_flow", flow="chat")


class Writer:
    """Writes a text word by word."""

    def __init__(self, first_s: float, word_s: float, *, breaks_after: int | None = None) -> None:
        self.first_s, self.word_s, self.breaks_after = first_s, word_s, breaks_after
        self.asked = 0
        self.cancelled = 0

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        self.asked += 1
        try:
            await asyncio.sleep(self.first_s)
            for count, word in enumerate(WORDS):
                if count == self.breaks_after:
                    return ModelOutcome(error="unavailable")
                on_text(word)
                await asyncio.sleep(self.word_s)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return ModelOutcome(TEXT)

    async def look_up(self, command: LookUp) -> ModelOutcome:
        raise NotImplementedError


def test_it_is_spoken_while_it_comes_and_said_once() -> None:
    async def work() -> None:
        async with staged(bot=TALKER, models=Writer(1.5, 0.4)) as stage:
            await stage.says("tell me something")
            await until(lambda: bool(stage.peer.played) and stage.peer.played[-1][1].startswith("The harbour"))
            await stage.listening()
            await stage.waits(3_000)
            spoken = list(dict.fromkeys(text for _, text in stage.peer.played[84:]))
            assert " ".join(spoken) == f"{TEXT} {MORE}"
            assert " ".join(stage.said()[1:]) == f"{TEXT} {MORE}"
            (turn,) = [turn for turn in stage.of("turn") if turn["turn"] == 1]
            assert turn["parts"]["first_token"] > 0
            assert turn["total_ms"] < 2_900  # it did not wait for the whole text
            assert abs(sum(turn["parts"].values()) - turn["total_ms"]) < 0.5

    run(work())


def test_it_is_asked_in_the_pause_and_once() -> None:
    async def work() -> None:
        writer = Writer(0.05, 0.01)
        async with staged(bot=TALKER, models=writer) as stage:
            await stage.says("tell me something")
            await stage.listening()
            await until(lambda: "Come and see." in {text for _, text in stage.peer.played})
            await stage.waits(2_000)
            assert writer.asked == 1
            assert stage.said()[1:] == [TEXT, MORE]
            (turn,) = [turn for turn in stage.of("turn") if turn["turn"] == 1]
            assert turn["parts"]["first_token"] == turn["parts"]["clause"] == 0  # it was there before the turn was over
            played = [text for _, text in stage.peer.played[84:]]
            assert len(played) == sum(len(clause) * 60 // 20 for clause in dict.fromkeys(played))

    run(work())


def test_a_caller_who_goes_on_hears_nothing_of_it() -> None:
    async def work() -> None:
        counted = Counted()
        writer = Writer(0.02, 0.01)
        async with staged(bot=TALKER, models=writer) as stage:
            await stage.listening()
            stage.sounds("tell me something", 600)
            stage.silence(200)
            stage.sounds("rent a boat", 600)
            await stage.heard("Which boat, Anna or Berta?")
            assert writer.asked == 1
            assert not any("harbour is" in text for _, text in stage.peer.played)
            assert stage.said() == ["Harbour here. How can I help?", "Which boat, Anna or Berta?"]
            counts = stage.call._trials.counts
            assert counts.models_wasted == 1
            assert counts.characters_wasted > 0
            assert counted("voxloom_models_asked_in_vain_total") == 1
            assert counted("voxloom_speculated_characters_wasted_total") == counts.characters_wasted

    run(work())


def test_one_that_breaks_off_is_followed_by_the_way_out() -> None:
    async def work() -> None:
        async with staged(bot=TALKER, models=Writer(0.3, 0.05, breaks_after=3)) as stage:
            await stage.says("tell me something")
            await stage.heard("I have no words.")
            assert stage.said()[1].startswith("The harbour is open,")

    run(work())


def test_interrupting_it_ends_it() -> None:
    async def work() -> None:
        async with staged(bot=TALKER, models=Writer(0.1, 0.5)) as stage:
            await stage.says("tell me something")
            await until(lambda: bool(stage.peer.played) and stage.peer.played[-1][1].startswith("The harbour"))
            stage.sounds("rent a boat", 900)
            await stage.heard("Which boat, Anna or Berta?")
            assert "Come and see." not in {text for _, text in stage.peer.played}
            (heard,) = [event["heard"] for event in stage.log("user_interrupted")]
            assert TEXT.startswith(heard)

    run(work())
