"""The engine as nodes see it: what they ask for becomes commands."""

from collections.abc import Mapping
from typing import Any

from flows.definition.edges import HANDOFF
from flows.definition.knowledge import Entry
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import STEPS, Call
from flows.definition.nodes.end import End
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.handoff import Handoff
from flows.definition.nodes.node import Go, Outcome, Wait
from flows.definition.nodes.prompt import Prompt
from flows.definition.tool import Tool
from flows.engine.commands import AskModel, CallTool, LookUp, Undo, Verifying
from flows.engine.done import tell
from flows.engine.frames import run_sub_flow
from flows.engine.history import history_of
from flows.engine.questions import put_question
from flows.engine.routing import chosen, told_of_route
from flows.engine.state import PendingModel, PendingTool
from flows.engine.turn import Turn
from flows.engine.wishes import MOST_ROUNDS, offered

MS_IN_S = 1_000


class NodeVisit:
    """One visit of a node, during one turn."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def say(self, text: str, prompt: Prompt) -> None:
        """Have a text spoken."""
        before = len(self._turn.state.last_said)
        self._turn.say(text, prompt)
        tell(self._turn, before)

    def assign(self, name: str, value: object) -> None:
        """Set a slot, a variable, or an output of the flow."""
        result = self._turn.literal(value)
        self._turn.keep(name, result)
        self._turn.note("set", name=name, value=result)

    def ask(self, node: Ask) -> Outcome:
        """Put a question."""
        return put_question(self._turn, node)

    def call_tool(self, node: Call) -> Outcome:
        """Have a tool called."""
        turn = self._turn
        tool = turn.program.bot.tools[node.tool]
        arguments = {name: turn.literal(value) for name, value in node.arguments.items()}
        early = node.speculate and tool.may_be_tried and turn.program.bot.defaults.speculate
        key = turn.idempotency_key(tool.idempotency_key, arguments) if tool.idempotency_key else None
        first, *more = [turn.render(text, spoken=True) for _, text in node.filler.texts()] if node.filler else [None]
        call = CallTool(
            turn.unique_id("tool"), node.tool, arguments, tool.timeout, tool.effect, key,
            first, node.filler.after if node.filler else 0, tuple(text for text in more if text is not None),
            node.filler.every if more and node.filler else 0, self.named_by_request(tool, arguments), early,
            on_interrupt=tool.on_interrupt, undo=self.undo_of(tool), background=tool.background,
            progress=self._progress(node), verifies=self._verifying(tool, arguments),
        )  # fmt: skip
        turn.commands.append(call)
        turn.change(phase="tool", tool=PendingTool(call.id, node.tool, arguments))
        turn.note("tool_called", tool=node.tool)
        return Wait()

    def _verifying(self, tool: Tool, arguments: Mapping[str, Any]) -> Verifying | None:
        """Who the caller says they are, by the arguments of the tool first."""
        if (verifies := tool.verifies) is None:
            return None
        given = {name: value for name, value in arguments.items() if value is not None}
        who = self._turn.render(verifies.who, given)
        return Verifying(who, verifies.field, verifies.attempts, -(-verifies.lock // MS_IN_S))

    def _progress(self, node: Call) -> tuple[str, ...]:
        texts = [node.filler.progress_at(percent) for percent in STEPS] if node.filler is not None else []
        return tuple(self._turn.render(text, spoken=True) for text in texts if text is not None)

    def undo_of(self, tool: Tool) -> Undo | None:
        """What takes back what a tool did; None where nothing does."""
        known = self._turn.program.bot.tools
        if tool.undo is None or tool.undo.tool not in known:
            return None
        undoes = known[tool.undo.tool]
        named = self.named_by_request(undoes, tool.undo.arguments)
        return Undo(tool.undo.tool, dict(tool.undo.arguments), undoes.timeout, named)

    def named_by_request(self, tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the slots and variables that the request of a tool names."""
        texts = [text for below, text in tool.templates if below[0] == "request"]
        names = {name for text in texts for name in self._turn.program.template(text).names} - arguments.keys()
        known = self._turn.values() if names else {}
        return {name: known[name] for name in sorted(names) if known.get(name) is not None}

    def run_flow(self, node: RunFlow) -> Outcome:
        """Run a sub-flow."""
        run_sub_flow(self._turn, node)
        return Go("")

    def ask_model(self, node: Generate) -> Outcome:
        """Have a language model asked, for the first time at this visit or with what came of its tools."""
        turn = self._turn
        place = f"{turn.top.flow}.{turn.top.node}"
        asking = turn.state.asking
        if asking is not None and (asking.node, asking.visit) != (place, turn.top.visit):
            asking = None  # of an earlier visit, which moved on
        rounds = asking.rounds if asking is not None else 0
        turn.change(asking=asking)
        barge_in = turn.program.bot.defaults.barge_in if node.barge_in is None else node.barge_in
        route, because = chosen(turn, node)
        history, summary, earlier = history_of(turn, node, route)
        tools = offered(turn.program.bot, node) if rounds < MOST_ROUNDS else ()
        command = AskModel(
            turn.unique_id("model") + (f"-{rounds}" if rounds else ""), place, turn.render(node.prompt), node.timeout,
            route, dict(node.extract), tools, node.speak, barge_in, node.must_hear, because,
            turn.state.spent_micros, history, summary, asking.steps if asking is not None else (),
            earlier,
        )  # fmt: skip
        turn.commands.append(command)
        turn.change(phase="model", model=PendingModel(command.id, command.node, route))
        turn.note("model_asked", **told_of_route(route, because))
        return Wait()

    def look_up(self, node: Answer) -> Outcome:
        """Have a question looked up; the caller's last sentence where the node names none."""
        turn = self._turn
        question = turn.render(node.question) if node.question is not None else turn.state.last_words
        sources = self._usable(node)
        command = LookUp(
            turn.unique_id("lookup"), f"{turn.top.flow}.{turn.top.node}", node.knowledge, question, node.threshold,
            node.timeout, tuple(source.document for source in sources),
            {source.document: source.fresh_for for source in sources if source.fresh_for is not None}, node.route,
            turn.state.spent_micros,
        )  # fmt: skip
        turn.commands.append(command)
        turn.change(phase="model", model=PendingModel(command.id, command.node, node.route))
        turn.note("looked_up", question=question, **told_of_route(node.route, None))
        return Wait()

    def _usable(self, node: Answer) -> tuple[Entry, ...]:
        """The documents of a base that may be used for this caller, now."""
        base = self._turn.program.bot.knowledge.get(node.knowledge)
        if base is None:
            return ()
        may = (each for each in base.entries if each.condition is None or self._turn.evaluate(each.condition))
        return tuple({each.document: each for each in may}.values())

    def hand_over(self, node: Handoff) -> Outcome:
        """Say the node's words and lead to the hand-over."""
        turn = self._turn
        if node.say is not None:
            turn.say(node.say, node)
        note = turn.render(node.summary) if node.summary is not None else ""
        values = {**turn.top.values, "handoff_said": node.say is not None, "handoff_note": note}
        turn.change_top(values=values)
        return Go(HANDOFF)

    def end_call(self, node: End) -> Outcome:
        """Say the last words and end the call."""
        turn = self._turn
        if node.say is not None:
            turn.say(node.say, node)
        turn.end("goodbye", node.reason)
        return Wait()
