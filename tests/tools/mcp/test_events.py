"""Events out of bytes."""

from hypothesis import given
from hypothesis import strategies as st

from tools.mcp.events import Events

SAID = ["one", "zwei\nZeilen", "雨", '{"a": 1}', " led by a space", "a: b"]


@given(st.lists(st.sampled_from(SAID), max_size=5), st.sampled_from(["\n", "\r\n"]), st.integers(1, 7), st.booleans())
def test_events_are_the_same_however_their_bytes_are_cut(said: list[str], ends: str, size: int, begins: bool) -> None:
    lines = ["\ufeff: hello" if begins else ": hello", ""]
    for text in said:
        lines += ["id: 1", "event: other", "data: left out", "", *(f"data: {line}" for line in text.split("\n")), ""]
    sent = "".join(f"{line}{ends}" for line in lines).encode()
    events = Events()
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    found = [data for piece in pieces for data in events.feed(piece)]
    assert found + events.feed(b"\n") == said


def test_an_event_that_drips_is_no_more_work_than_one_at_once() -> None:
    """Quadratic, it would take minutes."""
    events = Events()
    sent = b"data: " + b"x" * 300_000 + b"\n\n"
    found = [data for byte in sent for data in events.feed(bytes([byte]))]
    assert [len(data) for data in found] == [300_000]
