"""Documents are read by another process: what it is held up by holds up nobody here."""

import subprocess

import pytest

from tests.tools.knowledge.hashed import SHIPPED
from tools.knowledge.reading import apart
from tools.knowledge.reading.blocks import CannotRead
from tools.knowledge.reading.pdf import read_pdf
from tools.knowledge.reading.read import HTML, TEXT, read


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def takes_long(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("python", 60)

    monkeypatch.setattr(apart.subprocess, "run", takes_long)
    with pytest.raises(CannotRead, match="too long"):
        read_pdf(b"%PDF-")


def test_the_process_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOXLOOM_FIELD_KEY", "secret")
    given: dict[str, str] = {}
    real = subprocess.run

    def run(*arguments: object, **options: object) -> object:
        given.update(options["env"])  # type: ignore[call-overload]
        return real(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(apart.subprocess, "run", run)
    read_pdf((SHIPPED / "visiting_guide.pdf").read_bytes())
    assert "VOXLOOM_FIELD_KEY" not in given


def test_one_that_holds_the_reader_up_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "READ_S", 1.0)
    with pytest.raises(CannotRead, match="too long"):
        read(b"<a " * 300_000, HTML)


def test_what_the_program_cannot_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST_ANSWER_BYTES", 10)
    with pytest.raises(CannotRead, match="The document cannot be read"):
        read(b"words", TEXT)
