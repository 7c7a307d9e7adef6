"""Whether a program does its work: asked over the network, as others would. None of them waits long or raises."""

import asyncio
import contextlib

ANSWER_S = 2.0


async def redis_is_ready(host: str, port: int, password: str) -> bool:
    """Whether Redis answers to whoever knows the password; while it loads its file it does not."""
    return (await _ask(host, port, f"AUTH {password}\r\nPING\r\n".encode())).endswith(b"+PONG\r\n")


async def http_is_ready(host: str, port: int) -> bool:
    """Whether `/readyz` says that a call can be taken."""
    request = f"GET /readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    return (await _ask(host, port, request, until_end=True)).startswith(b"HTTP/1.1 200 ")


async def _ask(host: str, port: int, request: bytes, *, until_end: bool = False) -> bytes:
    answer = b""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(ANSWER_S):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(request)
                while part := await reader.read(4096):
                    answer += part
                    if not until_end and answer.count(b"\r\n") > 1:
                        break
            finally:
                writer.close()
    return answer
