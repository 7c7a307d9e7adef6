"""How long callers wait: what each node adds between their last word and the bot's first, and each way to it.

Two clocks: the first sound, which may be a filler, and the answer itself. What was measured in calls takes the place of
what is expected. A figure that is expected is the median of `docs/performance.md`, or the time that a bot waits at most
divided by eight where nothing better is known: most services answer in that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.definition.bot import Bot
from flows.definition.edges import RESERVED_TARGETS
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.end import End
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.handoff import Handoff
from flows.definition.nodes.node import Node
from flows.definition.nodes.say import Say

BUDGET_MS = 900
"""From the caller's last word to the bot's first; later answers sound as if somebody had to think."""
TURN_MS = {"hold": 236, "recognition": 0, "understanding": 1, "uplink": 2}
"""Before any node is visited: until the bot is sure that the caller has finished, and knows what they said."""
ENGINE_MS = 1
FIXED_MS, FILLED_MS = 11, 60
"""Until the first packet of a text that is kept ready, and of one with values in it."""
FIRST_TOKEN_MS, CLAUSE_MS = 300, 100
"""Of a language model, until its first word and from there to its first clause."""
LOOK_UP_MS = 60
STUB_MS = 1
SHARE_OF_TIMEOUT = 8
MOST_PATHS, LONGEST_PATH = 200, 60

Spot = tuple[str, str]


@dataclass(frozen=True)
class Cost:
    """What a node adds: `parts` by name in ms, and whether the bot speaks there."""

    parts: dict[str, int]
    speaks: bool = False
    filler_ms: int | None = None
    """When a filler is heard, where there is one: the caller waits for the rest with it in the ear."""

    @property
    def ms(self) -> int:
        """All of it."""
        return sum(self.parts.values())


def budget(bot: Bot, measured: Mapping[Spot, Sequence[int]]) -> dict[str, Any]:
    """The object that the canvas gets. `measured`: how long what a node asks outside took, in ms, call by call."""
    costs = {
        (flow, name): _cost(bot, node, _median(measured.get((flow, name), ())))
        for flow, one in bot.flows.items()
        for name, node in one.nodes.items()
    }
    nodes: dict[str, dict[str, Any]] = {flow: {} for flow in bot.flows}
    for (flow, name), cost in costs.items():
        times = sorted(measured.get((flow, name), ()))
        heard = min(cost.ms, cost.filler_ms) if cost.filler_ms is not None else cost.ms
        late = _at(times, 0.95) if times and cost.filler_ms is None else heard
        nodes[flow][name] = {
            "expected_ms": heard, "answer_ms": cost.ms,
            "parts": [{"what": what, "ms": ms} for what, ms in cost.parts.items()],
            "measured": {"p50_ms": _at(times, 0.5), "p95_ms": _at(times, 0.95), "calls": len(times)} if times else None,
            "over": max(heard, late) > BUDGET_MS,
        }  # fmt: skip
    return {"budget_ms": BUDGET_MS, "turn_ms": sum(TURN_MS.values()), "nodes": nodes, "paths": _paths(bot, costs)}


def _cost(bot: Bot, node: Node, known_ms: int | None) -> Cost:
    match node:
        case Say() | Ask():
            return Cost({"engine": ENGINE_MS, "synthesis": _synthesis(node.say)}, speaks=True)
        case End() | Handoff():
            return Cost({"engine": ENGINE_MS, "synthesis": _synthesis(node.say or "")}, speaks=True)
        case Call():
            filler = node.filler.after + FIXED_MS if node.filler is not None else None
            return Cost({"engine": ENGINE_MS, "tool": _tool(bot, node, known_ms)}, filler_ms=filler)
        case Generate():
            waits = known_ms if known_ms is not None else FIRST_TOKEN_MS + CLAUSE_MS
            return Cost({"engine": ENGINE_MS, "model": waits, "synthesis": FILLED_MS}, speaks=node.speak)
        case Answer():
            asked = known_ms if known_ms is not None else LOOK_UP_MS + (FIRST_TOKEN_MS if node.route else 0)
            return Cost({"engine": ENGINE_MS, "documents": asked, "synthesis": FILLED_MS}, speaks=True)
    return Cost({"engine": ENGINE_MS})


def _synthesis(text: str) -> int:
    return FILLED_MS if "{{" in text else FIXED_MS


def _tool(bot: Bot, node: Call, known_ms: int | None) -> int:
    if known_ms is not None:
        return known_ms
    tool = bot.tools.get(node.tool)
    if tool is None or tool.type is None:
        return STUB_MS
    return tool.timeout // SHARE_OF_TIMEOUT


def _paths(bot: Bot, costs: Mapping[Spot, Cost]) -> list[dict[str, Any]]:
    """From where the caller has spoken to the bot's first word: the slowest first."""
    found: list[dict[str, Any]] = []
    for start, begins in _turns(bot):
        for way in _ways(bot, costs, begins):
            expected = sum(TURN_MS.values())
            for spot in way:
                cost = costs[spot]
                if cost.filler_ms is not None and cost.filler_ms < cost.ms:
                    expected += cost.filler_ms  # the caller hears the filler, and no more counts
                    break
                expected += cost.ms
            found.append(
                {
                    "flow": begins[0],
                    "after": start,
                    "nodes": [list(spot) for spot in way],
                    "expected_ms": expected,
                    "over": expected > BUDGET_MS,
                }  # fmt: skip
            )
            if len(found) >= MOST_PATHS:
                return sorted(found, key=lambda path: -path["expected_ms"])
    return sorted(found, key=lambda path: -path["expected_ms"])


def _turns(bot: Bot) -> Iterator[tuple[str | None, Spot]]:
    """Where the bot goes on when the caller has spoken: a flow that they start, and what follows on a question."""
    for flow, one in bot.flows.items():
        if one.nodes and (one.triggers or flow == bot.start):
            yield None, (flow, one.first)
        for name, node in one.nodes.items():
            if isinstance(node, Ask):
                for spot in _onward(bot, (flow, name)):
                    yield name, spot


def _ways(bot: Bot, costs: Mapping[Spot, Cost], start: Spot) -> Iterator[list[Spot]]:
    """The ways from a node to the first one at which the bot speaks."""
    waiting = [[start]]
    while waiting:
        way = waiting.pop()
        onward = [] if costs[way[-1]].speaks else [spot for spot in _onward(bot, way[-1]) if spot not in way]
        if not onward or len(way) >= LONGEST_PATH:
            yield way
        else:
            waiting += [[*way, spot] for spot in onward]


def _onward(bot: Bot, spot: Spot) -> list[Spot]:
    """Where a node leads; a flow that it runs first."""
    flow, name = spot
    node = bot.flows[flow].nodes[name]
    targets = [target for _, target in node.target_names()]
    after = bot.flows[flow].after(name)
    if node.next is None and not node.ends and after is not None:
        targets.append(after)
    if isinstance(node, RunFlow):
        targets = [node.flow]
    spots = [_spot(bot, flow, target) for target in dict.fromkeys(targets)]
    return [found for found in spots if found is not None]


def _spot(bot: Bot, flow: str, target: str) -> Spot | None:
    if target in RESERVED_TARGETS:
        return None
    if target in bot.flows[flow].nodes:
        return flow, target
    found = bot.flows.get(target)
    return (target, found.first) if found is not None and found.nodes else None


def _median(times: Sequence[int]) -> int | None:
    return _at(sorted(times), 0.5) if times else None


def _at(times: Sequence[int], share: float) -> int:
    """The time below which that share of them lies; of few the one above."""
    return times[min(len(times) - 1, round(share * (len(times) - 1)))]
