"""The bots whose callers are measured, trained, and what they make of a request."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks._callers import ROOT
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.guesses import understood
from flows.driver.silent_output import SilentOutput
from flows.engine.acts import Act
from flows.engine.program import Program
from flows.loader.load import load_path
from flows.understanding.local import LocalUnderstanding
from tests.flows.held_out_sentences import NOW, Stubs, _same, sentences

STARTERS, GOLDEN = ROOT / "templates" / "bots", ROOT / "tests" / "flows" / "golden_bots"
BOTS = {name: STARTERS / f"{name}.yaml" for name in ("riverbank", "table_booking")}
BOTS |= {name: GOLDEN / f"{name}.yaml" for name in ("clinic", "power")}
HELD_OUT = ROOT / "tests" / "flows" / "held_out"
Entry = dict[str, Any]
"""A sentence of a held-out file."""
Way = Literal["right", "right_flow", "wrong_flow", "asked", "asked_wrongly", "refused"]


@dataclass(frozen=True)
class Judged:
    """A request and what became of it.

    `right`: its flow and its values; `right_flow`: its flow, other values; `asked`: the bot asks which of several it
    was, one of them its flow; `refused`: no flow.
    """

    entry: Entry
    way: Way
    acts: tuple[Act, ...]

    @property
    def right_flow(self) -> bool:
        """Whether its flow starts, with whatever values."""
        return self.way in ("right", "right_flow")


async def talks(embedder: Any) -> dict[str, Conversation]:
    """A conversation with each bot, greeted and asked nothing."""
    made = {}
    for name, path in BOTS.items():
        bot = load_path(path).bot
        assert bot is not None, path
        understander = await LocalUnderstanding.train(bot, embedder)
        made[name] = Conversation(Program(bot), understander, Stubs(bot), SilentOutput(), FixedClock(NOW))
        await made[name].start()
    return made


def entries(name: str) -> list[Entry]:
    """A held-out file, read without types."""
    return sentences(HELD_OUT / f"{name}.yaml")


async def acts_on(talk: Conversation, text: str, guesses: Sequence[str] = ()) -> tuple[Act, ...]:
    """What a sentence means to a bot that asked nothing; nothing heard means nothing."""
    if not text:
        return ()
    return (await understood(await talk.understand(text), guesses, talk.expectation, talk.understand)).acts


def judged(entry: Entry, acts: tuple[Act, ...]) -> Judged:
    """A request by what was made of it."""
    started = _started(acts)
    if started == [entry["flow"]]:
        return Judged(entry, "right" if _values_right(entry, acts) else "right_flow", acts)
    if started:
        return Judged(entry, "wrong_flow", acts)
    asked = [act.candidates for act in acts if act.act == "clarify"]
    if not asked:
        return Judged(entry, "refused", acts)
    return Judged(entry, "asked" if any(entry["flow"] in each for each in asked) else "asked_wrongly", acts)


def leaves_alone(acts: tuple[Act, ...]) -> bool:
    """Whether a sentence that is nothing of the bot's business starts, fills and asks nothing."""
    return not any(act.act in ("start_flow", "fill", "human", "clarify") for act in acts)


def asks_between(entry: Entry, acts: tuple[Act, ...]) -> bool:
    """Whether the bot asks about two of the flows at least that a sentence may mean."""
    return any(act.act == "clarify" and len(set(act.candidates) & set(entry["between"])) > 1 for act in acts)


def request_figures(found: Sequence[Judged]) -> dict[str, int]:
    """How many requests went which way; flow_right, wrong_flow, asked, asked_wrongly and refused make up `n`."""
    ways = Counter(each.way for each in found)
    return {
        "requests_flow_right": ways["right"] + ways["right_flow"],
        "requests_all_right": ways["right"],
        **{f"requests_{way}": ways[way] for way in ("wrong_flow", "asked", "asked_wrongly", "refused")},
        "requests_n": len(found),
    }


def _started(acts: tuple[Act, ...]) -> list[str]:
    if any(act.act == "human" for act in acts):
        return ["person"]
    return [act.flow for act in acts if act.act == "start_flow" and act.flow]


def _values_right(entry: Entry, acts: tuple[Act, ...]) -> bool:
    """All that the entry names, and nothing else unless it says that there is `more`."""
    filled = {act.slot: act.value for act in acts if act.act == "fill"}
    wanted = entry.get("slots") or {}
    complete = wanted.keys() <= filled.keys() if entry.get("more") else wanted.keys() == filled.keys()
    return complete and all(_same(filled[slot], value) for slot, value in wanted.items())
