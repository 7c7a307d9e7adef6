"""Telling the end of a voice by its level."""

from runtime.turns.audibility import BELOW_VOICE_DB, Audibility


def heard(levels: list[float], *, room: float, voice: float) -> list[bool]:
    """What is heard of `levels` after two seconds of a room and one of a voice in it."""
    audibility = Audibility()
    for _ in range(200):
        audibility.hears(room, speech=False)
    for _ in range(100):
        audibility.hears(voice, speech=True)
    return [audibility.hears(level, speech=True) for level in levels]


def test_a_voice_ends_when_its_level_falls() -> None:
    assert heard([-20, -30, -60, -70], room=-70, voice=-20) == [True, True, False, False]


def test_a_soft_ending_still_belongs_to_it() -> None:
    assert heard([-20 - BELOW_VOICE_DB + 2], room=-80, voice=-20) == [True]


def test_the_room_is_no_voice() -> None:
    assert heard([-45, -36], room=-50, voice=-20) == [False, True]


def test_a_drowned_voice_is_left_to_the_windows() -> None:
    assert heard([-60, -30, -90], room=-28, voice=-20)[:2] == [True, True]


def test_a_caller_who_turns_away_is_not_lost() -> None:
    audibility = Audibility()
    for _ in range(100):
        audibility.hears(-15, speech=True)
    soft = [audibility.hears(-38, speech=True) for _ in range(1000)]
    assert soft[0] is True
    assert soft[-1] is True


def test_digital_silence_before_the_first_word() -> None:
    audibility = Audibility()
    assert [audibility.hears(-100, speech=False) for _ in range(50)][-1] is False
    assert audibility.hears(-30, speech=False) is True
