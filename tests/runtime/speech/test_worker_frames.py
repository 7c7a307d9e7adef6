import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voxloom.workers import frames
from voxloom.workers.frames import Frame, FrameDecoder, FrameError, encode, pack_list, unpack_list

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
some_frames = st.builds(Frame, st.dictionaries(st.text(), json_values, max_size=5), st.binary(max_size=3000))


@given(st.lists(some_frames, max_size=5), st.lists(st.integers(1, 4000), min_size=1, max_size=40))
def test_whatever_the_cuts_the_same_messages_come_out(sent: list[Frame], cuts: list[int]) -> None:
    data = b"".join(map(encode, sent))
    decoder, received, start, turn = FrameDecoder(), [], 0, 0
    while start < len(data):
        end = start + cuts[turn % len(cuts)]
        received += decoder.feed(data[start:end])
        start, turn = end, turn + 1
    assert received == sent
    assert decoder.waiting_bytes == 0


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_read_or_refused_but_never_break_it(data: bytes) -> None:
    decoder = FrameDecoder()
    try:
        for frame in decoder.feed(data):
            assert isinstance(frame.header, dict)
    except FrameError:
        pass


@given(some_frames, st.integers(0, 11), st.integers(0, 255))
def test_a_changed_prefix_never_gives_a_wrong_message_silently_in_the_magic(frame: Frame, at: int, value: int) -> None:
    data = bytearray(encode(frame))
    data[at] = value
    decoder = FrameDecoder()
    if at < 4 and value != frames.MAGIC[at]:
        with pytest.raises(FrameError):
            decoder.feed(bytes(data))
    else:
        with contextlib.suppress(FrameError):
            decoder.feed(bytes(data))


@pytest.mark.parametrize("start", [b"H", b"V?", b"hello, I am a library that prints\n"])
def test_a_stream_of_something_else_is_refused_at_once(start: bytes) -> None:
    with pytest.raises(FrameError, match="something other than messages"):
        FrameDecoder().feed(start)


@pytest.mark.parametrize(
    ("header", "payload", "message"),
    [
        (frames.MAX_HEADER_BYTES + 1, 0, "a header of 1048577 bytes is over the cap"),
        (0, frames.MAX_PAYLOAD_BYTES + 1, "a payload of 16777217 bytes is over the cap"),
        (2**32 - 1, 2**32 - 1, "over the cap"),
    ],
)
def test_sizes_over_the_cap_are_refused_before_anything_is_read(header: int, payload: int, message: str) -> None:
    with pytest.raises(FrameError, match=message):
        FrameDecoder().feed(struct.pack(">4sII", frames.MAGIC, header, payload))


@pytest.mark.parametrize("header", [b"[]", b"1", b"{", b"\xff", b"[" * 100_000, b""])
def test_a_header_that_is_no_object_is_refused(header: bytes) -> None:
    with pytest.raises(FrameError, match="the header is no JSON"):
        FrameDecoder().feed(struct.pack(">4sII", frames.MAGIC, len(header), 0) + header)


@pytest.mark.parametrize("header", [{"a": object()}, {"a": float("nan")}, {"a": b"bytes"}])
def test_a_header_that_cannot_be_written_is_refused(header: dict[str, object]) -> None:
    with pytest.raises(FrameError, match="the header is no JSON"):
        encode(Frame(header))


def test_too_big_a_message_is_not_written() -> None:
    with pytest.raises(FrameError, match="over the cap"):
        encode(Frame({}, bytes(frames.MAX_PAYLOAD_BYTES + 1)))
    with pytest.raises(FrameError, match="over the cap"):
        encode(Frame({"a": "x" * frames.MAX_HEADER_BYTES}))


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_list_of_packets_comes_back(packets: list[bytes]) -> None:
    lengths, payload = pack_list(packets)
    assert unpack_list(lengths, payload) == tuple(packets)


@pytest.mark.parametrize("lengths", [[1], [3, -1], [4], ["2"], [1, 2]])
def test_lengths_that_do_not_fit_are_refused(lengths: list[int]) -> None:
    with pytest.raises(FrameError):
        unpack_list(lengths, b"ab")
