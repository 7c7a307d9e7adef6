"""What is said to compare the recogniser's contexts."""

from pathlib import Path

from benchmarks.voice.words import _recordings, sentences, transcripts
from runtime.caller.words import words


def test_five_voices_say_more_than_a_thousand_words_and_no_number() -> None:
    said = [word for text in sentences() for word in words(text)]
    assert 5 * len(said) >= 1000
    assert not {"four", "seven", "fifty"} & set(said)


def test_what_recordings_say_stands_beside_them_or_in_a_table(tmp_path: Path) -> None:
    table = "| file | words |\n|---|---|\n| `a.wav` | good morning | 3 s |\n| `c.wav` | nine oh two | |\n"
    assert transcripts(table) == {"a.wav": "good morning", "c.wav": "nine oh two"}
    (tmp_path / "README.md").write_text(table)
    for name in ("a", "b", "c", "d"):
        (tmp_path / f"{name}.wav").touch()
    (tmp_path / "b.txt").write_text("good night\n")
    assert [(file.name, text) for file, text in _recordings(tmp_path)] == [
        ("a.wav", "good morning"),
        ("b.wav", "good night"),
    ]
