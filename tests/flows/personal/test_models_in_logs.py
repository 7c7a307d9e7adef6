"""What models are told and ask for stands in the log with tokens, wherever a value of a caller is.

Turns that are past, what a tool was asked, what came of it.
"""

import json
from typing import Any

from flows.driver.event_log import plain_state, told
from flows.engine.acts import Act, Understanding
from flows.engine.commands import AskModel
from flows.engine.events import Event, ModelReturned, ToolReturned, ToolWish, UserSaid, event_to_json
from flows.engine.program import Program
from flows.engine.resume import resume
from flows.loader.load import load_text
from flows.personal.fields import asks_for_personal, personal_fields
from flows.personal.tokens import Tokens
from tests.flows.small_bots import HEAD, NOW, Talk

BOT = """
slots: {who: {type: person, description: your name}}
tools: {find: {allow: [person], arguments: {words: text}, returns: {note: text}, stub: {}}}
intents: {buy: {description: buying paint, examples: [I want to buy paint]}}
flows:
  main: {nodes: {hello: {type: say, say: Paint and Co., next: end}}}
  buy:
    triggers: [buy]
    nodes:
      ask: {type: ask, slot: who, say: Who is calling?}
      greet: {type: say, say: "Hello {{ who }}."}
      think: {type: generate, prompt: "Greet {{ who }}.", tools: [find], allow: [person], next: end}
"""


def test_no_name_of_a_caller_is_in_it() -> None:
    loaded = load_text(HEAD + BOT)
    assert loaded.bot is not None
    here = Talk(loaded.bot)
    tokens = Tokens.of(personal_fields(loaded), [])
    program = Program(loaded.bot)
    lines: list[Any] = []

    def send(event: Event) -> None:
        asked = asks_for_personal(tokens.fields, here.state)
        sprint = resume(program, here.state, event)
        commands, _, trace = told(sprint)
        lines.append(tokens.line(event_to_json(event), commands, plain_state(sprint.state), trace, asked=asked))
        here.send(event)

    send(UserSaid(Understanding("I want to buy paint", (Act("start_flow", flow="buy"),)), NOW))
    send(UserSaid(Understanding("it's Wilhelmina Kray", (Act("fill", slot="who", value="Wilhelmina Kray"),)), NOW))
    (command,) = [command for command in here.commands if isinstance(command, AskModel)]
    assert command.history[-1].words == "it's Wilhelmina Kray"  # it may have that; the log may not
    wish = ToolWish("c", "find", '{"words": "paint for Wilhelmina Kray"}')
    send(ModelReturned(command.id, NOW, "Just a moment, Wilhelmina.", tools=(wish,)))
    assert here.state.tool is not None
    send(ToolReturned(here.state.tool.id, NOW, {"note": "Ms Kray was here before"}))
    (again,) = [command for command in here.commands if isinstance(command, AskModel)]
    assert "Kray" in again.steps[0].came
    send(ModelReturned(again.id, NOW, "Welcome back, Ms Kray."))
    assert here.said[0] == "Welcome back, Ms Kray."
    written = json.dumps(lines, ensure_ascii=False)
    assert "⟨person:1⟩" in written
    assert "Kray" not in written
    assert "Wilhelmina" not in written
