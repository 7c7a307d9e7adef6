"""One question to hosted speech: in its time, not twice in a row to who is away, and paid for."""

import threading

import pytest

from tests.platform.clock import Clock
from tests.tools.models import asked
from tests.tools.models.test_purse import Sums
from tests.tools.speech.fake_speech import FakeSpeech
from tests.tools.speech.test_providers import WAV, ask, fake, given, hear, small, speak
from tools.speech.asking import REST_S, SpeechFailed
from tools.speech.providers import SpeechProviders, Words

__all__ = ["fake"]
pytestmark = pytest.mark.usefixtures("outgoing_loopback")


def test_who_is_late_is_given_up_and_paid_all_the_same(fake: FakeSpeech) -> None:
    """The provider has the sound, and works on it."""
    book, fake.waits = Sums(10**7), threading.Event()
    with pytest.raises(SpeechFailed, match="did not answer in time"):
        hear(fake, small(within="2s", hearing=", price: 6"), book=book)
    assert sum(book.sums.values()) == 200_000


def test_a_caller_waits_once_for_one_that_is_away_and_it_is_asked_again_soon(fake: FakeSpeech) -> None:
    fake.script = [{"status": 500}, {}]
    clock = Clock()

    async def main() -> None:
        providers = SpeechProviders(asked.process(), clock=clock)
        with pytest.raises(SpeechFailed, match="InternalServerError"):
            await providers.hear(small(), given(fake), WAV, 2.0, ())
        with pytest.raises(SpeechFailed, match="failed a moment ago"):
            await providers.hear(small(), given(fake), WAV, 2.0, ())
        assert len(fake.requests) == 1
        assert await providers.speak(small(), given(fake), "Good morning.") == fake.sound  # that is another matter
        clock.now_s += REST_S
        assert await providers.hear(small(), given(fake), WAV, 2.0, ()) == Words("hello")

    asked.run(main())


def test_who_wants_to_be_left_alone_is(fake: FakeSpeech) -> None:
    fake.script = [{"status": 429, "headers": {"Retry-After": "20"}}, {}]

    async def work(providers: SpeechProviders) -> None:
        for _ in range(3):
            with pytest.raises(SpeechFailed):
                await providers.speak(small(), given(fake), "Good morning.")

    ask(fake, work)
    assert len(fake.requests) == 1


def test_sound_costs_by_its_length_and_texts_by_theirs(fake: FakeSpeech) -> None:
    book = Sums(10**7)
    hear(fake, small(hearing=", price: 6"), book=book)  # two seconds at six dollars a minute
    assert sum(book.sums.values()) == 200_000
    speak(fake, "x" * 50, small(voice=", price: 10"), book=book)
    assert sum(book.sums.values()) == 200_500


def test_what_failed_costs_nothing_and_who_may_spend_no_more_asks_nobody(fake: FakeSpeech) -> None:
    book = Sums(10**7)
    fake.script = [{"status": 500}]
    with pytest.raises(SpeechFailed):
        hear(fake, small(hearing=", price: 6"), book=book)
    assert sum(book.sums.values()) == 0
    with pytest.raises(SpeechFailed, match="may spend no more"):
        hear(fake, small(hearing=", price: 9999"), book=book)
    assert len(fake.requests) == 1
