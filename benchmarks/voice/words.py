"""S10: what the short context of the recogniser costs in words, against the whole one, on the same clips."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks._callers import Clip, clean, recording, spoken_by
from benchmarks._pauses import plain
from benchmarks.voice import figures
from benchmarks.voice.bench import Bench
from benchmarks.voice.corpus import PAUSED, mix
from benchmarks.voice.peers import Peers
from runtime.caller.words import word_errors, words

QUICK_SENTENCES = 6
_NUMBER = re.compile(
    r"\b(zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|hundred|fifty|seventy|double)\b", re.IGNORECASE
)
"""The recogniser writes these as figures: not an error of words."""


async def measure(bench: Bench, _: Peers) -> dict[str, Any]:
    """Every sentence by every voice, twice."""
    short, full = await asyncio.to_thread(_recognisers)
    texts = sentences()[: QUICK_SENTENCES if bench.quick else None]
    for name, voice in bench.studio.voices.items():
        spoken = await spoken_by(voice, texts)
        for text in texts:
            await _hear(bench, "words", name, text, clean(spoken[text], 0), short, full)
        bench.say(f"words: {name} is heard")
    for file, text in _recordings(bench.recordings):
        await _hear(bench, "recorded_words", file.name, text, clean(recording(file), 0), short, full)
    return {**_report(bench, "words", "wer"), **_report(bench, "recorded_words", "wer_recordings")}


def sentences() -> list[str]:
    """What callers say without numbers: of mix.yaml and turns.yaml."""
    corpus = yaml.safe_load(PAUSED.read_text("utf-8"))
    written = [plain(entry["say"]) for group in ("plain", "phrase", "clause") for entry in corpus[group]]
    said = [text for dialogue in mix() for kind, text in dialogue.turns if kind != "digits"]
    return [text for text in dict.fromkeys(said + written) if not _NUMBER.search(text)]


def _recordings(folder: Path | None) -> list[tuple[Path, str]]:
    """Recordings of people and what is said in them: in a .txt beside each, or in a table of the folder's README.md."""
    if folder is None:
        return []
    readme = folder / "README.md"
    listed = transcripts(readme.read_text("utf-8")) if readme.exists() else {}
    found = []
    for file in sorted(folder.glob("*.wav")):
        beside = file.with_suffix(".txt")
        text = beside.read_text("utf-8").strip() if beside.exists() else listed.get(file.name, "")
        if text and not _NUMBER.search(text):
            found.append((file, text))
    return found


def transcripts(readme: str) -> dict[str, str]:
    """File to words, from the first two columns of Markdown tables.

    >>> transcripts("| file | words |\\n|---|---|\\n| `a.wav` | good morning | 3 s |")
    {'a.wav': 'good morning'}
    """
    return dict(re.findall(r"^\| `([^`]+\.wav)` \| ([^|]+?) \|", readme, re.MULTILINE))


def _recognisers() -> tuple[Any, Any]:
    from runtime.speech import hearing, models
    from runtime.speech.workers.recogniser import Recogniser

    class WholeContext(Recogniser):
        """Encodes thirty seconds, however little was said."""

        def _encode(self, features: Any, frames: int) -> Any:
            del frames
            return super()._encode(features, hearing.FULL_FRAMES)

    folder = str(models.find("recogniser")["model.bin"].parent)
    return Recogniser(folder), WholeContext(folder)


async def _hear(bench: Bench, scenario: str, voice: str, text: str, clip: Clip, short: Any, full: Any) -> None:
    row: dict[str, Any] = {"voice": voice, "text": text, "words": len(words(text))}
    for name, recogniser in (("short", short), ("full", full)):
        heard = await asyncio.to_thread(recogniser.transcribe, np.asarray(clip), ())
        row |= {f"{name}_heard": heard["text"], f"{name}_ms": heard["took_ms"]}
        row[f"{name}_errors"] = word_errors(words(text), words(heard["text"]))
    bench.log.write(scenario, **row)


def _report(bench: Bench, scenario: str, name: str) -> dict[str, Any]:
    rows: Sequence[dict[str, Any]] = [row for row in bench.log.rows if row["scenario"] == scenario]
    if not rows:
        return {}
    return {
        f"{name}_short_context": figures.word_rate((row["short_errors"], row["words"]) for row in rows),
        f"{name}_full_context": figures.word_rate((row["full_errors"], row["words"]) for row in rows),
        f"{name}_words": sum(row["words"] for row in rows),
        f"{name}_short_p50_ms": figures.median([row["short_ms"] for row in rows]),
        f"{name}_full_p50_ms": figures.median([row["full_ms"] for row in rows]),
    }
