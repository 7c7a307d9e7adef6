"""A bot whose models may ask for tools, and a way to have them ask."""

from typing import Any

from flows.engine.commands import AskModel, CallTool
from flows.engine.events import ModelReturned, ToolWish
from tests.flows.small_bots import NOW, Talk

BOT = """
slots: {card: {type: card_number}, who: {type: person}}
variables: {}
tools:
  look:
    description: Looks up a day.
    arguments: {day: date, count: integer}
    returns: {free: boolean, guest: person, note: text}
    stub: {}
  find: {arguments: {words: text}, allow: [person], stub: {}}
  book: {effect: write, confirmed: true, anybody: true, idempotency_key: auto, arguments: {day: date}, stub: {}}
  wipe: {effect: write, idempotency_key: auto, arguments: {day: date}, stub: {}}
  pay: {effect: write, confirmed: true, idempotency_key: auto, arguments: {amount: money}, stub: {}}
  check_pin: {verifies: {who: "{{ pin }}", field: ok}, arguments: {pin: text}, returns: {ok: boolean}, stub: {}}
  slow: {background: true, arguments: {}, stub: {}}
  plain: {arguments: {}, stub: {}}
flows:
  main:
    nodes:
      name: {type: set, set: {who: Maria Smith, card: "4111111111111111"}}
      first: {type: generate, prompt: Help., tools: [look, find, plain], on_error: sorry, next: second}
      second: {type: generate, prompt: Book., tools: [book, wipe, pay, check_pin, slow], on_error: sorry, next: third}
      third: {type: generate, prompt: Talk., on_error: sorry, next: last}
      last: {type: generate, prompt: Ask., tools: [find], allow: [card], on_error: sorry, next: end}
      sorry: {type: say, say: No words today., next: end}
"""


class Model(Talk):
    """Stands at the first model."""

    def __init__(self, text: str = BOT) -> None:
        super().__init__(text)

    @property
    def asked(self) -> AskModel:
        """How the model was asked last."""
        (command,) = [command for command in self.commands if isinstance(command, AskModel)]
        return command

    @property
    def calls(self) -> list[CallTool]:
        """Tools that the last event had called."""
        return [command for command in self.commands if isinstance(command, CallTool)]

    def answers(self, text: str = "Well.") -> None:
        """The model speaks, and the flow goes on."""
        self.send(ModelReturned(self._pending, NOW, text))

    def wants(self, *wishes: tuple[str, str], text: str = "") -> list[CallTool]:
        """The model asks for tools."""
        tools = tuple(ToolWish(f"c-{at}", tool, asked) for at, (tool, asked) in enumerate(wishes))
        self.send(ModelReturned(self._pending, NOW, text, tools=tools))
        return self.calls

    def rejected(self) -> list[Any]:
        """Why, for what was refused to the last event."""
        return [line["because"] for line in self.sprint.trace if line["why"] == "tool_rejected"]

    @property
    def _pending(self) -> str:
        assert self.state.model is not None
        return self.state.model.id

    def at(self, node: str) -> "Model":
        """Go on to a node."""
        for _ in range(5):
            if self.state.top is not None and self.state.top.node == node:
                break
            self.answers()
        return self
