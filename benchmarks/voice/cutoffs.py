"""S4: how often the bot becomes audible before a caller who pauses has finished, at the settings of all figures."""

from collections.abc import Iterable
from typing import Any

from benchmarks._callers import Sound, spoken_by
from benchmarks._pauses import beginnings, plain, with_pause
from benchmarks.voice import figures
from benchmarks.voice.bench import Bench, row_of
from benchmarks.voice.corpus import hesitations, opener
from benchmarks.voice.peers import Peers
from benchmarks.voice.speech import at_48_khz
from runtime.caller import wav

PAUSES_MS = (400, 550, 700)
NAMES = {"phrase": "false_cutoff_rate", "pieces": "false_cutoff_rate_digits", "clause": "false_cutoff_rate_clause"}
VOICES_A_MARK = 2
QUICK_A_GROUP = 3


async def measure(bench: Bench, _: Peers) -> dict[str, Any]:
    """Each mark of turns.yaml by two voices with two pauses; a call for each, so that the bot is where it should be."""
    voices = list(bench.studio.voices)
    spoken: dict[tuple[str, str], Sound] = {}
    for group, entries in hesitations().items():
        marks = [(entry, words) for entry in entries for words in beginnings(entry["say"])]
        if bench.quick:
            marks = marks[:: max(1, len(marks) // QUICK_A_GROUP)][:QUICK_A_GROUP]
        for number, (entry, words) in enumerate(marks):
            for turn in range(1 if bench.quick else VOICES_A_MARK):
                voice = voices[(number + turn) % len(voices)]
                pause_ms = PAUSES_MS[(number + number // len(PAUSES_MS) + turn) % len(PAUSES_MS)]
                await _speak(bench, spoken, voice, (plain(entry["say"]), words))
                paused = with_pause(spoken[voice, plain(entry["say"])], spoken[voice, words], words, pause_ms)
                await _call(bench, group, entry, wav.record(entry["say"], at_48_khz(paused.sound)), voice, pause_ms)
    return report(bench)


async def _speak(bench: Bench, spoken: dict[tuple[str, str], Sound], voice: str, texts: Iterable[str]) -> None:
    missing = [text for text in texts if (voice, text) not in spoken]
    if missing:
        made = await spoken_by(bench.studio.voices[voice], missing)
        spoken |= {(voice, text): sound for text, sound in made.items()}


async def _call(
    bench: Bench, group: str, entry: dict[str, Any], said: wav.Recording, voice: str, pause_ms: int
) -> None:
    name = f"cutoffs {group} {voice} {entry['say']!r}"
    held = await bench.hold(name, entry["bot"], [said], typed=opener(entry))
    for turn in held.turns:
        told = held.told(0)
        row = {"group": group, "bot": held.bot, "voice": voice, "pause_ms": pause_ms, **row_of(turn)}
        bench.log.write("cutoffs", **row, parts=told.get("parts"))
        bench.say(f"{name} {pause_ms}: {'CUT' if turn.cut else turn.answer_ms}")


def report(bench: Bench) -> dict[str, Any]:
    """A rate for each group, and what callers who paused waited for."""
    rows = [row for row in bench.log.rows if row["scenario"] == "cutoffs"]
    told: dict[str, Any] = {}
    for group, name in NAMES.items():
        told |= figures.share(name, (row["cut"] for row in rows if row["group"] == group))
    waits = [row["answer_ms"] for row in rows if row["answer_ms"] is not None and not row["cut"]]
    return {**told, **figures.spread("paused", waits)}
