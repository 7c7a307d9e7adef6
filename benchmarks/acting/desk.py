"""A service that answers at once, as a process of its own. The first line of its output is JSON with the `address`."""

import asyncio
import json
import sys

from aiohttp import web

BALANCE = {"account": {"id": "savings", "balance": 1250.5, "currency": "USD"}}
TOKEN = "t0ken-of-the-desk"


async def _balance(request: web.Request) -> web.Response:
    if request.headers.get("Authorization") != f"Bearer {TOKEN}":
        return web.json_response({"error": "nobody knows you"}, status=401)
    return web.json_response(BALANCE)


async def _transfer(request: web.Request) -> web.Response:
    await request.read()
    return await _balance(request)


async def serve() -> None:
    """Until the process is told to stop."""
    app = web.Application()
    app.router.add_get("/accounts/{account}/balance", _balance)
    app.router.add_post("/accounts/{account}/transfers", _transfer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(json.dumps({"address": f"http://127.0.0.1:{runner.addresses[0][1]}"}) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
