"""What a model may see of the call: what was said and heard, and no value that it may not have."""

from typing import Any

import pytest

from flows.engine.acts import Act, Understanding
from flows.engine.commands import AskModel, Exchange
from flows.engine.events import ModelReturned, UserSaid
from tests.flows.small_bots import NOW, Talk

BOT = """
slots:
  name: {type: person, description: your name}
  size: {type: choice, choices: {small: null, large: null}}
  phone: {type: phone}
variables: {order: {type: text}, count: {type: number}, street: {type: text, personal: false}}
routes:
  fast: {model: openai/x, key: k, allow: [phone], fallbacks: [spare]}
  spare: {model: openai/y, key: k, allow: []}
intents: {buy: {description: buying paint, examples: [I want to buy paint]}}
tools: {order_it: {effect: write, confirmed: true, idempotency_key: auto, stub: {}}}
flows:
  main: {nodes: {hello: {type: say, say: "Paint, a bot.", next: end}}}
  buy:
    description: Buys paint.
    triggers: [buy]
    nodes:
      who: {type: ask, slot: name, say: Who is calling?}
      how: {type: ask, slot: size, say: "Well, {{ name }}, small or large?"}
      think: {type: generate, prompt: Recommend something., EXTRAstub: x, next: end}
"""


def come_to_the_model(extra: str = "", head: str = BOT) -> tuple[Talk, AskModel]:
    here = Talk(head.replace("EXTRA", extra))
    say(here, "I want to buy paint", Act("start_flow", flow="buy"))
    say(here, "it's Maria Smith", Act("fill", slot="name", value="Maria Smith"))
    say(here, "a large one", Act("fill", slot="size", value="large"))
    return here, asked(here)


def asked(here: Talk) -> AskModel:
    (command,) = [command for command in here.commands if isinstance(command, AskModel)]
    return command


def say(here: Talk, text: str, *acts: Act) -> None:
    here.send(UserSaid(Understanding(text, acts), NOW))


def test_the_turns_are_there_with_what_was_heard_and_no_name() -> None:
    _, command = come_to_the_model()
    assert command.history == (
        Exchange("", "Paint, a bot."),
        Exchange("I want to buy paint", "Who is calling?"),
        Exchange("[person]", "Well, [person], small or large?", "name"),
        Exchange("a large one", "", "size"),
    )
    assert command.summary == "Under way: Buys paint. Known: (size large)."


def test_what_is_allowed_is_there() -> None:
    _, command = come_to_the_model("allow: [person], ")
    assert command.history[2] == Exchange("it's Maria Smith", "Well, Maria Smith, small or large?", "name")
    assert "name Maria Smith" in command.summary


def test_a_route_allows_what_all_allow_that_may_answer_instead() -> None:
    allows = BOT.replace("allow: [phone]", "allow: [person]")
    assert come_to_the_model(head=allows)[1].history[2].words == "[person]"
    both = allows.replace("allow: []", "allow: [person]")
    assert come_to_the_model(head=both)[1].history[2].words == "it's Maria Smith"


@pytest.mark.parametrize(("turns", "first"), [(1, "a large one"), (2, "[person]"), (0, None)])
def test_no_more_turns_than_the_node_says(turns: int, first: str | None) -> None:
    _, command = come_to_the_model(f"history: {turns}, ")
    assert len(command.history) == turns
    assert [one.words for one in command.history][:1] == ([first] if first else [])
    assert bool(command.summary) is bool(turns)


def test_of_what_was_cut_off_only_what_was_heard() -> None:
    here = Talk(BOT.replace("EXTRA", ""))
    here.interrupt("Paint")
    say(here, "I want to buy paint", Act("start_flow", flow="buy"))
    assert here.state.history == (Exchange("", "Paint"),)


def test_what_nobody_asked_for_is_left_out_where_it_may_be_personal() -> None:
    here = Talk(BOT.replace("EXTRA", ""))
    say(here, "I want to buy paint, call me at 0 1 6 2 five five five", Act("start_flow", flow="buy"))
    say(here, "Maria", Act("fill", slot="name", value="Maria"))
    say(here, "large, says m a r i a", Act("fill", slot="size", value="large"))
    history = asked(here).history
    assert history[1].words == "[something personal]"
    assert history[-1].words == "[something personal]"  # the name, spelled


@pytest.mark.parametrize(
    ("variables", "said", "seen"),
    [
        ({"order": "5 Mill Lane"}, "it goes to 5 Mill Lane", "it goes to [personal]"),
        ({"street": "5 Mill Lane"}, "it goes to 5 Mill Lane", "it goes to 5 Mill Lane"),
        ({"count": 1250}, "I have 1250 of them", "I have 1250 of them"),
    ],
)
def test_values_of_variables_that_may_hold_anything_are_left_out(
    variables: dict[str, Any], said: str, seen: str
) -> None:
    here = Talk(BOT.replace("EXTRA", "").replace("variables: {", "variables: {ignored: {type: text}, "), **variables)
    say(here, said, Act("start_flow", flow="buy"))
    say(here, "it's Al", Act("fill", slot="name", value="Al"))
    say(here, "large", Act("fill", slot="size", value="large"))
    assert asked(here).history[1].words == seen


def test_what_was_done_is_told() -> None:
    text = BOT.replace("EXTRA", "").replace("think:", "write: {type: call, tool: order_it}\n      think:")
    here = Talk(text)
    say(here, "I want to buy paint", Act("start_flow", flow="buy"))
    say(here, "Maria", Act("fill", slot="name", value="Maria"))
    say(here, "large", Act("fill", slot="size", value="large"))
    here.returns({})
    here.send(ModelReturned(asked(here).id, NOW, "Take white."))
    say(here, "I want to buy paint", Act("start_flow", flow="buy"))
    say(here, "Maria", Act("fill", slot="name", value="Maria"))
    say(here, "small", Act("fill", slot="size", value="small"))
    here.returns({})
    assert asked(here).summary == "Done: Buys paint (size large). Under way: Buys paint. Known: (size small)."


def test_the_state_keeps_no_more_than_a_model_may_see() -> None:
    here = Talk(BOT.replace("EXTRA", ""))
    for number in range(30):
        say(here, f"mumble {number}", Act("out_of_scope"))
        if here.state.ended is not None:
            break
    assert len(here.state.history) <= 10


def test_keys_of_a_row_are_one_turn() -> None:
    text = BOT.replace("EXTRA", "").replace(
        "size: {type: choice, choices: {small: null, large: null}}", "size: {type: digits, length: 4}"
    )
    here = Talk(text)
    say(here, "I want to buy paint", Act("start_flow", flow="buy"))
    say(here, "Maria", Act("fill", slot="name", value="Maria"))
    before = len(here.state.history)
    here.keys("123")
    assert len(here.state.history) == before
    here.keys("4")
    assert [one.words for one in asked(here).history][-2:] == ["[person]", ""] or len(here.state.history) == before + 1
