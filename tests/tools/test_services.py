"""What asks services for tools: who does which, and what is kept for whom."""

import asyncio

from flows.definition.tool import Tool
from flows.definition.tool_request import Request
from flows.definition.tool_server import Server
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.bindings.http import BoundHttp
from tools.bindings.mcp import BoundMcp
from tools.given import Gifts
from tools.services import BoundServices, Services
from voxloom.given.keeping import Everything

HTTP = Tool(type="http", request=Request(url="{{ env.api }}/x"))
MCP = Tool(type="mcp", server=Server(url="{{ env.crm }}/mcp"))


class Does:
    """A binding that has tools of one type."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    async def is_bound(self, tool: Tool) -> bool:
        return tool.type == self.kind

    async def call(self, _tool: Tool, _command: CallTool) -> ToolOutcome:
        return ToolOutcome({})


def test_the_first_that_has_it_does_it() -> None:
    http, mcp = Does("http"), Does("mcp")
    services = BoundServices((http, mcp, Does("mcp")))
    assert asyncio.run(services.binding(MCP)) is mcp
    assert asyncio.run(services.binding(HTTP)) is http
    assert asyncio.run(services.binding(Tool())) is None


def test_a_workspace_has_what_it_is_given_in_an_environment() -> None:
    def look(workspace: int, environment: str) -> Everything:
        return {
            (7, "production"): Everything({"api": "https://a.example"}),
            (7, "test"): Everything({"crm": "https://c.example"}),
        }.get((workspace, environment), Everything())

    async def main() -> None:
        services = Services(gifts=Gifts(look))
        try:
            assert isinstance(await services.of(7).binding(HTTP), BoundHttp)
            assert await services.of(7).binding(MCP) is None
            assert isinstance(await services.of(7, "test").binding(MCP), BoundMcp)
            assert await services.of(8).binding(HTTP) is None
        finally:
            await services.aclose()
            await services.aclose()  # twice is no harm

    asyncio.run(main())


def test_what_is_noted_hangs_on_a_conversation_that_is_kept() -> None:
    async def main() -> None:
        services = Services()
        kept, by_job, tried = services.of(7, call="c-1"), services.of(7, call="c-1", jobs=False), services.of(7)
        for one in (kept, by_job):
            assert one.effects is not None
            assert one.attempts is not None
        assert (tried.effects, tried.attempts, tried.background) == (None, None, None)
        assert kept.background is not None
        assert by_job.background is None  # whoever does what takes long has no other do it
        assert tried.codes is not None
        await services.aclose()

    asyncio.run(main())
