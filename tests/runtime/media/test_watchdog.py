import asyncio
from collections.abc import Callable

from runtime.media.watchdog import Silence, watch

SECOND = 1_000_000_000


def run(
    *, connected_at: float, packet_at: Callable[[float], float | None], stall: tuple[float, float] = (99, 0)
) -> tuple[Silence, float]:
    """Virtual time: how the watch ends and after how many seconds."""
    now = 0.0
    stalled = False

    async def sleep(seconds: float) -> None:
        nonlocal now, stalled
        now += seconds
        if now >= stall[0] and not stalled:
            stalled = True
            now += stall[1]

    def last_arrival() -> int | None:
        seconds = packet_at(now)
        return None if seconds is None else int(seconds * SECOND)

    verdict = asyncio.run(
        watch(
            is_connected=lambda: now >= connected_at,
            last_arrival_ns=last_arrival,
            connect_deadline_s=15,
            silence_s=3,
            clock_ns=lambda: int(now * SECOND),
            sleep=sleep,
        )
    )
    return verdict, round(now, 1)


def test_a_connection_that_never_comes() -> None:
    assert run(connected_at=99, packet_at=lambda _: None) == (Silence.NEVER_CONNECTED, 15.0)


def test_connected_but_not_a_single_packet() -> None:
    assert run(connected_at=1, packet_at=lambda _: None) == (Silence.NO_PACKETS, 4.0)


def test_three_seconds_after_the_last_packet() -> None:
    assert run(connected_at=1, packet_at=lambda now: min(now, 20.0)) == (Silence.NO_PACKETS, 23.0)


def test_gaps_below_three_seconds_are_no_loss() -> None:
    verdict = run(connected_at=0, packet_at=lambda now: min(now - now % 2.5, 20.0))
    assert verdict == (Silence.NO_PACKETS, 23.0)


def test_when_this_process_stood_still_the_caller_is_not_blamed() -> None:
    verdict = run(connected_at=0, packet_at=lambda now: 5.0 if now < 20 else min(now, 30.0), stall=(7, 10))
    assert verdict[0] is Silence.NO_PACKETS
    assert verdict[1] >= 20
