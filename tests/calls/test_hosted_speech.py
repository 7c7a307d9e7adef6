"""A spoken call whose bot is heard and spoken by a provider, and the same call while the provider is away."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from runtime.caller import wav
from tests.calls.served import Served
from tests.calls.test_services import manage
from tests.calls.voices import SLT, record_all
from tests.tools.speech.fake_speech import TONE_HZ, FakeSpeech, served, tone

pytestmark = [pytest.mark.calls, pytest.mark.models, pytest.mark.timeout(300)]

BOT = """
voxloom: 1
bot: desk
start: hello
defaults: {on_fail: handoff, on_error: handoff}
voice: {engine: hosted, model: openai/tts, speaker: nova, key: speech_key, api_base: "{{ env.speech }}", within: 15s}
hearing: {engine: hosted, model: openai/whisper-1, key: speech_key, api_base: "{{ env.speech }}", within: 15s}
variables: {street: {type: text}}
intents:
  balance: {description: the balance of an account, examples: ["what's my balance", how much money do I have]}
  branch: {description: where our branch is, examples: [where is your branch, which branch is mine, where are you]}
flows:
  hello: {nodes: {hi: {type: say, say: "Riverbank. What can I do?", next: end}}}
  balance: {triggers: [balance], nodes: {tell: {type: say, say: You have ten dollars., next: end}}}
  branch:
    triggers: [branch]
    nodes:
      look: {type: set, set: {street: Market Street}}
      tell: {type: say, say: "You can find us at number twelve in {{ street }}.", next: end}
"""


@pytest.fixture
def provider() -> Iterator[FakeSpeech]:
    with served() as running:
        running.sound = tone(1.2)
        running.text = "What is my balance?"
        yield running


def share_of_tone(path: Path) -> float:
    """How much of the sound that was heard is the provider's tone."""
    samples = wav.read_mono(path)
    power = np.abs(np.fft.rfft(samples.astype(np.float64))) ** 2
    hertz = np.fft.rfftfreq(samples.size, 1 / wav.RATE_HZ)
    return float(power[np.abs(hertz - TONE_HZ) < 20].sum() / power[hertz > 50].sum())


def test_a_provider_hears_and_speaks_and_this_machine_does_while_it_is_away(
    provider: FakeSpeech, recordings: Path, tmp_path: Path
) -> None:
    bot, there, here = tmp_path / "desk.yaml", tmp_path / "there.wav", tmp_path / "here.wav"
    bot.write_text(BOT)
    said = record_all([(SLT, "Where is your branch?")], recordings)
    with Served(tmp_path / "data", OUTGOING_NETWORKS="127.0.0.0/8") as server:
        manage(server, "env", f"speech={provider.address}")
        manage(server, "env", "--secret", "speech_key", said="sk-1")
        manage(server, "bot", "import", str(bot))
        manage(server, "bot", "publish", "desk")
        called = server.call("desk", said, "--record", str(there))
        assert called.code == 0, called.error
        told = [event["text"] for event in called.named("said")]
        assert "You have ten dollars." in told, told  # its words count, whatever was said
        provider.status = 503
        asked = len(provider.requests)
        again = server.call("desk", said, "--record", str(here))
        assert again.code == 0, again.error
        told = [event["text"] for event in again.named("said")]
        assert "You can find us at number twelve in Market Street." in told, told
    assert len(provider.requests) > asked
    assert provider.asked("transcriptions")[0]["language"] == "en"
    assert {"Riverbank.", "You have ten dollars."} <= {each["input"] for each in provider.asked("speech")}
    assert share_of_tone(there) > 0.5
    assert share_of_tone(here) < 0.95 * share_of_tone(there)  # what was kept before still is the provider's
