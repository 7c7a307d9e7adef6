"""What the caller hears of a tool that takes long: each step of its progress once."""

import asyncio

from flows.definition.nodes.call import STEPS
from flows.driver.ports import Output
from flows.engine.commands import CallTool


class Told:
    """Belongs to one call."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._told: dict[str, int] = {}
        self._saying: set[asyncio.Task[None]] = set()

    def progress(self, command: CallTool, percent: float) -> None:
        """So many percent are done: the last step that was reached is told, unless it was."""
        reached = sum(step <= percent for step in STEPS[: len(command.progress)])
        if percent >= 100 or reached <= self._told.get(command.id, 0):
            return
        self._told[command.id] = reached
        task = asyncio.create_task(self._say(command, reached), name=f"progress of {command.id}")
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    async def _say(self, command: CallTool, reached: int) -> None:
        """Unless there is more to tell by then. What nobody could hear is told when there is news once more."""

        def wanted() -> bool:
            return self._told[command.id] == reached

        said = await self._output.filler(command.progress[reached - 1], wanted, last=False)
        if not said and wanted():
            self._told[command.id] = reached - 1

    async def over(self) -> None:
        """Until all that was begun is said, or on its way."""
        await asyncio.gather(*self._saying, return_exceptions=True)
