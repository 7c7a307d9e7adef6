"""How long a caller waits, and how fast the bot stops when spoken over: measured at the wire.

Voice to voice runs from the last audible sample that the caller sent (a 10 ms window above -45 dBFS, as if a microphone
had taken it) to the first audible sample of the bot at its RTP arrival, before any jitter buffer. Barge-in runs from
the caller's first audible sample to the arrival of the bot's last audible window. The callers are synthetic voices in
clean sound, which flatters the end of turn; `cut_turns` says how many recordings the bot cut in two.

    .venv/bin/python benchmarks/voice_to_voice.py [--quick] [--json] [--server URL]
"""

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from benchmarks._machine import machine, percentile, versions  # noqa: E402  # after the path is set
from benchmarks._wire import stop_ms  # noqa: E402

PACKAGES = ("aiortc", "av", "ctranslate2", "faster-whisper", "onnxruntime", "piper-tts", "daphne", "Django")
PIPER = "en_US-joe-medium"
LOOP_LAG_LIMIT_MS = 5.0  # beyond it the client's own clock is not worth believing
SETTLE_SECONDS = 15  # a fresh server speaks its bots' fixed texts in the background; one in use has done so
CLIENT_NICE = -5  # where it is allowed: this client needs little of a core, but its clock must not wait for one
OVERLAP_MS = 900.0  # the bot is in the middle of its first words
STOP_LIMIT_MS = 1500.0  # a bot that went on for longer than that did not stop because of the caller

# (bot, kind of each turn and what is said). The wording is the callers' own, no example of a bot.
CONVERSATIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "riverbank",
        (
            ("open", "What is my balance?"),
            ("choice", "The savings account, please."),
            ("open", "I would like to send {amount} dollars to Anna."),
            ("choice", "Yes, please."),
            ("open", "What time do you open on Saturday?"),
        ),
    ),
    (
        "riverbank",
        (
            ("open", "I lost my card."),
            ("choice", "My debit card."),
            ("choice", "Yes."),
            ("open", "I want to send some money to John."),
            ("amount", "Two hundred dollars."),
            ("choice", "Yes, that is right."),
        ),
    ),
    ("table_booking", (("open", "I want to cancel my booking."), ("digits", "Four four seven one."))),
)
AMOUNTS = ("fifty", "seventy", "thirty", "ninety", "twenty")  # one a voice, or the answer would lie ready from before
INTERRUPTIONS = (
    "What time do you open on Saturday?",
    "What is my balance?",
    "I lost my card.",
    "What time do you open on Saturday?",
)


@dataclass
class Figures:
    """What was measured, in milliseconds."""

    totals: dict[str, list[float]] = field(default_factory=dict)
    parts: dict[str, list[float]] = field(default_factory=dict)
    stops: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    spoken: int = 0
    cut_turns: int = 0
    unanswered: int = 0
    not_stopped: int = 0
    failed_calls: list[str] = field(default_factory=list)


def lines(amount: str) -> dict[str, str]:
    """Everything that one voice says: the line as it stands above, and as it is spoken."""
    named = sorted({said for _, turns in CONVERSATIONS for _, said in turns} | set(INTERRUPTIONS))
    return {line: line.format(amount=amount) for line in named}


async def piper_recordings(wanted: dict[str, str]) -> dict[str, Any]:
    """The lines by the bot's own voice engine."""
    import numpy as np

    from runtime.caller import wav
    from runtime.caller.downlink import Decoder
    from runtime.speech.service import SpeechWorkers

    workers = SpeechWorkers()
    made = {}
    try:
        await workers.voice.start()
        for line, spoken in wanted.items():
            decoder = Decoder()
            packets = [packet async for clause in workers.speak(spoken, voice=PIPER) for packet in clause.packets]
            pcm = np.concatenate([decoder.decode(packet) for packet in packets])
            made[line] = wav.record(f"piper: {line}", pcm)
    finally:
        await workers.aclose()
    return made


def program_recordings(voice: Any, wanted: dict[str, str]) -> dict[str, Any]:
    """The lines by espeak-ng or flite."""
    from runtime.caller import wav

    with tempfile.TemporaryDirectory(prefix="voxloom-voices-") as folder:
        files = {line: Path(folder) / f"{number}.wav" for number, line in enumerate(wanted)}
        return {line: wav.load(voice.write(wanted[line], path)) for line, path in files.items()}


async def callers(quick: bool) -> dict[str, dict[str, Any]]:
    """Name of a voice to its recordings; those whose program is not installed are left out, and said."""
    from tests.calls.voices import AWB, BRITISH, RMS, SLT

    found = {"piper": await piper_recordings(lines(AMOUNTS[0]))}
    for amount, voice in zip(AMOUNTS[1:], (SLT, BRITISH) if quick else (SLT, RMS, BRITISH, AWB), strict=False):
        if shutil.which(voice.program):
            found[str(voice)] = program_recordings(voice, lines(amount))
        else:
            sys.stderr.write(f"{voice.program} is not installed: its voice is left out.\n")
    return found


async def hold(server: str, bot: str, recordings: list[Any], overlap_ms: float | None) -> tuple[Any, list[Any], Any]:
    """One call; the caller, its events and how it ended."""
    from runtime.caller.client import Caller, CallPlan
    from runtime.caller.tickets import source

    events: list[Any] = []
    plan = CallPlan(server=server, bot=bot, recordings=tuple(recordings), overlap_ms=overlap_ms)
    caller = Caller(plan, source(server, bot, None), events.append, sys.stderr.write)
    return caller, events, await caller.run()


def take_turns(figures: Figures, kinds: list[str], events: list[Any]) -> None:
    """Wire time of each recording to the bot's first sound after it, and the server's parts."""
    spoken = [event for event in events if event.event == "caller_speech_end"]
    starts = [event for event in events if event.event == "caller_speech_start"]
    figures.spoken += len(spoken)
    for number, end in enumerate(spoken):
        until = spoken[number + 1].at_ms if number + 1 < len(spoken) else float("inf")
        turns = [e for e in events if e.event == "turn" and end.at_ms < e.at_ms < until and e.fields.get("total_ms")]
        began = starts[number].at_ms
        heard = [e for e in events if e.event == "transcript" and e.fields.get("final") and began < e.at_ms < until]
        figures.cut_turns += len(heard) > 1
        if not turns:
            figures.unanswered += 1
            continue
        figures.totals.setdefault(kinds[number], []).append(turns[0].fields["total_ms"])
        for name, value in (turns[0].fields.get("parts") or {}).items():
            figures.parts.setdefault(name, []).append(value or 0.0)


def take_stops(figures: Figures, caller: Any, events: list[Any]) -> None:
    """Wire time from the caller's first sound to the bot's last one, for each interruption."""
    for event in events:
        if event.event != "caller_speech_start":
            continue
        began_ns = caller.zero_ns + int(event.at_ms * 1e6)
        stopped_ms = stop_ms(began_ns, caller.downlink.audible_between(began_ns, began_ns + 60_000_000_000))
        if stopped_ms is None:
            continue  # the bot was in a pause of its own
        if stopped_ms > STOP_LIMIT_MS:
            figures.not_stopped += 1
        else:
            figures.stops.append(stopped_ms)


async def measure(server: str, quick: bool, voices: dict[str, dict[str, Any]]) -> Figures:
    """All calls, one after the other."""
    figures = Figures()
    conversations = CONVERSATIONS[:1] if quick else CONVERSATIONS
    for name, recordings in voices.items():
        for bot, turns in conversations:
            _, events, result = await hold(server, bot, [recordings[said] for _, said in turns], None)
            take_turns(figures, [kind for kind, _ in turns], events)
            note(figures, f"{name} {bot}", result)
        caller, events, result = await hold(
            server, "riverbank", [recordings[said] for said in INTERRUPTIONS], OVERLAP_MS
        )
        take_stops(figures, caller, events)
        note(figures, f"{name} interrupting", result)
    return figures


def note(figures: Figures, name: str, result: Any) -> None:
    """Tell how a call went while the next one begins."""
    figures.lags.append(result.loop_lag_p99_ms)
    if result.exit_code or result.unspoken:
        figures.failed_calls.append(f"{name}: {result.reason} {result.detail}".strip())
    sys.stderr.write(f"{name}: {result.reason}, {result.unspoken} unspoken, lag {result.loop_lag_p99_ms:.1f} ms\n")


def report(figures: Figures, voices: list[str]) -> dict[str, Any]:
    """The figures by name."""
    totals = [value for values in figures.totals.values() for value in values]
    lag = max(figures.lags, default=0.0)
    kinds = {f"{kind}_p50_ms": percentile(values, 0.5) for kind, values in sorted(figures.totals.items())}
    return {
        "fixed_p50_ms": percentile(totals, 0.5),
        "fixed_p95_ms": percentile(totals, 0.95),
        **kinds,
        "parts_p50_ms": {name: round(statistics.median(values), 1) for name, values in figures.parts.items()},
        "barge_in_p50_ms": percentile(figures.stops, 0.5),
        "barge_in_p95_ms": percentile(figures.stops, 0.95),
        "n": len(totals),
        "barge_in_n": len(figures.stops),
        "not_stopped": figures.not_stopped,
        "spoken": figures.spoken,
        "cut_turns": figures.cut_turns,
        "unanswered": figures.unanswered,
        "failed_calls": figures.failed_calls,
        "client_loop_lag_p99_ms": round(lag, 2),
        "valid": lag <= LOOP_LAG_LIMIT_MS,
        "voices": voices,
        "machine": machine(),
        "versions": versions(PACKAGES),
    }


def tell(figures: dict[str, Any]) -> None:
    """The report for a person."""
    place = figures["machine"]
    print(f"{place['cpu']}, {place['cores']} cores, load {place['load_1min']}; voices: {', '.join(figures['voices'])}")
    print(f"voice to voice  p50 {figures['fixed_p50_ms']} ms  p95 {figures['fixed_p95_ms']} ms  n {figures['n']}")
    for kind in (name for name in figures if name.endswith("_p50_ms") and name[:5] not in ("fixed", "barge", "parts")):
        print(f"  {kind.removesuffix('_p50_ms'):<13} p50 {figures[kind]} ms")
    print("  parts         " + ", ".join(f"{name} {value}" for name, value in figures["parts_p50_ms"].items()))
    print(
        f"barge-in        p50 {figures['barge_in_p50_ms']} ms  p95 {figures['barge_in_p95_ms']} ms  "
        f"n {figures['barge_in_n']}, not stopped {figures['not_stopped']}"
    )
    print(f"of {figures['spoken']} recordings: cut in two {figures['cut_turns']}, unanswered {figures['unanswered']}")
    for problem in figures["failed_calls"]:
        print(f"failed: {problem}")
    print(f"client loop lag p99 {figures['client_loop_lag_p99_ms']} ms" + ("" if figures["valid"] else ": NOT VALID"))
    print(", ".join(f"{name} {value}" for name, value in figures["versions"].items()))


@contextlib.contextmanager
def server_for(address: str | None) -> Iterator[str]:
    """The address to call: the one named, or a process of our own with fresh data."""
    if address is not None:
        yield address
        return
    from tests.calls.served import Served

    with tempfile.TemporaryDirectory(prefix="voxloom-bench-") as folder, Served(Path(folder) / "var") as served:
        os.environ["VOXLOOM_DATA"] = str(served.data)
        time.sleep(SETTLE_SECONDS)
        yield served.address


async def run(server: str, quick: bool) -> dict[str, Any]:
    """Speak the recordings, then measure."""
    voices = await callers(quick)
    with contextlib.suppress(PermissionError):
        os.nice(CLIENT_NICE)
    return report(await measure(server, quick, voices), list(voices))


def main() -> int:
    """Exit code 0 with valid figures, 1 with others, 2 without any."""
    from runtime.caller.errors import CallFailed
    from tests.calls.served import NotServed

    parser = argparse.ArgumentParser(description="Voice to voice and barge-in, measured at the wire.")
    parser.add_argument("--quick", action="store_true", help="one conversation a voice and fewer voices")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument(
        "--server", default=None, metavar="URL", help="call this server, whose database is the local one"
    )
    options = parser.parse_args()
    try:
        with server_for(options.server) as server:
            import django

            os.environ["DJANGO_SETTINGS_MODULE"] = "voxloom.settings"
            django.setup()
            figures = asyncio.run(run(server, options.quick))
    except (CallFailed, NotServed) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    if options.json:
        print(json.dumps(figures))
    else:
        tell(figures)
    return 0 if figures["valid"] and figures["n"] and not figures["failed_calls"] else 1


if __name__ == "__main__":
    sys.exit(main())
