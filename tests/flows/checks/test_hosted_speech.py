"""What is told of hosted speech."""

import pytest

from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, MAIN, nodes, told

VOICE = "voice: {engine: hosted, model: openai/tts-1, speaker: nova, key: openai_key"
HEARING = "hearing: {engine: hosted, model: openai/whisper-1, key: openai_key"
PERSONAL = "slots: {who: {type: person}, card: {type: card_number}, plain: {type: text}}\n"
ASKS = ("ask: {type: ask, slot: who, say: Who?}", 'z: {type: say, say: "Bye, {{ who }}.", next: end}')


@pytest.mark.parametrize(
    "text",
    [
        f"{VOICE}}}", f"{HEARING}}}", f"{HEARING}, price: 0.006, within: 900ms}}", "hearing: {}",
        "hearing: {engine: whisper}",
        'voice: {engine: hosted, model: openai/kokoro, speaker: a, api_base: "{{ env.own }}/v1"}',
        "hearing: {engine: hosted, model: groq/whisper-large-v3, key: groq_key}",
    ],
)  # fmt: skip
def test_good_speech(text: str) -> None:
    assert told(f"{text}\n{MAIN}") == []


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("voice: {engine: hosted}", "schema.missing", "voice"),
        ("hearing: {engine: hosted, model: openai/whisper-1}", "schema.missing", "hearing"),
        ("hearing: {engine: ears}", "schema.value", "hearing.engine"),
        ("voice: {engine: hosted, model: bedrock/polly, key: k}", "schema.value", "voice.model"),
        ("hearing: {engine: hosted, model: tts-1, key: k}", "schema.value", "hearing.model"),
        ("voice: {model: openai/tts-1}", "schema.value", "voice.model"),
        ("hearing: {engine: whisper, key: openai_key}", "schema.value", "hearing.key"),
        (VOICE.replace("openai_key", "sk-proj-0123456789abcdefghijklmnopqrstuv") + "}", "secret.inline", "voice.key"),
        (VOICE.replace("openai_key", "Not a name") + "}", "tool.auth", "voice.key"),
        ('hearing: {engine: hosted, model: groq/x, api_base: "{{ env.own }}"}', "schema.value", "hearing.model"),
        ('hearing: {engine: hosted, model: openai/x, api_base: "http://{{ x }}/v1"}', "tool.url", "hearing.api_base"),
        ("hearing: {engine: hosted, model: openai/x, key: k, within: soon}", "schema.value", "hearing.within"),
    ],
)  # fmt: skip
def test_speech_that_cannot_be(text: str, code: str, path: str) -> None:
    assert (code, path) in told(f"{text}\n{MAIN}")


def of(settings: str, *written: str) -> list[tuple[str, str]]:
    found = told(f"{PERSONAL}{settings}\n{nodes(*(written or ASKS))}")
    return [(code, path) for code, path in found if code.startswith("personal.")]


def test_who_hears_elsewhere_may_hear_each_class_that_is_asked_for() -> None:
    assert of(f"{HEARING}}}") == [("personal.speech", "hearing")] * 2
    assert of(f"{HEARING}, allow: [person]}}") == [("personal.speech", "hearing")]
    assert of(f"{HEARING}, allow: [person, card]}}") == []
    assert of("hearing: {engine: whisper}") == []


def test_who_speaks_elsewhere_may_say_each_class_that_is_said() -> None:
    assert of(f"{VOICE}}}") == [("personal.speech", "flows.main.nodes.z.say")]
    assert of(f"{VOICE}, allow: [person]}}") == []
    assert of(f"{VOICE}}}", ASKS[0], "z: {type: say, say: Bye., next: end}") == []
    assert of("voice: {}") == []


def test_another_language_needs_a_provider_that_hears_and_one_that_speaks_it() -> None:
    for settings, severity in (
        (f"{VOICE}}}", "error"),
        (f"{HEARING}}}", "error"),
        (f"{VOICE}}}\n{HEARING}}}", "warning"),
    ):
        loaded = load_text(f"{HEAD}language: de\n{settings}\n{MAIN}")
        assert [(each.code, each.severity) for each in loaded.findings] == [("schema.value", severity)]
        assert loaded.runnable == (severity == "warning")
