"""Which models may be asked: by what a workspace is given, else the operator's."""

import asyncio
import dataclasses
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flows.definition.route import Route
from tests.flows.small_bots import bot
from tools.models.address import ModelAddress
from tools.models.process import ModelProcess
from tools.models.reaching import NO_KEY
from tools.models.routes import MOST_KEPT, Routes, address_of

BOT = bot(
    """
routes:
  fast: {model: openai/a, key: fast_key, fallbacks: [own, smart], instructions: Be kind., max_tokens: 50}
  own: {model: openai/b, api_base: "{{ env.models }}/v1", budget: {call: 0.5, day: 2}}
  smart: {model: openai/c, key: smart_key, price: {question: 1, answer: 2}}
  bare: {model: openai/d}
flows: {main: {nodes: {a: {type: generate, prompt: p, stub: s, next: end}}}}
""",
    warnings=True,
)
OPERATORS = ModelAddress("openai/operators")
TOY = Path(__file__).with_name("toy_worker.py")


@dataclass
class Workspace:
    known: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset({"models.example.com"})
    away: bool = False

    async def names(self) -> dict[str, str]:
        return self.known

    async def secret(self, name: str) -> str | None:
        if self.away:
            raise RuntimeError("the database is away")
        return self.secrets.get(name)

    async def may_ask(self, host: str) -> bool:
        return host in self.hosts


def ways(given: Workspace | None, route: str | None = "fast", operators: ModelAddress | None = OPERATORS) -> list[str]:
    async def main() -> list[str]:
        found = await Routes(ModelProcess(), operators).ways(BOT, route, given)
        return [way.name or way.model.address.model for way in found]

    return asyncio.run(main())


def address(route: Route, given: Workspace) -> ModelAddress | None:
    return asyncio.run(address_of("r", route, given))


def test_routes_that_are_given_what_they_need_come_before_the_operators_model() -> None:
    everything = Workspace({"models": "https://models.example.com"}, {"fast_key": "f", "smart_key": "s"})
    assert ways(everything) == ["fast", "own", "smart"]
    assert ways(Workspace({}, {"smart_key": "s"})) == ["smart"]
    assert ways(Workspace()) == ["openai/operators"]
    assert ways(None) == ["openai/operators"]
    assert ways(everything, None) == ["openai/operators"]
    assert ways(Workspace(), operators=None) == []


def test_a_route_without_key_and_address_is_asked_nowhere_lest_the_operator_pays() -> None:
    assert ways(Workspace(), "bare", None) == []


def test_nobody_is_asked_at_a_host_that_bots_may_not_ask(caplog: pytest.LogCaptureFixture) -> None:
    assert ways(Workspace({"models": "https://elsewhere.example"}), "own") == ["openai/operators"]
    assert "its host is none that bots may ask" in caplog.text


def test_a_database_that_is_away_leaves_the_operators_model() -> None:
    assert ways(Workspace(away=True)) == ["openai/operators"]


def test_an_address_says_everything_and_has_no_key_but_its_own() -> None:
    given = Workspace({"models": "https://models.example.com"}, {"fast_key": "sk-1", "smart_key": "s"})
    fast = address(BOT.routes["fast"], given)
    assert fast is not None
    assert (fast.api_key, fast.api_base, fast.checked, fast.instructions, fast.max_tokens) == (
        "sk-1", "", False, "Be kind.", 50,
    )  # fmt: skip
    assert "sk-1" not in repr(fast)
    own = address(BOT.routes["own"], given)
    assert own is not None
    assert (own.api_base, own.api_key, own.checked) == ("https://models.example.com/v1", NO_KEY, True)
    smart = address(BOT.routes["smart"], given)
    assert smart is not None
    assert smart.price == (1, 2)


def test_models_are_kept_and_a_new_key_makes_another() -> None:
    async def main() -> None:
        routes, given = Routes(ModelProcess()), Workspace({}, {"fast_key": "f"})
        (first,) = await routes.ways(BOT, "fast", given)
        (again,) = await routes.ways(BOT, "fast", given)
        assert again.model is first.model
        given.secrets["fast_key"] = "g"
        (new,) = await routes.ways(BOT, "fast", given)
        assert new.model is not first.model
        for number in range(MOST_KEPT):
            routes._model(dataclasses.replace(OPERATORS, api_key=str(number)))
        (last,) = await routes.ways(BOT, "fast", given)
        assert last.model is not new.model

    asyncio.run(main())


def test_a_budget_is_in_millionths() -> None:
    async def main() -> None:
        given = Workspace({"models": "https://models.example.com"})
        (way,) = await Routes(ModelProcess()).ways(BOT, "own", given)
        assert (way.call_micros, way.day_micros) == (500_000, 2_000_000)

    asyncio.run(main())


def test_the_process_starts_with_the_first_call_of_a_bot_whose_route_is_given_and_with_no_other() -> None:
    async def main() -> None:
        process = ModelProcess((sys.executable, "-P", str(TOY)))
        routes = Routes(process)
        try:
            routes.prepare(BOT, Workspace())  # nothing is given
            await asyncio.gather(*routes._tasks)
            assert process.starts == 0
            routes.prepare(BOT, Workspace({}, {"smart_key": "s"}))
            await asyncio.gather(*routes._tasks)
            assert process.ready
            routes.prepare(BOT, Workspace({}, {"smart_key": "s"}))
            assert not routes._tasks  # it is there
        finally:
            await routes.aclose()
        assert not process.ready

    asyncio.run(main())


def test_a_server_without_a_model_starts_no_process() -> None:
    async def main() -> None:
        process = ModelProcess((sys.executable, "-P", str(TOY)))
        routes = Routes(process)
        await routes.load()
        assert process.starts == 0
        await routes.aclose()

    asyncio.run(main())


@pytest.mark.parametrize("model", ["bedrock/anthropic.claude", "anthropic.claude-v2", "ollama/llama3", "vertex_ai/x"])
def test_nobody_is_asked_who_signs_in_by_what_lies_on_the_operators_machine(model: str) -> None:
    assert address(Route(model=model, key="fast_key"), Workspace({}, {"fast_key": "f"})) is None
