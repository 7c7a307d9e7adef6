"""Time zone, language, voice."""

import ast
from pathlib import Path

import pytest

from flows.checks.settings import SPEAKERS
from tests.flows.checks.small import MAIN, told

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "text", ["timezone: Europe/London", "language: en", "language: en-GB", "voice: {}", "voice: {engine: piper}"]
)
def test_good_settings(text: str) -> None:
    assert told(f"{text}\n{MAIN}") == []


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("timezone: Mars/Base", "schema.value", "timezone"),
        ("timezone: ../etc/passwd", "schema.value", "timezone"),
        ("language: klingon", "schema.value", "language"),
        ("voice: {engine: espeak}", "schema.value", "voice.engine"),
        ("voice: {speaker: nobody}", "schema.value", "voice.speaker"),
    ],
)
def test_unknown_settings(text: str, code: str, path: str) -> None:
    assert told(f"{text}\n{MAIN}") == [(code, path)]


def test_the_voices_are_those_of_the_runtime() -> None:
    source = (ROOT / "runtime" / "speech" / "workers" / "voice.py").read_text(encoding="utf-8")
    (speakers,) = [
        ast.literal_eval(entry.value)
        for entry in ast.parse(source).body
        if isinstance(entry, ast.Assign) and getattr(entry.targets[0], "id", "") == "SPEAKERS"
    ]
    assert SPEAKERS["piper"] == tuple(speakers)
