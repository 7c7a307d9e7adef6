"""A tool takes two seconds: how soon the caller hears that something happens, and how soon the answer."""

from typing import Any

from benchmarks.voice import figures
from benchmarks.voice.bench import Bench, row_of
from benchmarks.voice.corpus import ARCHIVE
from benchmarks.voice.peers import Peers


async def measure(bench: Bench, _: Peers) -> dict[str, Any]:
    """Every voice asks for something that takes long."""
    for voice in list(bench.studio.voices)[: 1 if bench.quick else None]:
        said = await bench.studio.record(voice, ARCHIVE[: 1 if bench.quick else None])
        held = await bench.hold(f"filler {voice}", "teller", said)
        for number, turn in enumerate(held.turns):
            told = held.told(number)
            row = {"voice": voice, **row_of(turn), "parts": told.get("parts"), "filler": told.get("filler")}
            bench.log.write("filler", **row, whole_answer_ms=told.get("answer_ms"))
            bench.say(f"filler {voice}: {turn.answer_ms}, answer {told.get('answer_ms')}")
    return report(bench)


def report(bench: Bench) -> dict[str, Any]:
    """`filler` to the filler's first sound at the wire, `after_filler` to that of the answer by the server's word."""
    rows = [row for row in bench.log.rows if row["scenario"] == "filler" and row["filler"] and not row["cut"]]
    whole = [row["whole_answer_ms"] for row in rows if row["whole_answer_ms"] is not None]
    return {
        **figures.spread("filler", [row["answer_ms"] for row in rows if row["answer_ms"] is not None]),
        **figures.spread("after_filler", whole),
    }
