"""S4: how often the bot becomes audible before a caller who pauses has finished, at the settings of all figures."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Case:
    """A sentence of turns.yaml, paused behind `words`, by one voice."""

    group: str
    entry: dict[str, Any]
    words: str
    voice: str
    pause_ms: int

    @property
    def said(self) -> str:
        """The whole sentence."""
        return plain(self.entry["say"])


def cases(voices: Sequence[str], *, quick: bool) -> list[Case]:
    """Each mark of turns.yaml by two voices with two pauses, all voices and pauses in turn."""
    made = []
    for group, entries in hesitations().items():
        marks = [(entry, words) for entry in entries for words in beginnings(entry["say"])]
        if quick:
            marks = marks[:: max(1, len(marks) // QUICK_A_GROUP)][:QUICK_A_GROUP]
        for number, (entry, words) in enumerate(marks):
            for turn in range(1 if quick else VOICES_A_MARK):
                pause_ms = PAUSES_MS[(number + number // len(PAUSES_MS) + turn) % len(PAUSES_MS)]
                made.append(Case(group, entry, words, voices[(number + turn) % len(voices)], pause_ms))
    return made


async def measure(bench: Bench, _: Peers) -> dict[str, Any]:
    """A call for each case, so that the bot is where it should be."""
    wanted = cases(list(bench.studio.voices), quick=bench.quick)
    spoken: dict[str, dict[str, Sound]] = {}
    for name, voice in bench.studio.voices.items():
        texts = [text for case in wanted if case.voice == name for text in (case.said, case.words)]
        spoken[name] = await spoken_by(voice, list(dict.fromkeys(texts))) if texts else {}
    for case in wanted:
        sounds = spoken[case.voice]
        paused = with_pause(sounds[case.said], sounds[case.words], case.words, case.pause_ms)
        await _call(bench, case, wav.record(case.entry["say"], at_48_khz(paused.sound)))
    return report(bench)


async def _call(bench: Bench, case: Case, said: wav.Recording) -> None:
    name = f"cutoffs {case.group} {case.voice} {case.entry['say']!r}"
    held = await bench.hold(name, case.entry["bot"], [said], typed=opener(case.entry))
    for turn in held.turns:
        told = held.told(0)
        row = {"group": case.group, "bot": held.bot, "voice": case.voice, "pause_ms": case.pause_ms, **row_of(turn)}
        bench.log.write("cutoffs", **row, before=case.words, parts=told.get("parts"))
        bench.say(f"{name} {case.pause_ms}: {'CUT' if turn.cut else turn.answer_ms}")


def report(bench: Bench) -> dict[str, Any]:
    """A rate for each group, and what callers who paused waited for."""
    rows = [row for row in bench.log.rows if row["scenario"] == "cutoffs"]
    told: dict[str, Any] = {}
    for group, name in NAMES.items():
        told |= figures.share(name, (row["cut"] for row in rows if row["group"] == group))
    waits = [row["answer_ms"] for row in rows if row["answer_ms"] is not None and not row["cut"]]
    return {**told, **figures.spread("paused", waits)}
