"""Clients are made in a thread, since that reads the certificates of the machine; headers are bytes."""

import asyncio
import threading

import httpx
import pytest

from tools.lines import as_sent, made
from voxloom.outgoing.aio import WrongCertificate


def test_a_client_is_made_in_a_thread_of_its_own() -> None:
    def make(certificate: str | None) -> httpx.AsyncClient:
        seen.append((certificate, threading.current_thread().name))
        return httpx.AsyncClient()

    async def main() -> None:
        for certificate in (None, "pem"):
            await (await made(make, certificate)).aclose()

    seen: list[tuple[str | None, str]] = []
    asyncio.run(main())
    assert [certificate for certificate, _ in seen] == [None, "pem"]
    assert {name for _, name in seen} == {"lines_0"}


def test_what_is_no_certificate_is_told_to_whoever_asks() -> None:
    def make(certificate: str | None) -> httpx.AsyncClient:
        raise WrongCertificate("it is none")

    with pytest.raises(WrongCertificate):
        asyncio.run(made(make, "pem"))


def test_values_of_headers_are_sent_as_latin_1() -> None:
    assert as_sent([("X-A", "plain"), ("X-B", "Zürich ÿ")]) == [(b"X-A", b"plain"), (b"X-B", b"Z\xfcrich \xff")]
