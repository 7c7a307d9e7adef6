"""How soon the starter bots are heard: which first clauses are ready, and how long the others take to be made.

    python benchmarks/prompts.py [--quick] [--json]

The golden conversations of the starter bots go through the engine; what is said in each turn goes through the voice.
`plain` cuts texts without knowing the bot; `spliced` is what a call does. `cold` is the first start on a machine, where
callers come while prompts are still being made, `warm` the second, where they lie on the disk. Drafts, which begin in
the caller's last pause, are not counted here: all times are from the moment in which the text is known.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

import numpy as np  # noqa: E402
import yaml  # noqa: E402

from benchmarks._machine import percentile, tell  # noqa: E402
from flows.driver.clocks import FixedClock  # noqa: E402
from flows.driver.conversation import Conversation  # noqa: E402
from flows.driver.silent_output import SilentOutput  # noqa: E402
from flows.engine.commands import Say  # noqa: E402
from flows.engine.program import Program  # noqa: E402
from flows.loader.load import load_path  # noqa: E402
from flows.understanding.local import LocalUnderstanding  # noqa: E402
from runtime.media.opus import SILENCE_20_MS, OpusDecoder  # noqa: E402
from runtime.sessions.wording import Wording, wording  # noqa: E402
from runtime.speech import sound  # noqa: E402
from runtime.speech.cache import ClauseCache  # noqa: E402
from runtime.speech.clauses import clauses  # noqa: E402
from runtime.speech.results import SpokenClause  # noqa: E402
from runtime.speech.service import SpeechWorkers  # noqa: E402
from runtime.speech.store import ClauseStore  # noqa: E402
from tests.flows.golden_conversations import NOW, do_step  # noqa: E402
from tools.box import ToolBox  # noqa: E402

STARTERS = ("riverbank", "table_booking")
QUICK_CONVERSATIONS = 6  # of each bot
AUDIBLE_DBFS = -45.0
Talk = list[list[str]]
"""The texts of each turn of a conversation, as they are spoken."""


@dataclass
class Figures:
    """Of one way of speaking."""

    ready: int = 0
    first_ms: list[float] = field(default_factory=list)
    gaps_ms: list[float] = field(default_factory=list)
    """How long a listener waits for a later clause after the one before it."""
    late: list[str] = field(default_factory=list)
    """First clauses that had to be made."""

    def as_json(self) -> dict[str, Any]:
        """For printing."""
        made = [ms for ms in self.first_ms if ms >= 5]
        return {
            "turns": len(self.first_ms),
            "first clause ready": f"{100 * self.ready / max(1, len(self.first_ms)):.1f} %",
            "first packet ms": {
                "p50": percentile(self.first_ms, 0.5), "p95": percentile(self.first_ms, 0.95),
                "max": percentile(self.first_ms, 1.0), "p50 where made": percentile(made, 0.5),
            },
            "gaps": len([ms for ms in self.gaps_ms if ms > 0]),
            "longest gap ms": round(max(self.gaps_ms, default=0)),
        }  # fmt: skip


class Heard(SilentOutput):
    """Keeps what is said, as it is spoken."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def say(self, command: Say) -> None:
        """One text."""
        self.texts.append(command.spoken or command.text)


async def talks(name: str, embedder: Any, quick: bool) -> tuple[Wording, str, list[Talk]]:
    """A starter bot's wording and speaker, and what it says in its golden conversations."""
    bot = load_path(ROOT / "templates" / "bots" / f"{name}.yaml").bot
    assert bot is not None
    understander = await LocalUnderstanding.train(bot, embedder)
    found = []
    paths = sorted((ROOT / "tests" / "flows" / "golden" / name).glob("*.yaml"))
    for path in paths[:QUICK_CONVERSATIONS] if quick else paths:
        golden = yaml.safe_load(path.read_text("utf-8"))
        output = Heard()
        tools = ToolBox(bot, golden.get("stubs") or {}, bound=False)
        talk = Conversation(Program(bot), understander, tools, output, FixedClock(NOW))
        await talk.start()
        turns = [output.texts]
        for step in golden["turns"]:
            output.texts = []
            await do_step(talk, step)
            turns.append(output.texts)
        found.append([texts for texts in turns if texts])
    return wording(Program(bot)), bot.voice.speaker, found


async def speak(workers: SpeechWorkers, voice: str, turns: Talk, split: Any, figures: Figures) -> None:
    """Say every turn and note when its clauses are there. Each is heard then, or when the one before it is over."""
    for texts in turns:
        began = time.perf_counter()
        over_ms: float | None = None
        for clause_texts in (split(text) for text in texts):
            async for clause in workers.speak(clause_texts, voice=voice):
                now_ms = (time.perf_counter() - began) * 1000
                if over_ms is None:
                    figures.first_ms.append(now_ms)
                    figures.ready += clause.took_ms == 0
                    if clause.took_ms:
                        figures.late.append(clause.text)
                    over_ms = now_ms
                else:
                    figures.gaps_ms.append(max(0.0, now_ms - over_ms))
                over_ms = max(now_ms, over_ms) + clause.duration_ms


def refilled(workers: SpeechWorkers, voice: str, kept: list[SpokenClause]) -> None:
    """Forget what was said, not what was made beforehand: every conversation is a caller's first."""
    workers.cache = ClauseCache()
    for clause in kept:
        workers.cache.put(voice, 1.0, clause)


async def prepared(workers: SpeechWorkers) -> float:
    """Wait until all prompts are there; the seconds that took."""
    began = time.perf_counter()
    await asyncio.gather(*workers._preparing)
    return round(time.perf_counter() - began, 1)


async def seams(workers: SpeechWorkers, voice: str, words: Wording, found: list[Talk]) -> dict[str, Any]:
    """What can be heard of the cuts behind known beginnings: the pause, and the difference in loudness."""
    pauses, differences = [], []
    texts = dict.fromkeys(text for turns in found for each in turns for text in each)
    for text in texts:
        pieces = words.splicer.split(text)
        if len(pieces) > 1 and pieces[0] in words.splicer.heads:
            made = [decoded(clause) async for clause in workers.speak(pieces, voice=voice)]
            pauses.append(_silent_ms(made[0][::-1]) + _silent_ms(made[1]))
            levels = [sound.speech_level_dbfs(samples, 48_000) for samples in made]
            differences.append(max(levels) - min(levels))
    if not pauses:
        return {"n": 0}
    return {
        "n": len(pauses), "pause ms median": round(statistics.median(pauses)), "pause ms max": round(max(pauses)),
        "loudness dB max": round(max(differences), 2),
    }  # fmt: skip


def decoded(clause: SpokenClause) -> sound.Samples:
    """As a caller hears it, after silence."""
    decoder = OpusDecoder()
    decoder.decode(SILENCE_20_MS)
    return np.concatenate([decoder.decode(packet) for packet in clause.packets]).astype(np.float32) / 32768


def _silent_ms(samples: sound.Samples) -> float:
    windows = samples[: samples.size // 240 * 240].reshape(-1, 240).astype(np.float64)
    loud = np.flatnonzero(10 * np.log10((windows**2).mean(axis=1) + 1e-12) > AUDIBLE_DBFS)
    return float(loud[0]) * 5 if loud.size else 0.0


async def run(quick: bool) -> dict[str, Any]:
    """All bots, all ways."""
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in STARTERS:
            result |= {f"{name} {what}": figures for what, figures in (await one(name, Path(folder), quick)).items()}
    return result


async def one(name: str, folder: Path, quick: bool) -> dict[str, Any]:
    """One bot: cold, then made, then started again."""
    told: dict[str, Any] = {}
    cold, plain, spliced, warm = Figures(), Figures(), Figures(), Figures()
    workers = SpeechWorkers(store=ClauseStore(folder / name))
    try:
        await workers.start()
        words, voice, found = await talks(name, workers, quick)
        workers.prepare(words.clauses, voice=voice)
        for turns in found[:3]:
            await speak(workers, voice, turns, words.splicer.split, cold)
        await prepared(workers)
        kept = [clause for text in words.clauses if (clause := workers.cache.get(voice, 1.0, text))]
        told["prompts"] = {"clauses": len(kept), "speech s": sum(clause.duration_ms for clause in kept) // 1000}
        for split, figures in ((clauses, plain), (words.splicer.split, spliced)):
            for turns in found:
                refilled(workers, voice, kept)
                await speak(workers, voice, turns, split, figures)
        told["seams"] = await seams(workers, voice, words, found)
    finally:
        await workers.aclose()
    again = SpeechWorkers(store=ClauseStore(folder / name))
    try:
        await again.start()
        began = time.perf_counter()
        again.prepare(words.clauses, voice=voice)
        told["prompts"]["read again s"] = (await prepared(again)) or round(time.perf_counter() - began, 2)
        for turns in found[:3]:
            await speak(again, voice, turns, words.splicer.split, warm)
    finally:
        await again.aclose()
    ways = {"plain": plain, "spliced": spliced, "cold": cold, "warm": warm}
    told |= {way: figures.as_json() for way, figures in ways.items()}
    told["late"] = sorted(set(spliced.late))
    return told


if __name__ == "__main__":
    tell(__doc__, lambda quick: asyncio.run(run(quick)), ("piper-tts", "onnxruntime", "av"))
