"""S1 and S3: replies that no model has to make. Requests, choices and digits; then the same answers from memory."""

import itertools
from collections.abc import Sequence
from typing import Any

from benchmarks.voice import figures
from benchmarks.voice.bench import Bench, Held, row_of
from benchmarks.voice.corpus import CACHED, CLOSED, Dialogue, mix
from benchmarks.voice.house import UNSPECULATED
from benchmarks.voice.peers import YARDSTICK, Peers
from runtime.caller.wav import Recording

QUICK_CALLS = 2
CACHED_ROUNDS = 6  # the first one does not count: its answers have to be made


async def measure(bench: Bench, peers: Peers) -> dict[str, Any]:
    """Each call by one voice; ours, ours without speculation and the peer's one after the other, in changing order."""
    dialogues = mix()[: QUICK_CALLS if bench.quick else None]
    voices = itertools.cycle(bench.studio.voices)
    before = await bench.house.figures() if bench.house else {}
    tried = {"started": 0.0, "kept": 0.0}
    for number, dialogue in enumerate(dialogues):
        voice = next(voices)
        recordings = await bench.studio.record(voice, dialogue.said)

        async def ours(
            dialogue: Dialogue = dialogue, voice: str = voice, said: Sequence[Recording] = recordings
        ) -> None:
            earlier = await bench.house.figures() if bench.house else {}
            await _call(bench, "fixed", dialogue, voice, said)
            later = await bench.house.figures() if bench.house else {}
            for name in tried:
                tried[name] += later.get(name, 0) - earlier.get(name, 0)

        async def unspeculated(
            dialogue: Dialogue = dialogue, voice: str = voice, said: Sequence[Recording] = recordings
        ) -> None:
            slow = Dialogue(dialogue.bot + UNSPECULATED, dialogue.turns)
            await _call(bench, "unspeculated", slow, voice, said)

        async def theirs(said: Sequence[Recording] = recordings) -> None:
            await peers.call(bench, "peer_fixed", said)

        steps = [ours, unspeculated, theirs]
        for step in steps if number % 2 == 0 else reversed(steps):
            await step()
    told = {**report(bench), **_kept(before, tried), **peers.report(bench, "peer_fixed")}
    yardstick = told.get("peer_fixed", {}).get(YARDSTICK, {}).get("p50_ms")
    return {**told, "peer_fixed_ratio_p50": figures.ratio(told["fixed_p50_ms"], yardstick)}


async def _call(bench: Bench, scenario: str, dialogue: Dialogue, voice: str, said: Sequence[Recording]) -> Held:
    held = await bench.hold(f"{scenario} {dialogue.bot} {voice}", dialogue.bot, said)
    log_turns(bench, scenario, held, voice, [kind for kind, _ in dialogue.turns])
    bench.say(f"{scenario} {dialogue.bot} {voice}: {[turn.answer_ms and round(turn.answer_ms) for turn in held.turns]}")
    return held


def log_turns(bench: Bench, scenario: str, held: Held, voice: str, kinds: Sequence[str], **more: Any) -> None:
    """Each turn of a call as a row, with what the server said of it."""
    for number, turn in enumerate(held.turns):
        told = held.told(number)
        row = {"bot": held.bot, "voice": voice, "kind": kinds[number % len(kinds)], **row_of(turn)}
        bench.log.write(scenario, **row, parts=told.get("parts"), filler=told.get("filler"), **more)


def _kept(before: dict[str, float], tried: dict[str, float]) -> dict[str, Any]:
    if "started" not in before:
        return {"speculation_kept_rate": None, "speculation_n": 0}
    started = tried["started"]
    return {"speculation_kept_rate": round(tried["kept"] / started, 4) if started else None, "speculation_n": started}


def answers(bench: Bench, scenario: str, kinds: Sequence[str] | None = None) -> list[float]:
    """Wire times of a scenario, ms; turns that were cut in two or not answered have none."""
    rows = [row for row in bench.log.rows if row["scenario"] == scenario and row.get("answer_ms") is not None]
    return [row["answer_ms"] for row in rows if not row["cut"] and (kinds is None or row["kind"] in kinds)]


def report(bench: Bench) -> dict[str, Any]:
    """The figures by name, of the turns that were logged."""
    rows = [row for row in bench.log.rows if row["scenario"] == "fixed"]
    slow = figures.spread("fixed_unspeculated", answers(bench, "unspeculated"))
    return {
        **figures.spread("fixed", answers(bench, "fixed")),
        **{f"{kind}_p50_ms": figures.median(answers(bench, "fixed", [kind])) for kind in ("open", *CLOSED)},
        **figures.spread("closed", answers(bench, "fixed", CLOSED)),
        **slow,
        "parts_p50_ms": figures.medians(row["parts"] for row in rows if row["parts"] and not row["cut"]),
        "fixed_spoken": len(rows),
        "fixed_cut": sum(row["cut"] for row in rows),
        "fixed_unanswered": sum(row["answer_ms"] is None for row in rows),
    }


async def measure_cached(bench: Bench, _: Peers) -> dict[str, Any]:
    """S3: the same call again and again, so that every answer lies ready."""
    dialogue = Dialogue("riverbank", CACHED)
    voice = next(iter(bench.studio.voices))
    said = await bench.studio.record(voice, dialogue.said)
    for number in range(2 if bench.quick else CACHED_ROUNDS):
        await _call(bench, "cached" if number else "cached_first", dialogue, voice, said)
    return figures.spread("cached", answers(bench, "cached"))
