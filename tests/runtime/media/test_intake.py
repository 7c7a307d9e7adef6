import random

import pytest

from runtime.media.intake import BURST_MS, Intake

PACKETS = {2.5: b"\xe0", 5: b"\xe8", 10: b"\xf0", 20: b"\xf8", 60: b"\x18", 120: b"\x1a\x00\x00"}
"""One of each length in ms, by its first byte."""
MS_NS = 1_000_000


@pytest.mark.parametrize("ms", PACKETS)
def test_an_hour_at_the_pace_of_a_microphone_is_taken_whole(ms: float) -> None:
    intake = Intake()
    count = int(600_000 / ms)
    fast_ms = ms / 1.001  # the sender's clock is fast by a thousandth
    assert all(intake.takes(PACKETS[ms], int(number * fast_ms * MS_NS)) for number in range(count))


@pytest.mark.parametrize("stall_ms", [500, 2_900])
def test_a_burst_after_a_stall_loses_nothing(stall_ms: int) -> None:
    intake = Intake()
    times_ms = [*range(0, 1000, 20), *[1000 + stall_ms] * (stall_ms // 20), *range(1000 + stall_ms, 9000, 20)]
    assert all(intake.takes(PACKETS[20], at * MS_NS) for at in times_ms)


def test_more_sound_than_time_is_left_out() -> None:
    intake = Intake()
    taken_ms = sum(120 for number in range(60_000) if intake.takes(PACKETS[120], number * MS_NS))
    assert taken_ms <= BURST_MS + 1.1 * 60_000
    assert intake.surplus == 60_000 - taken_ms // 120
    assert intake.takes(PACKETS[120], 70_000 * MS_NS)  # and when the flood is over it hears again


def test_packets_without_sense_are_counted() -> None:
    intake = Intake()
    assert [intake.takes(payload, 0) for payload in (b"", b"\xfb", b"\xff\xff", b"\xfb\x00")] == [False] * 4
    assert intake.garbage == 4
    chance = random.Random(7)
    for _ in range(2_000):
        intake.takes(chance.randbytes(chance.randrange(1400)), 0)
