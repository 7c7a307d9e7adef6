"""Has the call summed up beside its turns: nobody waits for it, and it counts when it is whole."""

import asyncio
import logging
from dataclasses import dataclass

from flows.driver.ports import ModelOutcome, Models
from flows.engine.commands import AskModel
from flows.engine.events import SummedUp
from flows.engine.program import Program
from flows.engine.state import State
from flows.engine.summing import wanted

log = logging.getLogger(__name__)


@dataclass
class Summing:
    """At most one question at a time. Shared by a conversation and those of its turns that are on trial."""

    _task: "asyncio.Task[ModelOutcome] | None" = None
    _through: int = 0

    def begin(self, models: Models, program: Program, state: State) -> None:
        """After a turn: ask, if there is something to sum up and nothing is asked."""
        if self._task is not None and self._task.done() and self._through <= state.summary_tried:
            self._task = None
        if self._task is None and (command := wanted(program, state)) is not None:
            self._through = state.turn
            self._task = asyncio.create_task(_asked(models, command), name=f"the summary {command.id}")

    def came(self, state: State, now: str) -> SummedUp | None:
        """What came of it, where it is whole and not known to the state."""
        if (
            self._task is None
            or not self._task.done()
            or self._task.cancelled()
            or self._through <= state.summary_tried
        ):
            return None
        outcome = self._task.result()
        return SummedUp(now, outcome.text, self._through, outcome.error, outcome.route, outcome.failed, outcome.micros)

    def end(self) -> None:
        """The call is over."""
        if self._task is not None:
            self._task.cancel()


async def _asked(models: Models, command: AskModel) -> ModelOutcome:
    """Within its time, whatever the models do."""
    try:
        async with asyncio.timeout(command.timeout_ms / 1000):
            return await models.ask(command, _nobody_hears)
    except TimeoutError:
        return ModelOutcome(error="timeout")
    except Exception:
        log.warning("the models raised for a summary", exc_info=True)
        return ModelOutcome(error="unavailable")


def _nobody_hears(_piece: str) -> None:
    """It is for models."""
