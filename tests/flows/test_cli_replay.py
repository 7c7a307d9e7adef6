"""`bot replay`: the same log leads to the same conversation; a changed bot shows where it parts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TALK = "what's my balance\nthe saver one please\n/silence\nsend fifty dollars to anna\nno, sixty\nyes\nno thanks\n"


def bot(*words: str, told: str = "", data: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "bot", *words]
    environment = {"VOXLOOM_DATA": str(data)} if data else {}
    return subprocess.run(
        command, input=told, capture_output=True, text=True, timeout=120, check=False, env=_with(environment)
    )


def _with(environment: dict[str, str]) -> dict[str, str]:
    import os

    return {**os.environ, "DJANGO_SETTINGS_MODULE": "voxloom.settings", **environment}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replay")
    path = folder / "talk.jsonl"
    source = ROOT / "templates" / "bots" / "riverbank.yaml"
    done = bot("chat", str(source), "--log", str(path), "--now", "2026-03-02T10:00", told=TALK, data=folder)
    assert done.returncode == 0, done.stderr
    return path


def test_a_log_replays_to_the_same_states(log: Path, tmp_path: Path) -> None:
    done = bot("replay", str(log), data=tmp_path)
    events = len(log.read_text().splitlines()) - 1
    assert (done.returncode, done.stdout) == (0, f"The same: {events} events.\n")


def test_a_changed_bot_differs_at_the_first_changed_word(log: Path, tmp_path: Path) -> None:
    header, *lines = log.read_text().splitlines()
    changed = tmp_path / "changed.jsonl"
    asked = "Which account, savings or checking?"
    changed.write_text("\n".join([header.replace(asked, "Savings or checking?"), *lines]) + "\n")
    done = bot("replay", str(changed), data=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("event 2: command 1: recorded ")
    assert asked in done.stdout
    assert "Savings or checking?" in done.stdout


def test_a_changed_event_differs_in_the_state(log: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    silent = next(line for line in lines if line.get("event", {}).get("event") == "user_silent")
    silent["state"] = "0" * 16
    changed = tmp_path / "changed.jsonl"
    changed.write_text("\n".join(json.dumps(line) for line in lines))
    done = bot("replay", str(changed), data=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith(f"event {silent['seq']}: state: recorded")


def test_what_is_no_log_takes_one_line(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "text").write_text("hello\n")
    for name, told in (
        ("missing", "There is no log called"),
        ("bytes", "line 1: this is no text."),
        ("text", "line 1: this is no JSON."),
    ):
        done = bot("replay", str(tmp_path / name), data=tmp_path)
        assert done.returncode == 2
        assert told in done.stderr
        assert len(done.stderr.splitlines()) == 1
