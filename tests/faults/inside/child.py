"""Run in namespaces of its own: canaries on every address that lies inside, and tools that try to reach them.

Prints one JSON object: what came of each address, and how many connections the canaries saw.
"""

import asyncio
import ipaddress
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import django

django.setup()

import httpx  # noqa: E402
from django.conf import settings  # noqa: E402

from flows.definition.tool import Tool  # noqa: E402
from flows.definition.tool_request import Request  # noqa: E402
from flows.engine.commands import CallTool  # noqa: E402
from tests.faults.inside.names import PUBLIC, Names  # noqa: E402
from tools.bindings.http import HttpTools  # noqa: E402
from tools.resting import Breaker  # noqa: E402
from voxloom.outgoing.client import checked_client  # noqa: E402
from voxloom.shared.breakers import Breakers  # noqa: E402

INSIDE = (
    "10.0.0.5/32", "172.16.0.9/32", "192.168.1.1/32", "100.64.0.1/32", "198.18.0.1/32", "169.254.169.254/32",
    "169.254.170.2/32", "100.100.100.200/32", "fd00::5/128", "fd00:ec2::254/128", "fec0::1/128", "fe80::1/64",
    "64:ff9b::7f00:1/128", "2002:7f00:1::/128", "2001:0:0:0:0:0:80ff:fffe/128",
)  # fmt: skip
CANARY = 6379
PORTS = (CANARY, 80)
TIMES = 6
"""A name that means something else each time is asked so often."""


class Given:
    """A workspace that allows every host: the address alone has to stop a request."""

    async def names(self) -> Mapping[str, str]:
        return {}

    async def secret(self, name: str) -> str | None:
        return None

    async def may_ask(self, host: str) -> bool:
        return True


class Canary(BaseHTTPRequestHandler):
    """Sings when somebody connects."""

    seen: list[str] = []

    def setup(self) -> None:
        self.seen.append(f"{self.client_address} at {self.request.getsockname()}")
        super().setup()

    def do_GET(self) -> None:
        self._send(200, b'{"reached": true}')

    do_POST = do_GET

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        """Nobody reads it."""


class Public(Canary):
    """What may be asked; it sends on to wherever it is told."""

    seen: list[str] = []

    def do_GET(self) -> None:
        where = self.path.partition("?to=")[2]
        self._send(302 if where else 200, b'{"public": true}', **({"Location": where} if where else {}))

    do_POST = do_GET


def listen(address: str, port: int, handler: type[BaseHTTPRequestHandler]) -> None:
    class Server(ThreadingHTTPServer):
        address_family = 10 if ":" in address else 2
        daemon_threads = True

    server = Server((address, port), handler)
    threading.Thread(target=server.serve_forever, name=f"{address} {port}", daemon=True).start()


def build() -> None:
    """The addresses of this namespace, and who listens there."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in (*INSIDE, f"{PUBLIC}/32"):
        subprocess.run(["ip", "address", "add", address, "dev", "lo"], check=True)
    for port in PORTS:
        for address in ("127.0.0.1", "127.255.255.254", "::1", *(text.partition("/")[0] for text in INSIDE)):
            if not address.startswith("fe80"):  # whoever listens there must name the line, too
                listen(address, port, Canary)
    listen(PUBLIC, 80, Public)


async def asked(tools: HttpTools, url: str, redirects: int = 0) -> str:
    """What a tool makes of an address."""
    tool = Tool(type="http", request=Request(url=url, redirects=redirects))
    command = CallTool("t-1", "reach", {}, 5_000)
    outcome = await tools.call(tool, command, Given(), "main")
    return outcome.error or json.dumps(outcome.result)


def by_webhook(url: str) -> str:
    """The same through the client for webhooks and keys."""
    try:
        with checked_client(5.0) as client:
            return client.post(url, content=b"{}").text
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as problem:
        return type(problem).__name__


async def main() -> dict[str, Any]:
    urls = [line.replace("PORT", str(CANARY)) for line in CORPUS if line and not line.startswith("#")]
    tools = HttpTools(breaker=lambda name: Breaker(name, breakers=Breakers))
    told: dict[str, Any] = {"public": await asked(tools, "http://public.test/")}
    told["asked"] = {url: [await asked(tools, url) for _ in range(TIMES if "rebind" in url else 1)] for url in urls}
    told["redirected"] = {url: await asked(tools, f"http://public.test/?to={url}", redirects=3) for url in urls}
    told["webhooks"] = {url: await asyncio.to_thread(by_webhook, url) for url in urls}
    told["canaries"], told["public_seen"] = list(Canary.seen), len(Public.seen)
    settings.OUTGOING_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)
    told["when_allowed"] = await asked(tools, f"http://127.0.0.1:{CANARY}/")
    told["canaries_when_allowed"] = len(Canary.seen) - len(told["canaries"])
    await tools.aclose()
    return told


CORPUS = Path(__file__).with_name("addresses.txt").read_text(encoding="utf-8").splitlines()

if __name__ == "__main__":
    build()
    names = Names()
    sys.stdout.write(json.dumps({**asyncio.run(main()), "rebinds": names.asked}) + "\n")
