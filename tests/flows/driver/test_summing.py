"""Summing up holds no turn up, counts when it is whole, and ends with the call."""

import asyncio
from collections.abc import Callable

from flows.driver.branch import Branch
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.ports import ModelOutcome
from flows.driver.silent_output import SilentOutput
from flows.engine.commands import AskModel, LookUp
from flows.engine.program import Program
from flows.engine.summing import EVERY_TURNS
from tests.flows.driver.fakes import KnownSentences, SlowTools
from tests.flows.driver.virtual_time import run_virtual
from tests.flows.small_bots import NOW, bot

BOT = bot(
    """
voxloom: 1
bot: small
start: main
defaults: {summary: fast, on_fail: handoff, on_error: handoff}
routes: {fast: {model: openai/a, key: k}}
slots: {size: {type: text}}
flows: {main: {nodes: {a: {type: ask, slot: size, say: Which?, attempts: 10, next: end}}}}
""".lstrip(),
    warnings=True,
)


class Slow:
    """A model that sums up when it is let to."""

    def __init__(self, outcome: ModelOutcome | Exception) -> None:
        self.outcome = outcome
        self.asked: list[AskModel] = []
        self.may = asyncio.Event()
        self.cancelled = False

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        self.asked.append(command)
        try:
            await self.may.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    async def look_up(self, command: LookUp) -> ModelOutcome:
        raise AssertionError(command)


async def talked(model: Slow, turns: int = EVERY_TURNS) -> Conversation:
    talk = Conversation(Program(BOT), KnownSentences(), SlowTools(0), SilentOutput(), FixedClock(NOW), models=model)
    await talk.start()
    for _ in range(turns):
        await talk.hear("well")
    await asyncio.sleep(0)
    return talk


def test_turns_go_on_while_it_is_made_and_the_next_one_has_it() -> None:
    async def main() -> None:
        model = Slow(ModelOutcome("They say well.", route="fast", micros=40))
        talk = await talked(model)
        assert len(model.asked) == 1
        turn = await talk.hear("well")  # nobody waits
        assert "summed_up" not in [line["why"] for line in turn.trace]
        assert talk.state.summary == ""
        assert len(model.asked) == 1  # one at a time
        model.may.set()
        await asyncio.sleep(0)
        turn = await talk.hear("well")
        (line,) = [line for line in turn.trace if line["why"] == "summed_up"]
        assert (line["route"], line["micros"], line["through"]) == ("fast", 40, EVERY_TURNS)
        assert (talk.state.summary, talk.state.spent_micros) == ("They say well.", 40)
        assert len(turn.said) > 0

    run_virtual(main())


def test_one_that_hangs_or_raises_is_given_up_and_told_of() -> None:
    async def main() -> None:
        for outcome, error in ((ModelOutcome(), "timeout"), (RuntimeError("no"), "unavailable")):
            model = Slow(outcome)
            talk = await talked(model)
            if error == "timeout":
                await asyncio.sleep(model.asked[0].timeout_ms / 1000 + 1)  # by the clock of the test
            else:
                model.may.set()
                await asyncio.sleep(0)
            turn = await talk.silence()
            (line,) = [line for line in turn.trace if line["why"] == "summary_failed"]
            assert line["error"] == error

    run_virtual(main())


def test_a_turn_that_may_not_count_asks_for_none_and_loses_none() -> None:
    async def main() -> None:
        model = Slow(ModelOutcome("They say well."))
        talk = await talked(model, EVERY_TURNS - 1)
        tried = Branch(talk)
        hearing = asyncio.create_task(tried.hear("well"))
        while not tried.worked_out:
            await asyncio.sleep(0)
        assert model.asked == []
        tried.commit()
        await hearing
        await asyncio.sleep(0)
        assert len(model.asked) == 1
        talk = tried._conversation
        model.may.set()
        await asyncio.sleep(0)
        again = Branch(talk)
        hearing = asyncio.create_task(again.hear("well"))
        while not again.worked_out:
            await asyncio.sleep(0)
        again.discard()
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        assert talk.state.summary == ""
        await talk.hear("well")
        assert talk.state.summary == "They say well."

    run_virtual(main())


def test_it_ends_with_the_call() -> None:
    async def main() -> None:
        model = Slow(ModelOutcome("x"))
        talk = await talked(model)
        await talk.hang_up()
        await asyncio.sleep(0)
        assert model.cancelled
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run_virtual(main())
