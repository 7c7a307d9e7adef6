"""S5: callers who speak over the bot: it stops for words, and does not for signs of listening."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.voice import figures
from benchmarks.voice.bench import Bench, Held, row_of
from benchmarks.voice.corpus import INTERRUPTIONS, SIGNS, TERMS
from benchmarks.voice.peers import Peers
from benchmarks.voice.speech import Clip, spaced
from runtime.caller import wav
from runtime.caller.loudness import RATE_HZ, WINDOW_SAMPLES, audible_windows

OVERLAP_MS = 900.0  # the bot is in the middle of its first words
STOP_LIMIT_MS = 1500.0  # a bot that went on for longer than that did not stop because of the caller
SIGN_EVERY_MS = 3000.0
LISTEN_MS = 2000.0  # how long after a sign a silence may be its effect
READING_S = 14.0
QUICK_SIGNS = 3
LEAD_MS = 1500.0  # the bot has begun to read


async def measure(bench: Bench, peers: Peers) -> dict[str, Any]:
    """Interruptions by every voice, then signs of listening during a long text."""
    for number, voice in enumerate(bench.studio.voices):
        said = await bench.studio.record(voice, INTERRUPTIONS)

        async def ours(voice: str = voice, said: list[wav.Recording] = said) -> None:
            held = await bench.hold(f"barge-in {voice}", "riverbank", said, overlap_ms=OVERLAP_MS)
            for turn in held.turns:
                bench.log.write("barge_in", voice=voice, **row_of(turn))
            bench.say(f"barge-in {voice}: {[turn.stop_ms for turn in held.turns]}")

        async def theirs(said: list[wav.Recording] = said) -> None:
            await peers.call(bench, "peer_barge_in", said, OVERLAP_MS)

        for step in (ours, theirs) if number % 2 == 0 else (theirs, ours):
            await step()
    for _ in range(2):  # the first reading has the text made, and may wait for it
        await _natural_gap(bench)
    for voice in bench.studio.voices:
        await _signs(bench, voice)
    return {**report(bench), **_peer_report(bench, peers)}


async def _signs(bench: Bench, voice: str) -> None:
    """All signs of one voice. One that cuts the text off ends the call; those behind it are said in another one."""
    left = list(SIGNS[: QUICK_SIGNS if bench.quick else None])
    while left:
        done = await _call_with_signs(bench, voice, left)
        if not done:
            return
        left = left[done:]


async def _call_with_signs(bench: Bench, voice: str, signs: Sequence[str]) -> int:
    """How many of the signs were tried."""
    clips = await bench.studio.say(voice, signs)
    whole, starts_ms = spaced([clips[sign] for sign in signs], SIGN_EVERY_MS)
    leads_ms = [_lead_ms(clips[sign]) for sign in signs]
    said = [wav.record("signs", whole)]
    held = await bench.hold(f"signs {voice}", "teller", said, overlap_ms=LEAD_MS, typed=[TERMS])
    began = next((event.at_ms for event in held.events if event.event == "caller_speech_start"), None)
    if began is None or held.caller is None:
        return 0
    audible = audible_ms(held)
    for number, sign in enumerate(signs):
        sign_ms = began + starts_ms[number] + leads_ms[number] - leads_ms[0]
        ends = [e.at_ms for e in held.events if e.event == "interrupted"]
        cut = any(sign_ms <= at <= sign_ms + SIGN_EVERY_MS for at in ends)
        stopped = True if cut else figures.stopped(audible, sign_ms, LISTEN_MS)
        gaps = figures.silences(audible, sign_ms, sign_ms + LISTEN_MS)
        longest_ms = round(max(length for _, length in gaps))
        bench.log.write("signs", voice=voice, sign=sign, stopped=stopped, cut_off=cut, longest_ms=longest_ms)
        bench.say(f"signs {voice} {sign}: silent for {longest_ms} ms{', cut off' if cut else ''}")
        if cut:
            return number + 1
    return len(signs)


async def _natural_gap(bench: Bench) -> None:
    """The longest silence in the text when nobody speaks over it; it also has the text made before it is measured."""
    voice = next(iter(bench.studio.voices))
    sound = (await bench.studio.say(voice, ["Okay."]))["Okay."]
    late = np.concatenate([np.zeros(int(READING_S * RATE_HZ), np.int16), sound])
    held = await bench.hold("terms", "teller", [wav.record("late", late)], overlap_ms=LEAD_MS, typed=[TERMS])
    audible = audible_ms(held) if held.caller is not None else []
    began = next(
        (e.at_ms for e in held.events if e.event == "said" and str(e.fields.get("text")).startswith("These")), 0
    )
    inside = [at for at in audible if began < at < began + READING_S * 1000]
    gaps = [length for _, length in figures.silences(inside, inside[0], inside[-1])] if inside else []
    bench.log.write("terms", longest_gap_ms=max(gaps, default=None))


def audible_ms(held: Held) -> list[float]:
    """When the bot was audible, in ms of the call, window by window."""
    assert held.caller is not None
    heard = held.caller.downlink.audible_between(0, 1 << 62)
    return [(arrival - held.caller.zero_ns) / 1e6 for arrival in heard]


def _lead_ms(clip: Clip) -> float:
    """How much of a clip lies before its first sound."""
    loud = np.flatnonzero(audible_windows(clip))
    return float(loud[0] * WINDOW_SAMPLES * 1000 / RATE_HZ) if len(loud) else 0.0


def report(bench: Bench) -> dict[str, Any]:
    """How fast it stops for words, and how often for signs."""
    stops = [row["stop_ms"] for row in bench.log.rows if row["scenario"] == "barge_in" and row["stop_ms"] is not None]
    signs = [row["stopped"] for row in bench.log.rows if row["scenario"] == "signs" and row["stopped"] is not None]
    return {
        **figures.spread("barge_in", [stop for stop in stops if stop <= STOP_LIMIT_MS]),
        "not_stopped": sum(stop > STOP_LIMIT_MS for stop in stops),
        **figures.share("backchannel_stop_rate", signs),
        "longest_gap_without_ms": next(
            (row["longest_gap_ms"] for row in reversed(bench.log.rows) if row["scenario"] == "terms"), None
        ),
    }


def _peer_report(bench: Bench, peers: Peers) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for arm in peers.running:
        rows = [row for row in bench.log.rows if row["scenario"] == "peer_barge_in" and row["arm"] == arm]
        stops = [row["stop_ms"] for row in rows if row["stop_ms"] is not None and row["stop_ms"] <= STOP_LIMIT_MS]
        told[arm] = figures.spread("barge_in", stops)
    return {"peer_barge_in": told} if told else {}
