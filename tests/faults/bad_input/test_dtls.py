"""Group 22 (and the certificates of group 11): DTLS that is none, of others, half done, or with the wrong keys."""

import asyncio
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from aiortc import RTCSessionDescription
from cryptography.hazmat.primitives.asymmetric import rsa
from OpenSSL import SSL

from runtime.sessions import last_words
from tests.faults.amounts import amount
from tests.faults.bad_input.caller import Caller, calling, stranger
from tests.runtime.signalling.house import House

pytestmark = pytest.mark.calls

SEED = 22
OTHERS = ":".join(["CD"] * 32)


def record(kind: int, body: bytes, *, epoch: int = 0, version: bytes = b"\xfe\xfd") -> bytes:
    """A DTLS record in the clear."""
    return bytes([kind]) + version + epoch.to_bytes(2) + bytes(5) + b"\x01" + len(body).to_bytes(2) + body


def client_hello() -> bytes:
    """Of somebody else, as OpenSSL writes it."""
    context = SSL.Context(SSL.DTLS_METHOD)
    stranger = SSL.Connection(context)
    stranger.set_connect_state()
    with pytest.raises(SSL.WantReadError):
        stranger.do_handshake()
    return stranger.bio_read(2_000)


FATAL, CLOSING = record(21, b"\x02\x28"), record(21, b"\x01\x00")


def packets(chance: random.Random) -> list[bytes]:
    """Of each kind one, and garbage of every length."""
    hello = client_hello()
    made = [hello, hello[:20], FATAL, CLOSING, record(20, b"\x01"), record(23, b"x" * 100), record(22, b"")]
    made += [
        record(22, b"\x01" + b"\xff" * 11),
        record(21, b"\x02\x28", epoch=1),
        record(99, b""),
        b"\x16",
        b"\x14\xfe",
    ]
    made += [bytes([chance.randrange(20, 64)]) + chance.randbytes(chance.randrange(1_400)) for _ in range(40)]
    return made


def addresses(sdp: str) -> list[tuple[str, int]]:
    """Where the other end of an answer listens."""
    found = re.findall(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+)", sdp)
    return [(host, int(port)) for host, port in found]


@pytest.mark.parametrize("own", [False, True], ids=["of a stranger", "of the caller's address"])
def test_packets_of_each_kind_in_a_call(house: House, own: bool) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            with stranger(caller.bots_address) as send:
                for packet in packets(random.Random(SEED)):
                    if own:
                        await caller.send_from_own_address(packet)
                    else:
                        send(packet)
            await caller.is_served()
            await caller.is_heard()

    asyncio.run(work())


@pytest.mark.parametrize("role", ["actpass", "active", "passive"])
def test_a_stranger_is_quicker_than_the_caller(house: House, role: str) -> None:
    """The port is open before the caller knows of it: what others say there first must not count."""

    async def work() -> None:
        async with calling(house) as caller:
            await caller.hello()
            await caller.send({"type": "offer", "sdp": (await caller.offer()).replace("actpass", role)})
            answer = (await caller.until("answer"))["sdp"]
            for address in addresses(answer):
                with stranger(address) as send:
                    for packet in packets(random.Random(SEED)):
                        send(packet)
            await caller.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
            await caller.until("said")
            await caller.is_served()

    asyncio.run(work())


class Certificate:
    """Stands in for the caller's certificate where DTLS makes its context."""

    def __init__(self, caller: Caller, change: Callable[[SSL.Context], None], *, srtp: bool = True) -> None:
        self._certificate = caller.transport._RTCDtlsTransport__local_certificate
        self._change, self._srtp = change, srtp
        caller.transport._RTCDtlsTransport__local_certificate = self

    def getFingerprints(self) -> Any:
        return self._certificate.getFingerprints()

    def _create_ssl_context(self, srtp_profiles: Any) -> SSL.Context:
        context: SSL.Context = self._certificate._create_ssl_context(srtp_profiles)
        if not self._srtp:
            plain = SSL.Context(SSL.DTLS_METHOD)
            plain.set_verify(SSL.VERIFY_PEER, lambda *_: True)
            plain.use_certificate(self._certificate._cert)
            plain.use_privatekey(self._certificate._key)
            context = plain
        self._change(context)
        return context


def only_rsa(context: SSL.Context) -> None:
    from aiortc.rtcdtlstransport import generate_certificate

    key = rsa.generate_private_key(65_537, 2_048)
    context.set_cipher_list(b"ECDHE-RSA-AES128-GCM-SHA256")
    context.use_certificate(generate_certificate(key))  # type: ignore[arg-type]
    context.use_privatekey(key)


def old(context: SSL.Context) -> None:
    context.set_cipher_list(b"ECDHE-ECDSA-AES256-SHA384:@SECLEVEL=0")


BAD: dict[str, Callable[[Caller], None]] = {
    "no sound keys": lambda caller: Certificate(caller, lambda _: None, srtp=False) and None,
    "only RSA": lambda caller: Certificate(caller, only_rsa) and None,
    "no cipher in common": lambda caller: Certificate(caller, old) and None,
}


async def is_told(caller: Caller) -> None:
    """That the connection cannot be made."""
    ended = await caller.until("ended")
    assert (ended["reason"], ended["detail"]) == ("error", last_words.NOT_CONNECTED)
    assert not [message for message in caller.messages if message["type"] == "said"]


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("role", ["active", "passive"])
def test_keys_that_do_not_fit(house: House, name: str, role: str) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            BAD[name](caller)
            await caller.answered(lambda sdp: sdp.replace("actpass", role))
            await is_told(caller)

    asyncio.run(work())


@pytest.mark.parametrize("how", ["another", "two, one of them another"])
def test_a_certificate_that_was_not_announced(house: House, how: str) -> None:
    def change(sdp: str) -> str:
        other = f"a=fingerprint:sha-256 {OTHERS}"
        return re.sub(r"(a=fingerprint:sha-256 \S+)", other if how == "another" else rf"\1\r\n{other}", sdp)

    async def work() -> None:
        async with calling(house) as caller:
            await caller.answered(change)
            await is_told(caller)

    asyncio.run(work())


def test_handshakes_that_are_left_half_way(house: House) -> None:
    async def half(number: int) -> None:
        async with calling(house) as caller:
            transport = caller.transport

            async def says_hello() -> None:
                with pytest.raises(SSL.WantReadError):
                    transport._ssl.do_handshake()
                await transport._write_ssl()
                transport._set_state(type(transport._state).FAILED)

            transport._do_handshake = says_hello
            await caller.answered(lambda sdp: sdp.replace("actpass", "active"))
            async with asyncio.timeout(10):
                while transport.state != "failed":
                    await asyncio.sleep(0.01)

    async def work() -> None:
        for _ in range(amount(2, 100)):
            await asyncio.gather(*(half(number) for number in range(10)))

    asyncio.run(work())
