"""Being spoken over, event by event."""

import pytest

from runtime.turns.barge_in import BACKCHANNEL_MS, SPEECH_MS, BargeIn
from runtime.turns.detector import Lasting, Paused, Resumed, Started

START = BargeIn().after(Started(1000))


def test_silence_comes_first() -> None:
    assert BargeIn().stance == "speaks"
    assert START.stance == "ducked"


@pytest.mark.parametrize("meaning", ["nothing", "backchannel"])
def test_a_sound_that_says_nothing_gives_the_voice_back(meaning: str) -> None:
    paused = START.after(Paused(1, 1000, 1300))
    assert paused.stance == "ducked"  # for the tenth of a second in which it may have been "no"
    assert paused.understood(meaning, paused=True).stance == "speaks"


def test_words_stop_the_bot_for_good() -> None:
    cut = START.after(Paused(1, 1000, 1300)).understood("speech", paused=True)
    assert cut.stance == "cut"
    for event in (Resumed(1, 300), Lasting(1000, 2000)):
        assert cut.after(event).stance == "cut"
    assert cut.over().stance == "cut"
    assert cut.understood("backchannel", paused=True).stance == "cut"


def test_nothing_made_out_yet_is_waited_for() -> None:
    assert START.understood("nothing", paused=False).stance == "ducked"


def test_words_of_a_voice_that_goes_on_silence_the_bot_and_no_more() -> None:
    heard = START.after(Lasting(1000, 1224)).understood("speech", paused=False)  # "And", of a hum
    assert heard.stance == "ducked"
    assert heard.understood("backchannel", paused=True).stance == "speaks"


def test_a_sign_of_listening_that_goes_on_as_words_silences_the_bot_again() -> None:
    known = START.after(Lasting(1000, 1224)).understood("backchannel", paused=False)
    assert known.understood("speech", paused=False).stance == "ducked"  # "right", "right now"
    assert known.understood("speech", paused=True).stance == "cut"


def test_a_sign_of_listening_is_known_before_it_is_over() -> None:
    known = START.after(Lasting(1000, 1320)).understood("backchannel", paused=False)
    assert known.stance == "speaks"
    assert known.after(Resumed(1, 100)).stance == "speaks"
    assert known.after(Lasting(1000, 1000 + SPEECH_MS)).stance == "speaks"
    assert known.after(Lasting(1000, 1000 + BACKCHANNEL_MS)).stance == "cut"  # "yeah but I wanted ..."


def test_a_voice_that_lasts_is_speech() -> None:
    assert START.after(Lasting(1000, 1320)).stance == "ducked"
    assert START.after(Lasting(1000, 1000 + SPEECH_MS)).stance == "cut"


def test_a_pause_that_meant_nothing_and_goes_on_ducks_again() -> None:
    lifted = START.understood("nothing", paused=True)
    assert lifted.after(Resumed(1, 200)).stance == "ducked"


def test_a_recogniser_that_never_answers_does_not_silence_the_bot() -> None:
    assert START.over().stance == "speaks"


def test_the_next_sound_begins_anew() -> None:
    cut = START.understood("speech", paused=True)
    assert cut.after(Started(5000)) == BargeIn("ducked", None, 5000)
