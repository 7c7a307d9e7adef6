"""Whole calls against the served process, spoken by other voices than the bot's own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flows.driver.replay import read_log, replay
from flows.engine.program import Program
from flows.loader.load import load_path
from runtime.caller import wav
from runtime.caller.loudness import audible_windows
from runtime.caller.words import word_error_rate
from tests.calls.listening import heard
from tests.calls.served import ROOT, Served, free_port
from tests.calls.voices import AWB, BRITISH, RMS, SLT, record_all

pytestmark = [pytest.mark.calls, pytest.mark.models, pytest.mark.timeout(300)]

GONE_SECONDS = 10  # within this time a caller who vanished leaves nothing behind
STOP_MS = 1000  # far above what it takes (benchmarks/voice_to_voice.py says that), far below the rest of the prompts
CONVERSATION = [
    (SLT, "What is my balance?"),
    (RMS, "The savings account, please."),
    (SLT, "I would like to send fifty dollars to Anna."),
    (BRITISH, "Yes, please."),
    (BRITISH, "I lost my card."),
    (AWB, "My debit card."),
    (RMS, "Yes, please."),
    (SLT, "Can I talk to a person?"),
]


def plain(text: str) -> str:
    return re.sub(r"(?i),? please\b", "", text)


def tools(turn: dict[str, Any]) -> list[str]:
    return [call["tool"] for call in turn["called"]]


def test_a_whole_conversation(served: Served, recordings: Path, tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    called = served.call("riverbank", record_all(CONVERSATION, recordings), "--log", str(log))

    assert called.code == 0, called.error
    assert [event["event"] for event in called.events][-1] == "ended"
    assert called.events[-1]["reason"] == "handoff"
    assert len(called.named("caller_speech_end")) == len(CONVERSATION)
    assert len(called.named("bot_speech_start")) >= len(CONVERSATION)

    final = [event["text"] for event in called.named("transcript") if event["final"]]
    said = [text for _, text in CONVERSATION]
    assert len(final) == len(said), final
    # A "please" behind a comma comes when the answer is under way, and then is not shown.
    rates = [word_error_rate(plain(line), plain(text)) for line, text in zip(said, final, strict=True)]
    assert sum(rates) / len(rates) <= 0.15, list(zip(said, final, strict=True))

    turns = [turn for turn in called.named("turn") if turn["total_ms"] and turn["turn"] > 0]
    assert [(turn["flow"], turn["node"]) for turn in turns[:-1]] == [
        ("check_balance", "which"),
        (None, None),
        ("transfer", "how_much"),
        (None, None),
        ("card_lost", "which"),
        ("card_lost", "sure"),
        (None, None),
    ]
    assert [name for turn in turns for name in tools(turn)] == ["get_balance", "send_money", "block_card"]
    for turn in turns:
        assert sum(part or 0 for part in turn["parts"].values()) == pytest.approx(turn["total_ms"], abs=0.5)
    riverbank = load_path(ROOT / "templates" / "bots" / "riverbank.yaml").bot
    assert riverbank is not None
    assert replay(Program(riverbank), read_log(log.read_text(encoding="utf-8").splitlines())) is None

    for before, after in pairwise(
        [e for e in called.events if e["event"] in ("bot_speech_end", "caller_speech_start")]
    ):
        if (before["event"], after["event"]) == ("bot_speech_end", "caller_speech_start"):
            assert after["at_ms"] - before["at_ms"] >= 299


def test_the_bots_audio_says_its_prompts(served: Served, recordings: Path, tmp_path: Path) -> None:
    record = tmp_path / "bot.wav"
    wavs = record_all([(BRITISH, "What time do you open on Saturday?")], recordings)
    called = served.call("riverbank", wavs, "--record", str(record))

    assert called.code == 0, called.error
    assert called.events[-1]["reason"] == "hangup"
    said = " ".join(event["text"] for event in called.named("said"))
    assert "Monday to Friday" in said
    assert word_error_rate(said, heard(record)) <= 0.2, (said, heard(record))


def test_speaking_over_the_bot_stops_it(served: Served, recordings: Path) -> None:
    wavs = record_all([(RMS, "What time do you open on Saturday?"), (SLT, "What is my balance?")], recordings)
    called = served.call("riverbank", wavs, "--overlap", "900")

    assert called.code == 0, called.error
    assert called.named("interrupted"), called.events
    assert "check_balance" in [turn["flow"] for turn in called.named("turn")]
    for start, end in zip(called.named("caller_speech_start"), called.named("bot_speech_end"), strict=False):
        assert end["at_ms"] < start["at_ms"] + STOP_MS


def test_a_caller_who_vanishes_leaves_nothing_behind(served: Served, recordings: Path) -> None:
    wavs = record_all([(SLT, "What is my balance?")], recordings)
    before = served.sockets()
    process = served.start_call("riverbank", wavs)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if json.loads(line)["event"] == "bot_speech_start":
                break
        assert served.sockets() > before
        os.kill(process.pid, signal.SIGKILL)
        deadline = time.monotonic() + GONE_SECONDS
    finally:
        process.kill()
        process.communicate()
    while served.sockets() > before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert served.sockets() <= before
    assert served.readiness()["ready"]


def test_an_unknown_bot_is_one_line(served: Served, recordings: Path) -> None:
    called = served.call("no-such-bot", record_all([(SLT, "Hello.")], recordings))
    assert (called.code, called.events) == (2, [])
    assert len(called.error.strip().splitlines()) == 1, called.error


def test_a_wrong_key_is_one_line(served: Served, recordings: Path) -> None:
    called = served.call("riverbank", record_all([(SLT, "Hello.")], recordings), "--api-key", "wrong")
    assert (called.code, called.events) == (2, [])
    assert len(called.error.strip().splitlines()) == 1, called.error


def test_interrupting_the_command_hangs_up(served: Served, recordings: Path) -> None:
    process = served.start_call("riverbank", record_all([(SLT, "What is my balance?")], recordings))
    assert process.stdout is not None
    events = []
    for line in process.stdout:
        events.append(json.loads(line))
        if events[-1]["event"] == "bot_speech_start":
            process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 0, error
    assert events[-1]["event"] == "ended"
    assert events[-1]["reason"] == "hangup"


def test_a_dead_server_is_one_line(served: Served, recordings: Path) -> None:
    wavs = record_all([(SLT, "Hello.")], recordings)
    address = f"http://127.0.0.1:{free_port()}"
    called = served.call("riverbank", wavs, "--server", address)
    assert (called.code, called.events) == (2, [])
    assert len(called.error.strip().splitlines()) == 1, called.error
    assert address in called.error


def test_with_only_loopback(recordings: Path, tmp_path: Path) -> None:
    wavs = record_all([(BRITISH, "What time do you open on Saturday?")], recordings)
    out = tmp_path / "bot.wav"
    inside = [sys.executable, "-m", "tests.calls.alone", str(tmp_path / "var"), str(wavs[0]), str(out)]
    unshare = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
    done = subprocess.run([*unshare, *inside], cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    result = json.loads(done.stdout)
    assert result["code"] == 0, result["error"]
    assert any("Monday to Friday" in event["text"] for event in result["events"] if event["event"] == "said")
    assert np.count_nonzero(audible_windows(wav.read_mono(out))) > 300
