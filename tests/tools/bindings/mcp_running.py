"""Programs that tools ask over MCP, and whoever asks them."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from flows.definition.tool_server import Server
from flows.driver.ports import ToolOutcome
from tests.tools.bindings.mcp_asking import McpAsking

PROGRAM = Path(__file__).with_name("mcp_program.py")
NOTES = Server(program="notes")
UNAVAILABLE, TIMEOUT = ToolOutcome(error="unavailable"), ToolOutcome(error="timeout")
Body = Callable[[McpAsking], Awaitable[Any]]
BAD = """
import json, os, signal, sys, time
def say(message): sys.stdout.write(json.dumps(message) + "\\n"); sys.stdout.flush()
def result(message, given): say({"jsonrpc": "2.0", "id": message["id"], "result": given})
def greet(message):
    told = {"protocolVersion": "2025-11-25", "capabilities": {}, "serverInfo": {"name": "s", "version": "1"}}
    result(message, told)
def done(message): result(message, {"structuredContent": {"pid": os.getpid()}})
def messages():
    for line in sys.stdin:
        message = json.loads(line)
        if message.get("method") == "initialize": greet(message)
        elif message.get("method") == "tools/call": yield message
"""


def running(body: Body, command: list[str], **made: Any) -> Any:
    async def main() -> Any:
        asking = McpAsking(programs={"notes": command}, **made)
        try:
            return await body(asking)
        finally:
            await asking.aclose()
            left = [task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            assert left == []

    return asyncio.run(main())


def official(body: Body, **made: Any) -> Any:
    """With the program of the official library."""
    return running(body, [sys.executable, str(PROGRAM), "stdio"], **made)


def bad(program: str, body: Body, **made: Any) -> Any:
    """With one that is written here."""
    return running(body, [sys.executable, "-c", BAD + program], **made)


def lives(pid: int) -> bool:
    """Whether there is such a process; one that has ended and waits to be looked at is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def called(tool: str) -> Server:
    return Server(program="notes", tool=tool)
