"""S2: replies of a language model, a stub on this machine whose pace is known; ours and the peer's in turn."""

from collections.abc import Sequence
from typing import Any

from benchmarks._peer import StubServer
from benchmarks.voice import figures
from benchmarks.voice.bench import Bench, Held
from benchmarks.voice.corpus import ASKED_OF_MODEL, MODEL_MARK, MODEL_SAYS
from benchmarks.voice.fixed import answers, log_turns
from benchmarks.voice.house import House
from benchmarks.voice.peers import YARDSTICK, Peers, peers
from runtime.caller.wav import Recording

PACES = {"model_at_once": (0.0, 0.0), "model": (300.0, 50.0)}
"""Milliseconds to the first token, tokens a second after it."""
QUICK_QUESTIONS = 2


async def measure(bench: Bench, _: Peers) -> dict[str, Any]:
    """A server that asks the stub, and peers that ask another one of the same kind."""
    told: dict[str, Any] = {}
    async with (
        StubServer(text=MODEL_SAYS) as model,
        House(bench.data, "model", model=model.address) as server,
        peers(bench.peers, text=MODEL_SAYS) as callees,
    ):
        first = await bench.studio.record(next(iter(bench.studio.voices)), ASKED_OF_MODEL[-1:])
        await _call(bench, server, "model_first", "first", first)  # the first question costs a server more: told apart
        told["model_first_ms"] = next(iter(answers(bench, "model_first")), None)
        for name, (first_token_ms, tokens_per_s) in PACES.items():
            for stub in (model, callees.model):
                if stub is not None:
                    await stub.pace(first_token_ms=first_token_ms, tokens_per_s=tokens_per_s)
            before, heard = await model.counts(), 0
            for number, voice in enumerate(list(bench.studio.voices)[: 1 if bench.quick else None]):
                questions = ASKED_OF_MODEL[: QUICK_QUESTIONS if bench.quick else None]
                said = await bench.studio.record(voice, questions)
                if number % 2:
                    await callees.call(bench, f"peer_{name}", said)
                heard += await _call(bench, server, name, voice, said)
                if number % 2 == 0:
                    await callees.call(bench, f"peer_{name}", said)
            after = await model.counts()
            told |= _report(bench, name, callees)
            if name == "model":
                sent = after["tokens"] - before["tokens"]
                told["model_tokens_wasted"] = figures.wasted_tokens(sent, heard, len(MODEL_SAYS.split()))
                told["model_tokens_sent"] = sent
    return told


async def _call(bench: Bench, server: House, name: str, voice: str, said: Sequence[Recording]) -> int:
    """How many answers of the model were said."""
    held = await bench.hold(f"{name} {voice}", "teller", said, server=server.address)
    log_turns(bench, name, held, voice, ["open"])
    bench.say(f"{name} {voice}: {[turn.answer_ms and round(turn.answer_ms) for turn in held.turns]}")
    return _answers_of_model(held)


def _answers_of_model(held: Held) -> int:
    return sum(event.event == "said" and MODEL_MARK in str(event.fields.get("text")) for event in held.events)


def _report(bench: Bench, name: str, callees: Peers) -> dict[str, Any]:
    told = {**figures.spread(name, answers(bench, name)), **callees.report(bench, f"peer_{name}")}
    rows = [row for row in bench.log.rows if row["scenario"] == name]
    told[f"{name}_parts_p50_ms"] = figures.medians(row["parts"] for row in rows if row["parts"])
    theirs = told.get(f"peer_{name}", {}).get(YARDSTICK, {}).get("p50_ms")
    ratio = "peer_ratio_p50" if name == "model_at_once" else f"peer_{name}_ratio_p50"
    return {**told, ratio: figures.ratio(told[f"{name}_p50_ms"], theirs)}
