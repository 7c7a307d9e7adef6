"""When a turn is taken for over: how long callers wait, and how often they are cut off, on recordings with pauses.

The ear of a call (levels, Silero, recogniser, understanding, hold) hears each recording on the sample clock, with a
recogniser that takes `--recognition-ms` whatever this machine does meanwhile: so the figures are those of the rules,
and do not depend on the load. voice_to_voice.py measures the same at the wire, with everything it takes.

    .venv/bin/python benchmarks/turns.py [--quick] [--json] [--recognition-ms 90] [--show]
"""

import argparse
import asyncio
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from benchmarks._callers import QUICK_VOICES, Clip, Sound, installed, name_of, seed_of, spoken_by  # noqa: E402
from benchmarks._machine import machine, percentile  # noqa: E402
from benchmarks._meaning import STARTER_BOTS, Entry, Meanings  # noqa: E402
from benchmarks._pauses import MARK, Paused, beginnings, plain, wanted, with_pause  # noqa: E402
from flows.driver.conversation import Conversation  # noqa: E402
from runtime.speech.hearing import SAMPLE_RATE  # noqa: E402
from runtime.turns.completeness import likely_finished  # noqa: E402
from runtime.turns.detector import WINDOW_MS, Ended, TurnDetector  # noqa: E402
from runtime.turns.detector import Paused as PauseHeard  # noqa: E402
from runtime.turns.hold import Hold, hold  # noqa: E402
from runtime.turns.level import Levels  # noqa: E402
from runtime.turns.pace import Pace  # noqa: E402
from tests.calls.voices import AWB, BRITISH, RMS, SLT  # noqa: E402

VOICES = (SLT, RMS, AWB, BRITISH)
PAUSES_MS = (400, 550, 700)
RECOGNITION_MS = 90
FRAME_MS = 20
LEAD_MS, TAIL_MS = 600, 2_000
GROUPS = ("phrase", "pieces", "clause")
CLERK = ROOT / "benchmarks" / "bots" / "clerk.yaml"


@dataclass
class Case:
    """One recording, and what came of it. Times in ms of the recording."""

    group: str
    entry: Entry
    clip: Clip
    end_ms: float
    pause_ms: int = 0
    before: str = ""
    waits_ms: float | None = None
    """From the last sound to the end of the turn; None when it was cut off before."""
    seen: list[str] = field(default_factory=list)
    """What was read in each pause, and how long it was waited for."""

    @property
    def cut_off(self) -> bool:
        """Whether the turn was over before the caller was."""
        return self.waits_ms is None


class Ear:
    """The rules of turn taking with the real models, on recordings."""

    def __init__(self, meanings: Meanings, recognition_ms: int) -> None:
        from runtime.speech import models
        from runtime.speech.vad import VoiceActivity
        from runtime.speech.workers.recogniser import Recogniser

        self._meanings = meanings
        self._recognition_ms = recognition_ms
        self._activity = VoiceActivity()
        self._recogniser = Recogniser(str(models.find("recogniser")["model.bin"].parent))

    def close(self) -> None:
        """End the models."""
        self._activity.close()

    def probabilities(self, clip: Clip) -> list[float]:
        """Of speech, for each window of the clip."""
        stream = self._activity.stream()
        windows = clip[: len(clip) // 512 * 512].astype(np.float32).reshape(-1, 512) / np.float32(32768)
        return stream._probabilities(windows)

    async def hear(self, case: Case) -> None:
        """The clip in frames of 20 ms; when the turn is over."""
        from runtime.sessions.audio_buffer import AudioBuffer

        talk = await self._meanings.talk(case.entry["bot"], case.entry)
        detector, levels, buffer = TurnDetector(), Levels(), AudioBuffer()
        probabilities = iter(self.probabilities(case.clip))
        known: dict[int, tuple[float, Hold]] = {}
        for frame in _frames(case.clip):
            buffer.append(frame)
            now_ms = buffer.end_ms
            due = int(now_ms // WINDOW_MS) - int((now_ms - FRAME_MS) // WINDOW_MS)
            events = detector.feed(levels.of(frame), [next(probabilities) for _ in range(due)])
            for revision, (at_ms, found) in list(known.items()):
                if now_ms >= at_ms:
                    events += detector.decide(revision, found.ms)
                    del known[revision]
            for event in events:
                if isinstance(event, PauseHeard):
                    pcm = buffer.cut(event.start_ms, event.end_ms)
                    found, words = await self._read(talk, pcm)
                    known = {event.revision: (now_ms + self._recognition_ms, found)}
                    case.seen.append(f"{event.end_ms} {words!r} {found.ms} {found.why}")
                elif isinstance(event, Ended):
                    case.waits_ms = now_ms - case.end_ms if event.end_ms > case.end_ms - 120 else None
                    return

    async def _read(self, talk: Conversation, pcm: Clip) -> tuple[Hold, str]:
        expectation = talk.expectation
        heard = self._recogniser.transcribe(pcm, expectation.hints)
        words = heard["text"].strip()
        acts = (await talk.read(words, heard["others"])).acts if words else ()
        slot = talk.program.bot.slots.get(expectation.slot or "")
        likely = likely_finished((words, *heard["others"]))
        return hold(words, acts, expectation, slot, finished=likely, pace=Pace()), words


def _frames(clip: Clip) -> Iterator[Clip]:
    size = SAMPLE_RATE * FRAME_MS // 1000
    for start in range(0, len(clip) - size + 1, size):
        yield clip[start : start + size]


def cases(corpus: dict[str, list[Entry]], spoken: dict[str, dict[str, Sound]], quick: bool) -> list[Case]:
    """Each plain sentence by each voice; each mark by one voice and one pause, in turn, or by all."""
    made = [
        _case("plain", entry, sounds[entry["say"]])
        for sounds in spoken.values()
        for entry in corpus["plain"][:: 2 if quick else 1]
    ]
    voices = list(spoken.values())
    for group in GROUPS:
        marks = [(entry, words) for entry in corpus[group] for words in beginnings(entry["say"])]
        for number, (entry, words) in enumerate(marks):
            for turn in range(1 if quick else 2):
                sounds = voices[(number + turn) % len(voices)]
                pause_ms = PAUSES_MS[(number + number // len(PAUSES_MS) + turn) % len(PAUSES_MS)]
                paused = with_pause(sounds[plain(entry["say"])], sounds[words], words, pause_ms)
                made.append(_case(group, entry, paused.sound, paused, pause_ms))
    return made


def _case(group: str, entry: Entry, sound: Sound, paused: Paused | None = None, pause_ms: int = 0) -> Case:
    lead, tail = SAMPLE_RATE * LEAD_MS // 1000, SAMPLE_RATE * TAIL_MS // 1000
    floor = np.random.default_rng(seed_of(entry["say"])).normal(0, 3e-4, lead + len(sound) + tail)  # a quiet room
    clip = ((np.pad(sound, (lead, tail)) + floor).clip(-1, 1) * 32767).astype(np.int16)
    case = Case(group, entry, clip, LEAD_MS + len(sound) * 1000 / SAMPLE_RATE)
    if paused is not None:
        case.pause_ms, case.before = pause_ms, paused.words
    return case


def report(found: list[Case]) -> dict[str, Any]:
    """The figures by name."""
    waits, cuts = defaultdict(list), defaultdict(list)
    for case in found:
        cuts[case.group].append(case.cut_off)
        if case.group == "plain" and case.waits_ms is not None:
            waits["closed" if case.entry.get("asked") else "open"].append(case.waits_ms)
    everything = waits["closed"] + waits["open"]
    figures: dict[str, Any] = {
        "hold_p50_ms": percentile(everything, 0.5),
        "hold_p95_ms": percentile(everything, 0.95),
        "hold_open_p50_ms": percentile(waits["open"], 0.5),
        "hold_closed_p50_ms": percentile(waits["closed"], 0.5),
        "n": len(everything),
    }
    for group, values in cuts.items():
        figures[f"cut_off_{group}"] = round(statistics.mean(values), 3)
        figures[f"cut_off_{group}_n"] = len(values)
    return {**figures, "machine": machine()}


async def measure(quick: bool, recognition_ms: int) -> list[Case]:
    """Speak, then listen."""
    corpus = yaml.safe_load((ROOT / "benchmarks" / "turns.yaml").read_text("utf-8"))
    sentences = [entry["say"] for entries in corpus.values() for entry in entries]
    spoken = {
        name_of(voice): await spoken_by(voice, wanted(sentences))
        for voice in installed(QUICK_VOICES[:1] if quick else VOICES)
    }
    made = cases(corpus, spoken, quick)
    ear = Ear(await Meanings.of_bots({**dict.fromkeys(STARTER_BOTS), "clerk": CLERK}), recognition_ms)
    try:
        for case in made:
            await ear.hear(case)
    finally:
        ear.close()
    return made


def main() -> int:
    """Exit code 0."""
    parser = argparse.ArgumentParser(description="How long callers wait for the end of their turn, and are cut off.")
    parser.add_argument("--quick", action="store_true", help="fewer voices, each pause once")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--recognition-ms", type=int, default=RECOGNITION_MS, help="what the recogniser takes")
    parser.add_argument("--show", action="store_true", help="each recording that was cut off or waited long for")
    options = parser.parse_args()
    found = asyncio.run(measure(options.quick, options.recognition_ms))
    if options.show:
        for case in found:
            if case.cut_off == (case.group == "plain") or (case.waits_ms or 0) > 450 or case.cut_off:
                print(case.group, case.entry["say"], MARK, case.before, case.pause_ms, case.waits_ms, case.seen)
    figures = report(found)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:<24} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
