"""Which route answers: decided by the state, told in the trace, and the same in every replay."""

from typing import Any

import pytest

from flows.engine.acts import Act, Understanding
from flows.engine.commands import AskModel
from flows.engine.events import ModelReturned, UserSaid
from flows.engine.program import Program
from flows.engine.routing import may_answer, with_fallbacks
from tests.flows.small_bots import NOW, Talk, bot

ROUTES = """
slots: {amount: {type: money}}
routes:
  fast: {model: openai/a, key: k, fallbacks: [spare], switch: SWITCH}
  smart: {model: openai/b, key: k, fallbacks: [fast]}
  spare: {model: openai/c, key: k}
intents: {tell: {description: tell us, examples: [tell us something]}}
flows:
  main: {nodes: {hi: {type: say, say: Hello., next: end}}}
  tell:
    triggers: [tell]
    nodes:
      how: {type: ask, slot: amount, say: How much?}
      think: {type: generate, prompt: Say it., on_error: sorry, next: end}
      sorry: {type: say, say: No words today., next: think}
"""


def talk(switch: str) -> Talk:
    return Talk(ROUTES.replace("SWITCH", switch))


def asked(here: Talk) -> AskModel:
    (command,) = [command for command in here.commands if isinstance(command, AskModel)]
    return command


def say(here: Talk, *acts: Act, **sounds: Any) -> None:
    here.send(UserSaid(Understanding("…", acts, **sounds), NOW))


def come_to_the_model(here: Talk, amount: float = 5, **sounds: Any) -> AskModel:
    say(here, Act("start_flow", flow="tell"))
    say(here, Act("fill", 0.9, slot="amount", value=amount), **sounds)
    return asked(here)


@pytest.mark.parametrize(
    ("condition", "holds", "does_not"),
    [
        ("complexity > 0.5", {"complexity": 0.6}, {"complexity": 0.4}),
        ('emotion == "angry"', {"emotion": "angry"}, {"emotion": "calm"}),
        ("amount > 100 && complexity >= 0", {"amount": 500}, {"amount": 50}),
        ("confidence < 0.95", {}, None),
        ("turns >= 2", {}, None),
        ('node == "tell.think"', {}, None),
        ("failures > 0", None, {}),
        ("spent > 0", None, {}),
    ],
)
def test_a_switch_looks_at_the_caller_the_call_and_the_bots_values(
    condition: str, holds: dict[str, Any] | None, does_not: dict[str, Any] | None
) -> None:
    for sounds, route in ((holds, "smart"), (does_not, "fast")):
        if sounds is None:
            continue
        here = talk(f"[{{if: '{condition}', to: smart}}]")
        command = come_to_the_model(here, **sounds)
        assert (command.route, command.because) == (route, condition if route == "smart" else None)
        (line,) = [line for line in here.sprint.trace if line["why"] == "model_asked"]
        assert line["route"] == route
        assert line.get("because") == command.because


def test_the_first_switch_that_holds_counts_and_those_of_the_other_route_do_not() -> None:
    text = ROUTES.replace("fallbacks: [fast]}", "fallbacks: [fast], switch: [{if: turns > 0, to: spare}]}")
    here = Talk(text.replace("SWITCH", "[{if: turns > 9, to: spare}, {if: turns > 0, to: smart}]"))
    assert come_to_the_model(here).route == "smart"


def test_a_condition_that_cannot_be_worked_out_does_not_hold() -> None:
    text = ROUTES.replace("how: {type: ask, slot: amount, say: How much?}", "how: {type: say, say: Well.}")
    here = Talk(text.replace("SWITCH", "[{if: amount > 1, to: smart}]"))
    say(here, Act("start_flow", flow="tell"))
    assert asked(here).route == "fast"
    assert "condition_failed" in here.why()


def test_what_fails_and_what_it_costs_is_known_for_the_rest_of_the_call() -> None:
    here = talk("[{if: failures >= 1, to: smart}]")
    first = come_to_the_model(here)
    assert (first.route, first.spent_micros) == ("fast", 0)
    here.send(ModelReturned(first.id, NOW, error="timeout", failed=("fast", "spare"), micros=70))
    second = asked(here)  # on_error led back to the model
    assert (second.route, second.because, second.spent_micros) == ("smart", "failures >= 1", 70)
    assert here.state.failed_routes == {"fast": 1, "spare": 1}
    assert here.why().count("route_failed") == 2
    here.send(ModelReturned(second.id, NOW, "Well.", route="smart", micros=30))
    assert here.state.spent_micros == 100
    assert [line["route"] for line in here.sprint.trace if line["why"] == "model_returned"] == ["smart"]


def test_a_bot_without_routes_asks_whom_it_names() -> None:
    here = Talk("flows: {main: {nodes: {think: {type: generate, prompt: p, stub: x, next: end}}}}")
    assert asked(here).route is None
    assert all("route" not in line for line in here.sprint.trace)


def test_the_order_of_fallbacks() -> None:
    made = bot(ROUTES.replace("SWITCH", "[{if: turns > 1, to: smart}]"), warnings=True)
    assert with_fallbacks(made, "smart") == ("smart", "fast", "spare")
    assert with_fallbacks(made, "spare") == ("spare",)
    assert with_fallbacks(made, None) == ()
    node: Any = made.flows["tell"].nodes["think"]
    assert may_answer(made, node) == ("fast", "spare", "smart")


def test_conditions_of_routes_are_compiled_before_a_caller_waits_for_them() -> None:
    program = Program(bot(ROUTES.replace("SWITCH", "[{if: turns > 1, to: smart}]"), warnings=True))
    program.warm()
    conditions = program.conditions_of("tell", switch=True)
    assert conditions is program.conditions_of("tell", switch=True)
    assert "turns > 1" in conditions._cache
