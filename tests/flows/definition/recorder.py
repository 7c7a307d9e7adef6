"""The engine as a node sees it, which only writes down what is asked of it."""

from typing import Any

from flows.definition.nodes.node import Go, Outcome, Wait


class Recorder:
    """Writes down every request."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def say(self, text: str, prompt: Any) -> None:
        self.asked.append(("say", text, prompt.barge_in))

    def assign(self, name: str, value: object) -> None:
        self.asked.append(("assign", name, value))

    def ask(self, node: Any) -> Outcome:
        self.asked.append(("ask", node.slot))
        return Wait()

    def call_tool(self, node: Any) -> Outcome:
        self.asked.append(("call_tool", node.tool))
        return Wait()

    def run_flow(self, node: Any) -> Outcome:
        self.asked.append(("run_flow", node.flow))
        return Go("")

    def ask_model(self, node: Any) -> Outcome:
        self.asked.append(("ask_model", node.prompt))
        return Wait()

    def look_up(self, node: Any) -> Outcome:
        self.asked.append(("look_up", node.knowledge))
        return Wait()

    def hand_over(self, node: Any) -> Outcome:
        self.asked.append(("hand_over", node.say, node.summary))
        return Go("handoff")

    def end_call(self, node: Any) -> Outcome:
        self.asked.append(("end_call", node.reason))
        return Wait()
