"""Servers of the official library: `mcp_program.py stdio`, or `mcp_program.py http`, which prints where each is: with
answers in `json` and as a `stream`, `sessionless` with a handshake, and `stateless` without one."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from typing import Any

import uvicorn
from mcp.server import MCPServer
from mcp.server.mcpserver import Context, Image
from pydantic import BaseModel

STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"


class Customer(BaseModel):
    """What is found."""

    branch: str
    number: str


class Wanted(BaseModel):
    """What it would ask a person for."""

    pin: str


def find(number: str) -> Customer:
    """Fields."""
    return Customer(branch="Market Street", number=number)


def words(text: str) -> str:
    """A text."""
    return text


def picture() -> list[Any]:
    """A picture and a text."""
    return [Image(data=b"\x89PNG", format="png"), "a cat"]


def nobody(number: str) -> Customer:
    """It is refused."""
    raise ValueError(f"there is no customer {number}")


async def meta(ctx: Context[Any]) -> str:
    """What came with the call."""
    await ctx.report_progress(1, 2)
    return json.dumps({"meta": dict(ctx.request_context.meta or {})})


async def asks(ctx: Context[Any]) -> str:
    """It asks a person, who is not there."""
    return str(await ctx.elicit("Which PIN?", Wanted))


async def sleeps(seconds: float) -> Customer:
    """In its own time."""
    await asyncio.sleep(seconds)
    return Customer(branch="late", number="0")


def process() -> str:
    """What is known of its process."""
    return json.dumps(
        {
            "pid": os.getpid(),
            "group": os.getpgid(0),
            "names": sorted(os.environ),
            "folder": os.getcwd(),
            "words": sys.argv[1:],
        }
    )


def forks() -> dict[str, int]:
    """A process of its own that outlives it, if nobody ends both."""
    child = subprocess.Popen(
        [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"]
    )
    return {"pid": child.pid}


def dies() -> Customer:
    """In the middle of a call."""
    os._exit(3)


def long(characters: int) -> str:
    """A long text."""
    return "x" * characters


def made() -> MCPServer:
    """A server with all of these."""
    server = MCPServer("tests", log_level="ERROR")
    server.tool(name="customers.find")(find)
    for fields in (nobody, sleeps, forks, dies):
        server.tool()(fields)
    for text in (words, picture, meta, asks, process, long):
        server.tool(structured_output=False)(text)
    return server


def _refusing(app: Any) -> Any:
    """A server that knows no handshake."""

    async def refuse(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or (b"mcp-method" in {name for name, _ in scope["headers"]}):
            await app(scope, receive, send)
            return
        error = {"code": -32020, "message": "Mcp-Method is missing"}
        body = json.dumps({"jsonrpc": "2.0", "id": None, "error": error}).encode()
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 400, "headers": head})
        await send({"type": "http.response.body", "body": body})

    return refuse


def _listening() -> socket.socket:
    """Made with its protocol: only then the event loop sends each piece at once."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.bind(("127.0.0.1", 0))
    return made


async def serve_http() -> None:
    """On ports of this machine."""
    apps: dict[str, Any] = {
        "json": made().streamable_http_app(json_response=True),
        "stream": made().streamable_http_app(),
        "sessionless": made().streamable_http_app(stateless_http=True),
        "stateless": _refusing(made().streamable_http_app()),
    }
    listening = {name: _listening() for name in apps}
    print(json.dumps({name: one.getsockname()[1] for name, one in listening.items()}), flush=True)  # noqa: T201
    servers = [(uvicorn.Server(uvicorn.Config(app, log_level="error")), listening[name]) for name, app in apps.items()]
    await asyncio.gather(*(server.serve([one]) for server, one in servers))


if __name__ == "__main__":
    if sys.argv[1] == "stdio":
        made().run()
    else:
        asyncio.run(serve_http())
