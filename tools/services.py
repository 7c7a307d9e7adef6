"""What asks services for tools, for one process: each kind of binding, and what operators give to bots."""

from dataclasses import dataclass
from typing import Protocol

from flows.definition.tool import Tool
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.background import Background
from tools.bindings.http import BoundHttp, HttpTools
from tools.bindings.mcp import BoundMcp, McpTools
from tools.bindings.outside import Given
from tools.bindings.polling import Polls
from tools.codes import KeepsCodes, KeptCodes
from tools.effects import Effects, KeptEffects
from tools.given import Gifts, GivenThere
from tools.verifying import CountsAttempts, KeptAttempts
from voxloom.accounts.environments import PRODUCTION


class Binding(Protocol):
    """One kind of binding, for the bots of one workspace."""

    async def is_bound(self, tool: Tool) -> bool:
        """Whether somebody has given what a tool of this kind needs."""

    async def call(self, tool: Tool, command: CallTool) -> ToolOutcome:
        """Have it done; whatever goes wrong is an outcome."""


@dataclass(frozen=True)
class BoundServices:
    """What asks services for one conversation. `effects`: where what it changes is noted; None keeps nothing.
    `attempts` at being verified and `codes`: where they are; None: in the conversation."""

    bindings: tuple[Binding, ...]
    effects: Effects | None = None
    attempts: CountsAttempts | None = None
    codes: KeepsCodes | None = None
    background: Background | None = None
    """Where what takes long is done; None does it here and now."""
    given: Given | None = None
    """What operators give to the bots of the workspace."""

    async def binding(self, tool: Tool) -> Binding | None:
        """What does a tool; None for one that nobody has bound."""
        for binding in self.bindings:
            if await binding.is_bound(tool):
                return binding
        return None


class Services:
    """Belongs to an event loop."""

    def __init__(self, http: HttpTools | None = None, gifts: Gifts | None = None, polls: Polls | None = None) -> None:
        self._http, self._gifts = http or HttpTools(polls=polls), gifts or Gifts()
        self._mcp = McpTools(self._http.tokens)

    def of(self, workspace: int, environment: str = PRODUCTION, *, call: str = "", jobs: bool = True) -> BoundServices:
        """For the bots of a workspace. `call`: the conversation that is kept, if one is; `jobs`: whether they do what
        takes long."""
        given: Given = GivenThere(self._gifts, workspace, environment)
        whose = f"workspace {workspace}"
        effects = KeptEffects(workspace, call) if call else None
        attempts = KeptAttempts(workspace) if call else None
        bindings = BoundHttp(self._http, given, whose), BoundMcp(self._mcp, given, whose)
        background = Background(workspace, call) if call and jobs else None
        return BoundServices(bindings, effects, attempts, KeptCodes(workspace), background, given)

    async def aclose(self) -> None:
        """Nobody asks any more. May be called twice."""
        await self._mcp.aclose()
        await self._http.aclose()
        self._gifts.close()
