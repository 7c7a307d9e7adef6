"""Tools and models that go wrong on purpose: the call does what it does when the real ones go wrong."""

from typing import Any

import pytest

from flows.engine.acts import Act
from flows.engine.events import event_from_json
from runtime.sessions.switches import Switch, Switches, Tried
from tests.runtime.sessions.stage import ACTS, BOT, Stage, prices, staged
from tests.runtime.virtual_time import run
from voxloom.shared import backing

TIMEOUT_MS = 4_000
CLOSED = "The price list is closed."
ROUTES = """routes:
  fast: {model: x/fast, first_token: 1s, fallbacks: [smart]}
  smart: {model: x/smart}
"""
MODELS = (
    BOT.replace("tools:", f"{ROUTES}tools:")
    + """
  think:
    description: Thinks.
    triggers: [fault]
    nodes:
      which: {type: generate, route: fast, prompt: Think., stub: Well thought., timeout: 9s, on_error: sorry, next: end}
      sorry: {type: say, say: I have no words., next: end}
"""
)
THINK = "think of something"


@pytest.fixture(autouse=True)
def understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTS, THINK, Act("start_flow", flow="think"))


def tools(switch: Switch) -> Tried:
    return Tried(Switches(tools={"get_price": switch}))


def models(**switches: Switch) -> Tried:
    return Tried(Switches(models=switches))


async def rents(stage: Stage) -> float:
    """Rent a boat in writing, and have an answer after so many ms."""
    stage.call.say_text("rent a boat")
    await stage.heard("Which boat, Anna or Berta?")
    await stage.listening()
    since, before = stage.now_ms, len(stage.of("turn"))
    stage.call.say_text("anna")
    while len(stage.of("turn")) == before:
        await stage.waits(10)
    return stage.now_ms - since


@pytest.mark.parametrize(
    ("switch", "error", "took_ms", "real"),
    [
        (Switch("fails"), "unavailable", 0, 0),
        (Switch("silent"), "timeout", TIMEOUT_MS, 0),
        (Switch("slow", 30), "timeout", TIMEOUT_MS, 0),
        (Switch("slow", 2), None, 2_000, 1),
        (Switch("gives", result={"price": 7}), None, 0, 0),
    ],
)
def test_a_tool(switch: Switch, error: str | None, took_ms: int, real: int) -> None:
    async def work() -> None:
        async with staged("text", tried=tools(switch)) as stage:
            assert took_ms <= await rents(stage) <= took_ms + 100
            (returned,) = stage.log("tool_returned")
            assert returned["error"] == error
            price = 7 if switch.how == "gives" else 30
            assert stage.said()[-2] == (CLOSED if error else f"It is ${price}.")
            assert [message["text"] for message in stage.of("filler")] == (["Let me look."] if took_ms > 500 else [])
            assert prices.calls == real

    run(work())


def test_a_switch_is_turned_in_the_middle_and_is_for_one_call() -> None:
    async def work() -> None:
        tried = Tried()
        async with staged("text", tried=tried) as stage, staged("text", name="other") as other:
            await rents(stage)
            assert stage.said()[-2] == "It is $30."
            tried.switches = Switches(tools={"get_price": Switch("fails")})
            await rents(stage)
            assert stage.said()[-2] == CLOSED
            await rents(other)
            assert other.said()[-2] == "It is $30."
            assert not backing.breakers().opened()
            other.call.hang_up()
            await other.over()

    run(work())


def test_a_voice_hears_the_filler_and_what_failed() -> None:
    async def work() -> None:
        async with staged(tried=tools(Switch("silent"))) as stage:
            await stage.says("rent a boat")
            await stage.says("anna")
            await stage.heard(CLOSED)
            assert "Let me look." in [message["text"] for message in stage.of("filler")]

    run(work())


@pytest.mark.parametrize(
    ("tried", "said", "failed", "took_ms"),
    [
        (models(), "Well thought.", [], 0),
        (models(fast=Switch("fails")), "Well thought.", ["fast"], 0),
        (models(fast=Switch("fails"), smart=Switch("fails")), "I have no words.", ["fast", "smart"], 0),
        (models(fast=Switch("silent")), "Well thought.", ["fast"], 1_000),
        (models(fast=Switch("slow", 5)), "Well thought.", ["fast"], 1_000),
        (models(fast=Switch("slow", 0.5)), "Well thought.", [], 500),
        (models(smart=Switch("fails")), "Well thought.", [], 0),
    ],
)
def test_a_route_and_what_answers_instead(tried: Tried, said: str, failed: list[str], took_ms: int) -> None:
    async def work() -> None:
        async with staged("text", bot=MODELS, tried=tried) as stage:
            await stage.listening()
            since = stage.now_ms
            stage.call.say_text(THINK)
            await stage.heard(said)
            assert took_ms <= stage.now_ms - since <= took_ms + 100
            (returned,) = stage.log("model_returned")
            assert returned["failed"] == failed

    run(work())


def test_a_bot_without_routes_has_one_model() -> None:
    async def work() -> None:
        bot = MODELS.replace("route: fast, ", "").replace(ROUTES, "")
        async with staged("text", bot=bot, tried=models(**{"": Switch("fails")})) as stage:
            await stage.listening()
            stage.call.say_text(THINK)
            await stage.heard("I have no words.")

    run(work())


def _again(stage: Stage, before: str) -> Tried:
    """What happened in a call before a sentence."""
    events = [message["line"]["event"] for message in stage.of("log") if "event" in message["line"]]
    at = next(at for at, one in enumerate(events) if one.get("understanding", {}).get("text") == before)
    return Tried(events=tuple(event_from_json(event) for event in events[:at]))


def test_a_conversation_goes_on_from_a_turn_and_nothing_is_done_twice() -> None:
    async def work() -> None:
        async with staged("text") as stage:
            await rents(stage)
            stage.call.say_text("what are the rules")
            await stage.heard("You may swim here.")
            tried = _again(stage, "what are the rules")
            assert prices.calls == 1
            state = stage.call.conversation.state
        async with staged("text", tried=tried, name="other") as other:
            await other.listening()
            assert (prices.calls, other.said()) == (0, [])
            assert other.call.conversation.state.variables == state.variables == {"price": 30}
            assert other.call.conversation.state.call == "other"
            assert [event["event"] for event in _events(other)] == [
                "call_started", "user_said", "user_said", "tool_returned",
            ]  # fmt: skip
            await rents(other)
            assert (prices.calls, other.said()[-2]) == (1, "It is $30.")
            assert other.of("transcript")[0]["turn"] == 3

    run(work())


def test_it_goes_on_where_the_bot_asked() -> None:
    async def work() -> None:
        async with staged("text") as stage:
            await rents(stage)
            tried = _again(stage, "anna")
        async with staged("text", tried=tried) as other:
            await other.listening()
            other.call.say_text("berta")
            await other.heard("It is $30.")
            assert other.call.conversation.state.slots == {"boat": "berta"}

    run(work())


def _events(stage: Stage) -> list[dict[str, Any]]:
    return [message["line"]["event"] for message in stage.of("log") if "event" in message["line"]]
