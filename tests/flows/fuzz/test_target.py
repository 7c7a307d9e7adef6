"""The fuzz target over its corpus, and over a few changes of it: the short version of benchmarks/fuzz.py."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fuzz import SEEDS, words
from flows.engine.program import Program
from tests.flows.fuzz.target import survives

ROOT = Path(__file__).resolve().parents[3]
FILES = [path for pattern in SEEDS for path in sorted(ROOT.glob(pattern)) if path.is_file()]
WORDS = words()


def test_the_corpus_reaches_every_end() -> None:
    ends = {survives(path.read_bytes()) for path in FILES}
    assert ends == {"unread", "refused", "ran"}
    assert len(FILES) > 200


@given(st.data())
def test_changed_bots_are_told_of_or_run(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(FILES)).read_bytes()[:4096].splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines)))
        match data.draw(st.sampled_from(("drop", "twice", "word", "indent", "bytes", "other"))):
            case "drop":
                del lines[at : at + 1]
            case "twice":
                lines[at:at] = lines[at : at + 2]
            case "word":
                lines[at:at] = [data.draw(st.sampled_from(WORDS)).encode()]
            case "indent":
                lines[at : at + 1] = [b"  " + line for line in lines[at : at + 1]]
            case "bytes":
                lines[at:at] = [data.draw(st.binary(max_size=8))]
            case _:
                other = data.draw(st.sampled_from(FILES)).read_bytes()[:4096].splitlines(keepends=True)
                lines[at:at] = other[at : at + 3]
    assert survives(b"".join(lines)) in ("unread", "refused", "ran")


def test_what_the_engine_raises_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_bot: object) -> Program:
        raise ZeroDivisionError

    monkeypatch.setattr("tests.flows.fuzz.target.Program", breaks)
    with pytest.raises(ZeroDivisionError):
        survives((ROOT / "templates/bots/riverbank.yaml").read_bytes())


def test_the_dictionary_holds_the_language() -> None:
    assert {"flows: ", "attempts: ", "ask", "on_fail: "} <= set(WORDS)
