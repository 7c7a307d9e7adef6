"""The engine as a node sees it, which only writes down what is asked of it."""

from typing import Any

from flows.definition.nodes.node import Outcome, Wait


class Recorder:
    """Writes down every request."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def say(self, text: str, *, barge_in: bool | None = None) -> None:
        self.asked.append(("say", text, barge_in))

    def assign(self, name: str, value: object) -> None:
        self.asked.append(("assign", name, value))

    def ask(self, node: Any) -> Outcome:
        self.asked.append(("ask", node.slot))
        return Wait()

    def call_tool(self, node: Any) -> Outcome:
        self.asked.append(("call_tool", node.tool))
        return Wait()

    def end_call(self, node: Any) -> Outcome:
        self.asked.append(("end_call", node.reason))
        return Wait()
