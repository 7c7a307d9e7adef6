"""Models in a call: the time of a step is that of what it waits for."""

import asyncio
from collections.abc import Callable

from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel, LookUp
from runtime.sessions.guarded import TimedModels


class Models:
    """Answers at once."""

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        on_text("Well.")
        return ModelOutcome("Well.")

    async def look_up(self, command: LookUp) -> ModelOutcome:
        return ModelOutcome("Yes.")


class Clock:
    """Notes how often a step waited."""

    def __init__(self) -> None:
        self.waited = self.waits_now = 0

    def waits(self) -> None:
        self.waited += 1
        self.waits_now += 1

    def waits_no_more(self) -> None:
        self.waits_now -= 1


def test_a_step_waits_for_a_model_but_not_for_what_is_asked_beside_it() -> None:
    clock = Clock()
    models = TimedModels(Models(), lambda: clock)  # type: ignore[arg-type,return-value]
    for background, waited in ((False, 1), (True, 1)):
        command = AskModel("m-1", "main.think", "Say it.", 1_000, background=background)
        assert asyncio.run(models.ask(command, lambda _piece: None)).text == "Well."
        assert (clock.waited, clock.waits_now) == (waited, 0)
