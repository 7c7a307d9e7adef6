from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from runtime.media.jitter_buffer import ImmediateReleaseBuffer

WRAP = 1 << 16


@dataclass(frozen=True)
class Packet:
    sequence_number: int
    ssrc: int = 1
    index: int = 0
    """position in what was sent, without wrap"""


def feed(*numbers: int) -> list[list[int]]:
    buffer: ImmediateReleaseBuffer[Packet] = ImmediateReleaseBuffer()
    return [[packet.sequence_number for packet in buffer.add(Packet(number))] for number in numbers]


def test_in_order_is_out_at_once() -> None:
    assert feed(7, 8, 9) == [[7], [8], [9]]


def test_sequence_numbers_wrap() -> None:
    assert feed(65534, 65535, 0, 1) == [[65534], [65535], [0], [1]]


def test_a_hole_across_the_wrap_is_skipped() -> None:
    assert feed(65534, 0, 1, 2) == [[65534], [], [0, 1], [2]]


def test_swapped_neighbours_come_out_in_order() -> None:
    assert feed(1, 3, 2, 4) == [[1], [], [2, 3], [4]]


def test_a_lost_packet_costs_one_packet_of_waiting_and_nothing_after() -> None:
    assert feed(1, 3, 4, 5, 6) == [[1], [], [3, 4], [5], [6]]


def test_a_burst_of_losses_costs_the_same() -> None:
    assert feed(1, 9, 10, 11) == [[1], [], [9, 10], [11]]


def test_two_holes_one_after_the_other() -> None:
    assert feed(1, 3, 5, 6, 7) == [[1], [], [3], [5, 6], [7]]


def test_late_and_repeated_packets_are_dropped_and_counted() -> None:
    buffer: ImmediateReleaseBuffer[Packet] = ImmediateReleaseBuffer()
    out = [len(buffer.add(Packet(number))) for number in (1, 1, 3, 3, 4, 2)]
    assert out == [1, 0, 0, 0, 2, 0]
    assert (buffer.counts.late, buffer.counts.lost, buffer.counts.received) == (3, 1, 6)


def test_a_long_outage_ends_with_the_second_packet_after_it() -> None:
    assert feed(1, 2000, 2001, 2002) == [[1], [], [2000, 2001], [2002]]


def test_a_sender_that_starts_again_far_behind_is_followed_from_its_second_packet() -> None:
    assert feed(5000, 5001, 10, 11, 12) == [[5000], [5001], [], [10, 11], [12]]


def test_a_stray_packet_from_far_behind_changes_nothing() -> None:
    assert feed(5000, 10, 5001, 11, 5002) == [[5000], [], [5001], [], [5002]]


def test_another_stream_takes_over_with_two_packets_in_a_row() -> None:
    buffer: ImmediateReleaseBuffer[Packet] = ImmediateReleaseBuffer()
    sent = [Packet(1, 1), Packet(2, 1), Packet(500, 2), Packet(501, 2), Packet(502, 2), Packet(3, 1)]
    assert [[p.ssrc for p in buffer.add(packet)] for packet in sent] == [[1], [1], [], [2, 2], [2], []]
    assert buffer.counts.restarts == 1


def test_packets_of_many_streams_do_not_add_up() -> None:
    buffer: ImmediateReleaseBuffer[Packet] = ImmediateReleaseBuffer()
    for ssrc in range(1000):
        buffer.add(Packet(ssrc, ssrc))
    assert buffer.held <= 2


# What a network does to a stream: some packets are lost, some repeated, some moved back by a few places.
fates = st.lists(st.tuples(st.sampled_from(["keep", "lose", "repeat"]), st.integers(0, 4)), min_size=1, max_size=200)


def network(start: int, what: list[tuple[str, int]]) -> list[Packet]:
    arriving: list[tuple[float, Packet]] = []
    for index, (fate, moved) in enumerate(what):
        packet = Packet((start + index) % WRAP, index=index)
        if fate != "lose":
            arriving.append((index + moved * 1.001, packet))
        if fate == "repeat":
            arriving.append((index + moved + 0.5, packet))
    return [packet for _, packet in sorted(arriving, key=lambda pair: pair[0])]


@given(start=st.integers(0, WRAP - 1), what=fates)
def test_no_packet_twice_and_never_backwards(start: int, what: list[tuple[str, int]]) -> None:
    buffer: ImmediateReleaseBuffer[Packet] = ImmediateReleaseBuffer()
    out = [packet.index for packet in network(start, what) for packet in buffer.add(packet)]
    assert all(earlier < later for earlier, later in zip(out, out[1:], strict=False))


@given(start=st.integers(0, WRAP - 1), what=fates)
def test_nothing_waits_longer_than_one_packet(start: int, what: list[tuple[str, int]]) -> None:
    """A packet that has to wait is let go, at the latest, with the next packet that is newer than it."""
    buffer: ImmediateReleaseBuffer[Packet] = ImmediateReleaseBuffer()
    newer_since: dict[int, int] = {}
    for packet in network(start, what):
        late = buffer.counts.late
        due = {each.index for each in buffer.add(packet)}
        for index in newer_since:
            newer_since[index] += packet.index > index
        if packet.index not in due and buffer.counts.late == late:
            newer_since[packet.index] = 0
        for index in due:
            assert newer_since.pop(index, 0) <= 1
        assert all(count == 0 for count in newer_since.values())
        assert buffer.held <= 1


@given(numbers=st.lists(st.tuples(st.integers(0, WRAP - 1), st.integers(0, 3)), max_size=300))
def test_nonsense_neither_grows_nor_multiplies(numbers: list[tuple[int, int]]) -> None:
    buffer: ImmediateReleaseBuffer[Packet] = ImmediateReleaseBuffer()
    out = 0
    for number, ssrc in numbers:
        out += len(buffer.add(Packet(number, ssrc)))
        assert buffer.held <= 2
    assert out <= len(numbers)


@given(start=st.integers(0, WRAP - 1), what=fates)
def test_after_trouble_a_clean_stream_has_no_delay(start: int, what: list[tuple[str, int]]) -> None:
    buffer: ImmediateReleaseBuffer[Packet] = ImmediateReleaseBuffer()
    for packet in network(start, what):
        buffer.add(packet)
    first = len(what) + 4
    after = [len(buffer.add(Packet((start + first + index) % WRAP))) for index in range(12)]
    assert after[2:] == [1] * 10
    assert buffer.held == 0
