"""The lines of a process: how many calls there may be, and how many of one client."""

import pytest

from runtime.sessions.lines import Busy, Lines, TooManyOfOne


def lines(voice: int = 3, text: int = 5, voice_of_one: int = 2, text_of_one: int = 3) -> Lines:
    return Lines({"voice": voice, "text": text}, {"voice": voice_of_one, "text": text_of_one})


def test_one_client_leaves_lines_to_others() -> None:
    taken = lines()
    taken.take("a", "voice", "192.0.2.1")
    taken.take("b", "voice", "192.0.2.1")
    with pytest.raises(TooManyOfOne):
        taken.take("c", "voice", "192.0.2.1")
    taken.take("c", "voice", "192.0.2.2")
    with pytest.raises(Busy) as full:
        taken.take("d", "voice", "192.0.2.3")
    assert not isinstance(full.value, TooManyOfOne)


def test_a_line_that_is_given_back_is_free() -> None:
    taken = lines(voice_of_one=1)
    taken.take("a", "voice", "192.0.2.1")
    taken.release("a")
    taken.release("a")
    taken.take("b", "voice", "192.0.2.1")
    with pytest.raises(TooManyOfOne):
        taken.take("c", "voice", "192.0.2.1")


def test_chats_take_no_voices_lines() -> None:
    taken = lines()
    for number in range(3):
        taken.take(f"chat {number}", "text", "192.0.2.1")
    with pytest.raises(TooManyOfOne):
        taken.take("chat 4", "text", "192.0.2.1")
    taken.take("call", "voice", "192.0.2.1")
    taken.check("text")


def test_who_is_trusted_may_have_all_lines_but_not_more() -> None:
    taken = lines()
    for number in range(3):
        taken.take(f"call {number}", "voice", None)
    with pytest.raises(Busy):
        taken.check("voice")
