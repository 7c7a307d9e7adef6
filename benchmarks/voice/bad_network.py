"""S6: one packet in a hundred is lost and each up to 20 ms late, for five minutes: do answers come later and later?"""

from typing import Any

from benchmarks.voice import figures
from benchmarks.voice.bench import Bench, row_of
from benchmarks.voice.corpus import DRINKS, THIRSTY
from benchmarks.voice.peers import Peers
from runtime.caller.network import Network

BAD = Network(loss=0.01, jitter_ms=20.0, reorder=0.002)  # a packet is overtaken every ten seconds
SECONDS, QUICK_SECONDS = 300.0, 40.0
LAST = 0.2  # the last minute of five
TURN_S = 4.0  # no turn is shorter


async def measure(bench: Bench, _: Peers) -> dict[str, Any]:
    """The same long call over a good network and over a bad one."""
    seconds = bench.seconds or (QUICK_SECONDS if bench.quick else SECONDS)
    voice = next(iter(bench.studio.voices))
    texts = [DRINKS[number % len(DRINKS)] for number in range(int(seconds / TURN_S))]
    said = await bench.studio.record(voice, texts)
    timed: dict[str, list[tuple[float, float]]] = {}
    for name, network in (("clean", None), ("bad", BAD)):
        scenario = f"network_{name}"
        held = await bench.hold(scenario, "teller", said, typed=[THIRSTY], network=network, limit_s=seconds)
        timed[name] = []
        for number, turn in enumerate(held.turns):
            at_s = held.end_s(number) if turn.answer_ms is not None else None
            bench.log.write(scenario, at_s=at_s, **row_of(turn), parts=held.told(number).get("parts"))
            if at_s is not None and turn.answer_ms is not None and not turn.cut:
                timed[name].append((at_s, turn.answer_ms))
        bench.say(f"{scenario}: {[round(wait) for _, wait in timed[name]]}")
    after_s = seconds * (1 - LAST)
    return {
        "drift_ms": figures.drift(timed["bad"], timed["clean"], after_s),
        "drift_n": len(figures.later(timed["bad"], after_s)),
        **figures.spread("bad_network", [wait for _, wait in timed["bad"]]),
        **figures.spread("clean_network", [wait for _, wait in timed["clean"]]),
        "bad_network_slope_ms_per_min": _by_minute(timed["bad"]),
    }


def _by_minute(timed: list[tuple[float, float]]) -> float | None:
    grows = figures.slope([(at_s / 60, wait) for at_s, wait in timed])
    return None if grows is None else round(grows, 1)
