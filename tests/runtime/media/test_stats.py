import pytest

from runtime.media.stats import WINDOW_PACKETS, UplinkEstimate

MS = 1_000_000


def test_nothing_is_known_before_the_first_packet() -> None:
    assert UplinkEstimate().estimate_ms(None) is None


def test_a_steady_stream_costs_framing_look_ahead_and_half_a_round_trip() -> None:
    uplink = UplinkEstimate()
    for index in range(100):
        uplink.on_packet(960 * index, 20 * MS * index)
    assert uplink.estimate_ms(None) == 26.5
    assert uplink.estimate_ms(10.0) == 31.5


def test_queueing_is_added() -> None:
    uplink = UplinkEstimate()
    uplink.on_packet(0, 0)
    for index in range(1, 100):
        uplink.on_packet(960 * index, 20 * MS * index + 15 * MS)
    assert uplink.estimate_ms(None) == 41.5


def test_the_rtp_clock_wraps() -> None:
    uplink = UplinkEstimate()
    start = (1 << 32) - 960 * 50
    for index in range(100):
        uplink.on_packet((start + 960 * index) % (1 << 32), 20 * MS * index)
    assert uplink.estimate_ms(None) == 26.5


def test_hours_later_it_still_measures() -> None:
    uplink = UplinkEstimate()
    for index in range(0, 3_000_000, 997):
        uplink.on_packet(960 * index % (1 << 32), 20 * MS * index)
    assert uplink.estimate_ms(None) == 26.5


@pytest.mark.parametrize("jump_s", [-7200, -60, -4, 1, 10, 3600])
def test_a_jump_of_the_senders_clock_is_no_delay(jump_s: int) -> None:
    uplink = UplinkEstimate()
    for index in range(400):
        stamp = 960 * index + (48_000 * jump_s if index >= 100 else 0)
        uplink.on_packet(stamp % (1 << 32), 20 * MS * index)
        assert uplink.estimate_ms(None) == 26.5


def test_a_stall_and_its_burst_are_no_jump() -> None:
    uplink = UplinkEstimate()
    for index in range(600):
        arrival_ms = 20 * index
        if 6_000 <= arrival_ms < 8_000:
            arrival_ms = 8_000
        uplink.on_packet(960 * index, arrival_ms * MS)
    assert len(uplink._transits) == WINDOW_PACKETS
    assert uplink.estimate_ms(None) == 26.5
