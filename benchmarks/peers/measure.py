"""How long callers of the peer wait, and how fast it stops: the measure of voice_to_voice.py, on the peer alone.

    .venv/bin/python -m benchmarks.peers.measure [--arm tuned …] [--first-token-ms 300 --tokens-per-s 50] [--json]
    .venv/bin/python -m benchmarks.peers.measure --check      # is the peer installed, and does it speak and hear?

The recordings are those of voice_to_voice.py; the arms take turns, call by call, in one run.
"""

import argparse
import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks._machine import machine, percentile
from benchmarks._peer import ARMS, Peer, PeerCall, StubServer, peer_command, plain_environment
from benchmarks.voice.corpus import INTERRUPTIONS, mix
from benchmarks.voice.overlap import OVERLAP_MS, STOP_LIMIT_MS
from benchmarks.voice.report import LOOP_LAG_LIMIT_MS
from benchmarks.voice.run import CLIENT_NICE
from benchmarks.voice.speech import QUICK_VOICES, VOICES, Studio
from runtime.caller.errors import CallFailed

CHECK_SECONDS = 120
QUICK_CALLS = 2


@dataclass
class Figures:
    """What was measured of one arm."""

    calls: list[PeerCall] = field(default_factory=list)
    interrupted: list[PeerCall] = field(default_factory=list)

    def report(self) -> dict[str, Any]:
        """The figures by name, times in milliseconds."""
        turns = [turn for call in self.calls for turn in call.turns]
        answers = [turn.answer_ms for turn in turns if turn.answer_ms is not None and not turn.cut]
        stops = [turn.stop_ms for call in self.interrupted for turn in call.turns if turn.stop_ms is not None]
        stopped = [stop for stop in stops if stop <= STOP_LIMIT_MS]
        lag = max((call.loop_lag_p99_ms for call in [*self.calls, *self.interrupted]), default=0.0)
        return {
            "p50_ms": percentile(answers, 0.5),
            "p95_ms": percentile(answers, 0.95),
            "n": len(answers),
            "least_ms": min(answers, default=None),
            "barge_in_p50_ms": percentile(stopped, 0.5),
            "barge_in_p95_ms": percentile(stopped, 0.95),
            "barge_in_n": len(stopped),
            "not_stopped": len(stops) - len(stopped),
            "spoken": len(turns),
            "cut_turns": sum(turn.cut for turn in turns),
            "unanswered": sum(turn.answer_ms is None for turn in turns),
            "unspoken": sum(call.unspoken for call in self.calls),
            "greeted_p50_ms": percentile([call.greeted_ms for call in self.calls if call.greeted_ms is not None], 0.5),
            "cpu_s_a_turn": round(sum(call.cpu_seconds for call in self.calls) / max(len(turns), 1), 2),
            "client_loop_lag_p99_ms": round(lag, 2),
            "valid": lag <= LOOP_LAG_LIMIT_MS,
        }


async def measure(options: argparse.Namespace) -> dict[str, Any]:
    """All voices, all conversations, all arms in turn."""
    studio = Studio(QUICK_VOICES if options.quick else VOICES)
    dialogues = mix()[: QUICK_CALLS if options.quick else None]
    with contextlib.suppress(PermissionError):
        os.nice(CLIENT_NICE)
    figures: dict[str, Figures] = defaultdict(Figures)
    raw: list[dict[str, Any]] = []
    async with contextlib.AsyncExitStack() as stack:
        model = await stack.enter_async_context(
            StubServer(first_token_ms=options.first_token_ms, tokens_per_s=options.tokens_per_s)
        )
        peers = {arm: await stack.enter_async_context(Peer(arm, model=model.address)) for arm in options.arm}
        for number, voice in enumerate(studio.voices):
            for dialogue in dialogues[number :: len(studio.voices)]:
                recordings = await studio.record(voice, dialogue.said)
                for arm, peer in peers.items():
                    call = await peer.call(recordings)
                    figures[arm].calls.append(call)
                    raw.append({"arm": arm, "voice": voice, **asdict(call)})
            interruptions = await studio.record(voice, INTERRUPTIONS)
            for arm, peer in peers.items():
                call = await peer.call(interruptions, OVERLAP_MS)
                figures[arm].interrupted.append(call)
                raw.append({"arm": arm, "voice": voice, "overlapped": True, **asdict(call)})
            sys.stderr.write(f"{voice} has called\n")
        counts = await model.counts()
    arms = {arm: figures[arm].report() for arm in options.arm}
    pace = {"first_token_ms": options.first_token_ms, "tokens_per_s": options.tokens_per_s}
    return {
        "arms": arms,
        "model": {**pace, **counts},
        "machine": machine(),
        "voices": list(studio.voices),
        "calls": raw,
    }


def check() -> int:
    """Let the peer speak a sentence and hear it, in its own environment; 0 when it does."""
    command = [str(part) for part in peer_command("tuned", "--check")]
    done = subprocess.run(command, env=plain_environment(), capture_output=True, text=True, timeout=CHECK_SECONDS)
    if done.returncode:
        sys.stderr.write(f"The peer does not work:\n{done.stdout}{done.stderr[-3000:]}\n")
        return 1
    print(f"The peer works; it heard itself say: {json.loads(done.stdout)['heard']}")
    return 0


def tell(figures: dict[str, Any]) -> None:
    """The report for a person."""
    place = figures["machine"]
    print(f"{place['cpu']}, {place['cores']} cores, load {place['load_1min']}; voices: {', '.join(figures['voices'])}")
    print(", ".join(f"{name} {value}" for name, value in figures["model"].items()))
    for arm, values in figures["arms"].items():
        print(f"{arm}: " + ", ".join(f"{name} {value}" for name, value in values.items()))


def main() -> int:
    """Exit code 0 with figures, 1 when the check failed, 2 without any."""
    parser = argparse.ArgumentParser(description="Voice to voice and barge-in of the peer, measured at the wire.")
    parser.add_argument("--arm", action="append", choices=list(ARMS), help="one or more; all when left out")
    parser.add_argument("--first-token-ms", type=float, default=0.0)
    parser.add_argument("--tokens-per-s", type=float, default=0.0, help="0 sends all at once")
    parser.add_argument("--quick", action="store_true", help="one conversation a voice and fewer voices")
    parser.add_argument("--json", action="store_true", help="one JSON object with every turn")
    parser.add_argument("--check", action="store_true", help="only try the installed peer")
    options = parser.parse_args()
    options.arm = options.arm or list(ARMS)
    try:
        if options.check:
            return check()
        figures = asyncio.run(measure(options))
    except CallFailed as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    if options.json:
        print(json.dumps(figures))
    else:
        tell(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
