import asyncio
import logging
import threading
from importlib.metadata import version

import aioice.ice
import aiortc.rtcrtpreceiver
import pytest
from aioice import stun

from runtime.media import loopback, patches


def test_the_hooks_were_tried_with_the_versions_that_are_installed() -> None:
    assert {package: version(package) for package in patches.TRIED_VERSIONS} == patches.TRIED_VERSIONS


def test_another_version_is_said_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(aiortc.rtcrtpreceiver, "threading", threading)
    monkeypatch.setattr(patches, "TRIED_VERSIONS", {"aiortc": "0.0.1"})
    with caplog.at_level(logging.WARNING):
        patches.install()
        patches.install()
    assert [record.message for record in caplog.records] == [
        f"aiortc is {version('aiortc')}, but the media hooks were tried with 0.0.1 only"
    ]


def test_decoder_threads_are_daemons() -> None:
    patches.install()
    thread = aiortc.rtcrtpreceiver.threading.Thread(target=int, name="audio-decoder", args=())
    assert thread.daemon
    assert isinstance(aiortc.rtcrtpreceiver.threading.Event(), threading.Event)


def test_loopback_candidates_are_installed() -> None:
    patches.install()
    assert aioice.ice.get_host_addresses is loopback._host_addresses


def test_a_stun_timer_that_fires_after_the_answer_does_no_harm() -> None:
    """aioice once raised InvalidStateError here, from a timer, and the stream died."""

    class Protocol:
        def send_stun(self, message: stun.Message, addr: tuple[str, int]) -> None:
            pass

    async def scenario() -> None:
        request = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
        answer = stun.Message(
            message_method=stun.Method.BINDING,
            message_class=stun.Class.RESPONSE,
            transaction_id=request.transaction_id,
        )
        transaction = stun.Transaction(request, ("127.0.0.1", 9), Protocol(), retransmissions=0)
        running = asyncio.create_task(transaction.run())
        await asyncio.sleep(0)
        transaction.response_received(answer, ("127.0.0.1", 9))
        transaction._Transaction__retry()  # type: ignore[attr-defined]
        await running

    asyncio.run(scenario())


def test_a_stream_of_packets_that_cannot_be_decoded_is_no_stream_of_warnings() -> None:
    sparse = patches.SparseDecoding()
    kept = []
    for number in range(3_000):  # a minute
        record = logging.LogRecord("aiortc", logging.WARNING, "", 0, "x failed to decode %s", ("it",), None)
        record.created = number * 0.02
        kept.append(sparse.filter(record))
    assert sum(kept) == 6
    assert kept[0]
    other = logging.LogRecord("aiortc", logging.WARNING, "", 0, "something else", (), None)
    assert all(sparse.filter(other) for _ in range(3))


def test_the_receivers_warnings_are_sparse() -> None:
    patches.install()
    patches.install()
    sparse = [each for each in aiortc.rtcrtpreceiver.logger.filters if isinstance(each, patches.SparseDecoding)]
    assert len(sparse) == 1
