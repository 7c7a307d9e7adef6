"""A caller whose call is broken off: another connection, the same conversation, and what was lost is said again."""

import json
import subprocess
from pathlib import Path

import pytest

from runtime.caller.script import Script, Step
from tests.calls.served import CALL_SECONDS, MANAGE, Called, Served
from tests.calls.voices import SLT, record_all

LOST = 2_000.0


def test_the_script_waits_until_the_bot_listens_again() -> None:
    script = Script(count=2).connected(100).state("listening", 1_000).started(1_300).broken_off(LOST)
    assert script.step(60_000, 990) is Step.WAIT
    assert script.state("listening", 5_000).answered


def test_what_was_not_kept_is_said_again() -> None:
    script = Script(count=1).connected(100).state("listening", 1_000).started(1_300).finished(1_900)
    assert script.broken_off(LOST).again().spoken == 0
    again = script.broken_off(LOST).again().state("listening", 5_000)
    assert again.step(5_300, 4_000) is Step.SPEAK
    kept = script.broken_off(LOST).state("listening", 5_000)
    assert kept.step(5_300, 4_000) is Step.WAIT
    assert kept.step(7_000, 4_000) is Step.HANG_UP
    assert Script(count=1).again().spoken == 0


@pytest.mark.calls
@pytest.mark.models
@pytest.mark.timeout(300)
def test_a_server_that_dies_and_comes_back(tmp_path: Path) -> None:
    """Killed in the middle of a sentence of the bot's; the caller tries again until it is there."""
    said = record_all([(SLT, "what is my balance"), (SLT, "savings please"), (SLT, "goodbye")], tmp_path)
    with Served(tmp_path / "var") as served:
        log = tmp_path / "log.jsonl"
        process = served.start_call("riverbank", said, "--log", str(log))
        events, killed = [], False
        assert process.stdout is not None
        for line in process.stdout:
            events.append(line)
            if '"Which account' in line and not killed:
                killed = True
                served.kill()
                served.start()
        code = process.wait(CALL_SECONDS)
        called = Called(code, [json.loads(line) for line in events], "")
        assert code == 0, process.communicate()[1]
        process.communicate()
        texts = [event["text"] for event in called.named("said")]
        assert "Sorry, we were cut off." in texts
        assert any("1,250.50" in text for text in texts)
        assert [event["state"] for event in called.named("state")].count("reconnecting") == 1
        turns = [event["turn"] for event in called.named("turn")]
        assert turns == sorted(set(turns))
        assert called.named("ended")[0]["reason"] == "goodbye"
        seqs = [json.loads(line).get("seq") for line in log.read_text().splitlines()]
        assert seqs == [None, *range(1, len(seqs))]
        replayed = subprocess.run(
            [*MANAGE, "bot", "replay", str(log)],
            env=served.environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert replayed.returncode == 0, replayed.stdout + replayed.stderr
