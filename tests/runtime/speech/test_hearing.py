import numpy as np
import pytest

from runtime.speech import hearing


@pytest.mark.parametrize(
    ("text", "circles"),
    [
        ("I would like to transfer fifty dollars", False),
        ("no no no", False),
        ("no no no no", True),
        ("zero zero zero one", False),
        ("9 9 9 9 9 9", False),
        ("9 9 9 9 9 9 9 9", True),
        ("one two one two one two", False),
        ("one two one two one two one two", True),
        ("thank you. Thank you. thank you!", True),
        ("I want to pay, I want to pay, I want to pay", True),
        ("I want to pay and I want to pay", False),
        ("", False),
        ("RARRARRARRARRARRAR", True),
        ("hahaha", False),
        ("1000000", False),
    ],
)
def test_circles(text: str, circles: bool) -> None:
    assert hearing.runs_in_circles(text) is circles


@pytest.mark.parametrize(
    ("text", "spoken_s", "circles"),
    [
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", 6.0, False),
        ("Four two four two, four two four two, four two four two.", 5.0, False),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", 1.5, True),  # nobody says sixteen digits so fast
        ("1 " * 40, 30.0, True),
        ("Pay one one one one one one one one", 6.0, True),
    ],
)
def test_a_row_of_digits_is_said_as_long_as_it_takes(text: str, spoken_s: float, circles: bool) -> None:
    assert hearing.runs_in_circles(text, spoken_s) is circles


def test_short_context_only_with_room_for_the_end() -> None:
    assert hearing.context_frames(0) == 1000
    assert hearing.context_frames(int(7.5 * 16_000)) == 1000
    assert hearing.context_frames(int(7.5 * 16_000) + 1600) == 3000


def test_the_cap_of_tokens_grows_with_the_clip() -> None:
    assert hearing.token_cap(0) == 12
    assert hearing.token_cap(16_000) == 19
    assert hearing.token_cap(29 * 16_000) < 448


@pytest.mark.parametrize(
    ("text", "no_speech", "log_probability", "level", "dropped"),
    [
        ("savings", 0.1, -0.2, -20, False),
        ("savings", 0.1, -0.2, -55, True),
        ("savings", 0.9, -1.5, -20, True),
        ("savings", 0.9, -0.3, -20, False),
        ("Thank you.", 0.1, -0.2, -20, False),
        ("Thank you.", 0.1, -0.2, -45, True),
        ("you", 0.7, -0.2, -20, True),
        (" ... ", 0.0, 0.0, -10, True),
        ("", 0.0, 0.0, -10, True),
        ("and", 0.58, -3.0, -20, True),
        ("and a", 0.1, -2.1, -20, True),
        ("four", 0.1, -1.8, -20, False),
        ("Okay", 0.3, -0.3, -45, False),
    ],
)
def test_who_spoke(text: str, no_speech: float, log_probability: float, level: float, dropped: bool) -> None:
    heard = hearing.nobody_spoke(text, no_speech=no_speech, log_probability=log_probability, level_dbfs=level)
    assert heard is dropped


@pytest.mark.parametrize(
    ("text", "seconds", "once"),
    [
        ("What's my balance? What's my balance?", 0.9, "What's my balance?"),
        ("Yes. Yes. Yes.", 0.4, "Yes."),
        ("No, no, no.", 1.2, "No, no, no."),
        ("4, 2, 4, 2", 0.5, "4, 2, 4, 2"),
        ("four two four two", 0.5, "four two four two"),
        ("I lost my card", 0.1, "I lost my card"),
        ("", 0.0, ""),
        ("a-b a-b", 0.1, "a-b a-b"),
    ],
)
def test_a_sentence_written_twice_was_said_once(text: str, seconds: float, once: str) -> None:
    assert hearing.said_once(text, seconds) == once


@pytest.mark.parametrize(
    ("text", "seconds", "hurried"),
    [
        ("hello", 0.2, False),
        ("I would like to transfer fifty dollars to Anna", 2.2, False),
        ("I would like to transfer fifty dollars to Anna", 1.0, True),
        ("4 2 4 2", 1.3, False),
        ("4 2 4 2 4 2 4", 1.3, True),
        ("10001 90210 01803", 8.0, False),
        ("", 0.0, False),
    ],
)
def test_nobody_speaks_so_fast(text: str, seconds: float, hurried: bool) -> None:
    assert hearing.too_fast(text, seconds) is hurried


def test_spoken_seconds_leave_the_silence_around_out() -> None:
    clip = np.zeros(32_000, dtype=np.float32)
    assert hearing.spoken_seconds(clip[:0]) == 0
    clip[8_000:16_000] = 0.1
    clip[11_000:12_000] = 0
    assert hearing.spoken_seconds(clip) == pytest.approx(0.5, abs=0.03)


def test_loudness_is_that_of_the_loudest_moment() -> None:
    clip = np.zeros(32_000, dtype=np.float32)
    assert hearing.loudness_dbfs(clip) == -120
    assert hearing.loudness_dbfs(clip[:0]) == -120
    clip[1600:3200] = 0.1
    assert hearing.loudness_dbfs(clip) == pytest.approx(-20)


@pytest.mark.parametrize(
    ("text", "hints", "echoed"),
    [
        ("savings, checking, Riverbank", ["savings", "checking", "Riverbank"], True),
        ("Checking, Riverbank", ["savings", "checking", "Riverbank"], True),
        ("savings", ["savings", "checking"], False),
        ("savings and checking", ["savings", "checking"], False),
        ("", ["savings"], False),
        ("savings checking", [], False),
    ],
)
def test_an_echo_of_the_hints_is_seen(text: str, hints: list[str], echoed: bool) -> None:
    assert hearing.echoes_hints(text, hints) is echoed


@pytest.mark.parametrize(
    ("text", "expected", "gains"),
    [
        ("Savings, please.", ("checking", "savings"), True),
        ("the saving account", ("savings",), False),
        ("my current account", ("Current account",), True),
        ("current, my account", ("current account",), False),
        ("a discount", ("count",), False),
        ("It's Anna's.", ("anna",), False),
        ("", ("savings", ""), False),
        ("savings", (), False),
    ],
)
def test_an_expected_word_speaks_for_a_guess(text: str, expected: tuple[str, ...], gains: bool) -> None:
    assert (hearing.favour(text, expected) > 0) is gains


def test_several_expected_words_speak_no_louder_than_one() -> None:
    one = hearing.favour("block my card", ("card",))
    assert hearing.favour("block my card", ("card", "block")) == one


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("a table for for please", "a table for four please"),
        ("Room for, to people, on Friday.", "Room for two people, on Friday."),
        ("We'd like dinner for too.", "We'd like dinner for two."),
        ("Can we come at ate?", "Can we come at eight?"),
        ("Is there space for ate on Sunday?", "Is there space for eight on Sunday?"),
        ("for to long", "for to long"),
        ("what is that for to me", "what is that for to me"),
        ("I looked for, for the card", "I looked for, for the card"),
        ("go to, to", "go to, to"),
        ("a table for four", "a table for four"),
    ],
)
def test_words_that_sound_like_numbers_behind_for_and_at(text: str, numbers: str) -> None:
    assert hearing.with_numbers(text) == numbers
