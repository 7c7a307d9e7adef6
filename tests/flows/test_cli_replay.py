"""`bot replay`: the same log leads to the same conversation; a changed bot shows where it parts."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from tests import warm

ROOT = Path(__file__).resolve().parents[2]
TALK = "what's my balance\nthe saver one please\n/silence\nsend fifty dollars to anna\nno, sixty\nyes\nno thanks\n"


def bot(*words: str, told: str = "", data: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return manage("bot", *words, told=told, **({"VOXLOOM_DATA": str(data)} if data else {}))


def manage(*words: str, told: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    ran = warm.run(words, own={"DJANGO_SETTINGS_MODULE": "voxloom.settings", **more}, said=told.encode())
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


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


def test_a_changed_value_has_its_path(log: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    corrected = next(line for line in lines[1:] if line["changes"].get("slots", {}).get("amount") == 60)
    corrected["changes"]["slots"]["amount"] = 70
    corrected["state"] = "0" * 16
    changed = tmp_path / "changed.jsonl"
    changed.write_text("\n".join(json.dumps(line) for line in lines))
    done = bot("replay", str(changed), data=tmp_path)
    assert done.returncode == 1
    assert done.stdout == f"event {corrected['seq']}: state slots.amount: recorded 70, now 60\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the starter bots are published."""
    folder = tmp_path_factory.mktemp("published")
    for words in (("migrate", "-v", "0"), ("load_starter_bots",)):
        manage(*words, VOXLOOM_DATA=str(folder)).check_returncode()
    return folder


def test_the_log_of_a_call_finds_its_bot_by_its_hash(log: Path, published: Path, tmp_path: Path) -> None:
    """Calls write no `source`: what they ran is kept in the database."""
    header, *lines = log.read_text().splitlines()
    text = (ROOT / "templates" / "bots" / "riverbank.yaml").read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    without = {name: value for name, value in json.loads(header).items() if name != "source"}
    call = tmp_path / "call.jsonl"
    call.write_text("\n".join([json.dumps({**without, "bot_hash": digest}), *lines]))
    done = bot("replay", str(call), data=published)
    assert (done.returncode, done.stdout) == (0, f"The same: {len(lines)} events.\n")
    for folder in (tmp_path, published):
        call.write_text("\n".join([json.dumps({**without, "bot_hash": "0" * 64}), *lines]))
        done = bot("replay", str(call), data=folder)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert "no version that the log was written with" in done.stderr


def test_another_version_of_the_bot(log: Path, published: Path) -> None:
    done = bot("replay", str(log), "--version", "1", data=published)
    assert (done.returncode, done.stdout[:9]) == (0, "The same:")
    for version in ("7", "9" * 30):
        done = bot("replay", str(log), "--version", version, data=published)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert "There is no version" in done.stderr


def test_a_log_that_was_cut_off(log: Path, tmp_path: Path) -> None:
    text = log.read_text()
    cut = tmp_path / "cut.jsonl"
    cut.write_text(text[: len(text) // 2])
    done = bot("replay", str(cut), data=tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert "this is no JSON" in done.stderr
    whole_lines = text[: len(text) // 2].rpartition("\n")[0]
    cut.write_text(whole_lines)
    done = bot("replay", str(cut), data=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"The same: {len(whole_lines.splitlines()) - 1} events.\n")


def test_what_is_no_log_takes_one_line(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "text").write_text("hello\n")
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "foreign").write_text('{"level": "info", "message": "started"}\n')
    for name, told in (
        ("missing", "There is no log and no conversation called"),
        ("bytes", "line 1: this is no text."),
        ("text", "line 1: this is no JSON."),
        ("empty", "line 1: there is no header"),
        ("foreign", "line 1: there is no header"),
        (".", "There is no log and no conversation called"),
    ):
        done = bot("replay", str(tmp_path / name), data=tmp_path)
        assert done.returncode == 2
        assert told in done.stderr
        assert len(done.stderr.splitlines()) == 1
