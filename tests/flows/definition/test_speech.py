"""What speaks and what hears, as a bot says it."""

from flows.definition.speech import DEFAULT_WAIT_MS, LOCAL_SPEAKER, Hearing, Voice
from tests.flows.small_bots import bot

FLOWS = "flows: {main: {nodes: {a: {type: say, say: Hello., next: end}}}}\n"


def test_this_machine_does_both_unless_a_bot_says_otherwise() -> None:
    small = bot(FLOWS)
    assert (small.voice.engine, small.voice.speaker, small.hearing.engine) == ("piper", LOCAL_SPEAKER, "whisper")
    assert small.voice.within == small.hearing.within == DEFAULT_WAIT_MS


def test_the_examples_of_both_are_read_whole() -> None:
    small = bot(f"{Voice.example.strip()}\n{Hearing.example.strip()}\n{FLOWS}")
    assert (small.voice.speaker, small.voice.price, small.voice.provider) == ("nova", 12, "openai")
    assert (small.hearing.key, small.hearing.allow, small.hearing.within) == ("openai_key", ("person", "phone"), 1_200)


def test_a_model_that_does_not_say_whose_it_is_has_no_provider() -> None:
    assert (Hearing(model="whisper-1").provider, Hearing().provider, Voice(model="a/b/c").provider) == ("", "", "a")
