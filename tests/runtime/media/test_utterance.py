import pytest

from runtime.media import opus
from runtime.media.utterance import Played, Utterance

PACKET = opus.SILENCE_20_MS


def test_played_time_counts_what_was_taken() -> None:
    utterance = Utterance("a")
    utterance.add([PACKET] * 5)
    utterance.take()
    utterance.take()
    assert utterance.stop() == Played("a", played_ms=40, total_ms=100, finished=False)


def test_packets_of_other_durations_count_as_long_as_they_are() -> None:
    utterance = Utterance("a")
    utterance.add([opus.SILENCE_5_MS, opus.SILENCE_10_MS])
    assert utterance.take() == (opus.SILENCE_5_MS, 240)
    assert utterance.stop() == Played("a", played_ms=5, total_ms=15, finished=False)


def test_after_a_stop_nothing_can_be_added_or_taken() -> None:
    utterance = Utterance("a")
    utterance.add([PACKET])
    utterance.stop()
    utterance.add([PACKET])
    assert utterance.take() is None
    assert utterance.stop() == Played("a", played_ms=0, total_ms=20, finished=False)


def test_after_finish_nothing_can_be_added() -> None:
    utterance = Utterance("a")
    utterance.finish()
    utterance.add([PACKET])
    assert utterance.exhausted


def test_a_bad_packet_adds_none_of_its_batch() -> None:
    utterance = Utterance("a")
    with pytest.raises(ValueError, match="Opus"):
        utterance.add([PACKET, b""])
    assert utterance.take() is None
