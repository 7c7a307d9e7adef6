"""The engine as nodes see it: what they ask for becomes commands."""

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.end import End
from flows.definition.nodes.node import Outcome, Wait
from flows.engine.commands import CallTool
from flows.engine.questions import put_question
from flows.engine.state import PendingTool
from flows.engine.turn import Turn


class NodeVisit:
    """One visit of a node, during one turn."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def say(self, text: str, *, barge_in: bool | None = None) -> None:
        """Have a text spoken."""
        self._turn.say(text, barge_in=barge_in)

    def assign(self, name: str, value: object) -> None:
        """Set a slot or a variable."""
        turn = self._turn
        result = turn.literal(value)
        if name in turn.program.bot.slots:
            slot = turn.program.bot.slots[name]
            turn.set_slot(
                name, result if result is None or slot.problem(result) is None else slot.read(result, turn.setting)
            )
        else:
            turn.change(variables={**turn.state.variables, name: result})
        turn.note("set", name=name, value=result)

    def ask(self, node: Ask) -> Outcome:
        """Put a question."""
        return put_question(self._turn, node)

    def call_tool(self, node: Call) -> Outcome:
        """Have a tool called."""
        turn = self._turn
        tool = turn.program.bot.tools[node.tool]
        arguments = {name: turn.literal(value) for name, value in node.arguments.items()}
        key = turn.idempotency_key(tool.idempotency_key, arguments) if tool.idempotency_key else None
        call = CallTool(
            turn.unique_id("tool"), node.tool, arguments, tool.timeout, tool.effect, key,
            turn.render(node.filler.say) if node.filler else None, node.filler.after if node.filler else 0,
        )  # fmt: skip
        turn.commands.append(call)
        turn.change(phase="tool", tool=PendingTool(call.id, node.tool, arguments))
        turn.note("tool_called", tool=node.tool)
        return Wait()

    def end_call(self, node: End) -> Outcome:
        """Say the last words and end the call."""
        turn = self._turn
        if node.say is not None:
            turn.say(node.say)
        turn.end("goodbye", node.reason)
        return Wait()
