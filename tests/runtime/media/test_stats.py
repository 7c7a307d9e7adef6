from runtime.media.stats import UplinkEstimate

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
