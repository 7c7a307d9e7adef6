"""A real LiteLLM asks a server that speaks OpenAI's protocol for sound: what it is sent, what may go wrong, what it
costs."""

from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from flows.definition.bot import Bot
from tests.flows.small_bots import bot
from tests.tools.models import asked
from tests.tools.models.test_purse import Own, Sums
from tests.tools.models.test_routes import Workspace
from tests.tools.speech.fake_speech import FakeSpeech, served, tone
from tools.speech.asking import SpeechFailed
from tools.speech.providers import SpeechProviders, Words

pytestmark = pytest.mark.usefixtures("outgoing_loopback")
WAV = tone(0.2, rate=16_000)


@pytest.fixture
def fake() -> Iterator[FakeSpeech]:
    with served() as server:
        yield server


def small(within: str = "20s", hearing: str = "", voice: str = "") -> Bot:
    base = f'engine: hosted, key: k, api_base: "{{{{ env.speech }}}}", within: {within}'
    return bot(
        f"""
hearing: {{{base}, model: openai/whisper-1{hearing}}}
voice: {{{base}, model: openai/tts, speaker: nova{voice}}}
flows: {{main: {{nodes: {{a: {{type: say, say: Hello., next: end}}}}}}}}
"""
    )


def given(fake: FakeSpeech, **secrets: str) -> Workspace:
    return Workspace({"speech": fake.address}, secrets or {"k": "sk-1"}, frozenset({"127.0.0.1"}))


def ask(fake: FakeSpeech, work: Any, book: Sums | None = None) -> Any:
    """What comes of asking; the purse is settled."""

    async def main() -> Any:
        own = Own(book or Sums(10**9))
        providers = SpeechProviders(asked.process(), own.purse)
        try:
            return await work(providers)
        finally:
            await own.settled()
            own.purse.close()

    return asked.run(main())


def hear(fake: FakeSpeech, of: Bot | None = None, hints: tuple[str, ...] = (), **how: Any) -> Words | None:
    def work(providers: SpeechProviders) -> Coroutine[Any, Any, Words | None]:
        return providers.hear(of or small(), how.get("given") or given(fake), WAV, 2.0, hints)

    heard: Words | None = ask(fake, work, how.get("book"))
    return heard


def speak(fake: FakeSpeech, text: str, of: Bot | None = None, **how: Any) -> bytes | None:
    def work(providers: SpeechProviders) -> Coroutine[Any, Any, bytes | None]:
        return providers.speak(of or small(), how.get("given") or given(fake), text)

    sound: bytes | None = ask(fake, work, how.get("book"))
    return sound


def test_a_turn_is_sent_as_a_file_with_the_language_and_likely_words(fake: FakeSpeech) -> None:
    fake.text = " My balance, please."
    fake.segments = [{"avg_logprob": -0.2, "no_speech_prob": 0.1}, {"avg_logprob": -0.4, "no_speech_prob": 0.3}]
    heard = hear(fake, hints=("savings", "checking"))
    assert heard == Words(" My balance, please.", pytest.approx(-0.3), pytest.approx(0.2))
    (request,) = fake.requests
    assert request["file"] == WAV
    assert (request["model"], request["language"], request["prompt"]) == ("whisper-1", "en", "savings, checking")
    assert (request["key"], request["path"]) == ("Bearer sk-1", "/v1/audio/transcriptions")


def test_a_model_that_tells_no_doubts_is_not_asked_for_them(fake: FakeSpeech) -> None:
    of = bot(
        'hearing: {engine: hosted, model: openai/gpt-4o-transcribe, api_base: "{{ env.speech }}", within: 20s}\n'
        "flows: {main: {nodes: {a: {type: say, say: Hello., next: end}}}}"
    )
    assert hear(fake, of) == Words("hello")
    assert fake.requests[0].get("response_format") in (None, "json")
    assert fake.requests[0]["key"] == "Bearer none"  # the operator's own stays where it is


def test_a_clause_is_spoken_as_wav(fake: FakeSpeech) -> None:
    assert speak(fake, "Good morning.", small(voice=", instructions: Calm.")) == fake.sound
    (request,) = fake.requests
    told = {name: request[name] for name in ("model", "input", "voice", "response_format", "instructions", "path")}
    assert told == {
        "model": "tts", "input": "Good morning.", "voice": "nova", "response_format": "wav", "instructions": "Calm.",
        "path": "/v1/audio/speech",
    }  # fmt: skip


def test_where_no_key_is_given_nobody_is_asked(fake: FakeSpeech) -> None:
    nothing = given(fake, other="x")
    assert hear(fake, given=nothing) is None
    assert speak(fake, "Good morning.", given=nothing) is None
    elsewhere = Workspace({"speech": fake.address}, {"k": "sk-1"}, frozenset({"speech.example.com"}))
    assert hear(fake, given=elsewhere) is None
    assert fake.requests == []


def test_an_address_inside_is_not_reached_by_a_name_outside(fake: FakeSpeech, settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ()
    with pytest.raises(SpeechFailed):
        hear(fake)
    assert fake.requests == []


FAULTS: dict[str, dict[str, Any]] = {
    "away": {"status": 503},
    "its own fault": {"status": 500},
    "refused": {"status": 401},
    "too many": {"status": 429, "headers": {"Retry-After": "20"}},
    "no JSON": {"body": b"{this is no JSON"},
    "no words": {"body": b'{"words": "hello"}'},
    "broken off": {"cut": True},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_wrong_is_told_in_a_line_without_words_and_asked_once(fake: FakeSpeech, fault: str) -> None:
    fake.script = [FAULTS[fault]]
    with pytest.raises(SpeechFailed) as told:
        hear(fake)
    assert "hello" not in str(told.value)
    assert "sk-1" not in str(told.value)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("fault", [{"status": 500}, {"sound": b""}, {"cut": True}])
def test_no_sound_is_a_failure(fake: FakeSpeech, fault: dict[str, Any]) -> None:
    fake.script = [fault]
    with pytest.raises(SpeechFailed):
        speak(fake, "Good morning.")
    assert len(fake.requests) == 1
