"""One call of one tool by hand, as a conversation would make it: for whoever writes a bot."""

from collections.abc import Mapping
from typing import Any

from flows.definition.bot import Bot
from flows.definition.tool import Tool
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.box import ToolBox
from tools.services import Services

KEY = "tried-by-hand"
"""In the place of a key that a conversation would make: the same each time, so that a service does it once."""


def command_of(name: str, tool: Tool, given: Mapping[str, Any]) -> CallTool:
    """What a `call` node would ask for; what is no argument of the tool is a slot or a variable to its request."""
    arguments = {key: value for key, value in given.items() if not tool.arguments or key in tool.arguments}
    values = {key: value for key, value in given.items() if key not in arguments}
    key = KEY if tool.idempotency_key is not None else None
    return CallTool("try", name, arguments, tool.timeout, tool.effect, key, values=values)


async def tried(bot: Bot, command: CallTool, workspace: int | None, environment: str) -> ToolOutcome:
    """By its stub; for real, with what a workspace is given in an environment, where one is named."""
    if workspace is None:
        return await ToolBox(bot, bound=False).call(command)
    services = Services()
    try:
        return await ToolBox(bot, services=services.of(workspace, environment)).call_real(command)
    finally:
        await services.aclose()
