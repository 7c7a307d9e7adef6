"""Where personal values must not come to unless it is allowed: tools, language models, and what outlives the call."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.checks.look import Look
from flows.checks.personal_ways import Holder, PersonalWays, Source, Spot, Step
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.call import Call
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.handoff import Handoff
from flows.definition.nodes.node import NOT_SAID, Node
from flows.definition.speech import HOSTED
from flows.definition.tool import Tool
from flows.engine.routing import may_answer
from flows.loader.path import Path

TOOL, MODEL, LOG, SPEECH = "tool", "model", "log", "speech"


@dataclass(frozen=True)
class Sink:
    """One place from which values leave the bot."""

    kind: str
    """`tool`, `model`, `log` or `speech`."""
    name: str
    """The tool's, the route's or the knowledge base's; empty for the bot's only model and for logs."""
    told: str
    """What it is in words: "the tool `charge`"."""
    path: Path
    allowed: frozenset[str]
    """The classes that may come there."""
    reads: tuple[Holder, ...]
    last: Step
    """The last step of each way."""


class PersonalSinks:
    """Finds the sinks of a bot, and what is said to its models."""

    def __init__(self, look: Look, ways: PersonalWays) -> None:
        self._look, self._ways = look, ways
        self.said: list[Source] = []
        """What models take out of the words of callers: they are given these words."""
        self.sinks = list(self._found())

    def _found(self) -> Iterator[Sink]:
        for path, node in self._look.nodes():
            if not self._look.sure((*path, "allow")):
                continue
            spot = str(path[1]), str(path[3])
            yield from self._spoken(path, spot, node)
            match node:
                case Call():
                    yield from self._call(path, spot, node)
                case Generate():
                    yield from self._generate(path, spot, node)
                case Answer():
                    told = f"the knowledge base `{node.knowledge}` and its language model"
                    yield self._sink(
                        MODEL, node.knowledge, told, (*path, "question"), frozenset(node.allow), spot, node.question
                    )
                case Handoff():
                    told = "the record of a hand-over, which outlives the call"
                    yield self._sink(LOG, "", told, (*path, "summary"), frozenset(node.allow), spot, node.summary)

    def _spoken(self, path: Path, spot: Spot, node: Node) -> Iterator[Sink]:
        """What a provider says in the place of this machine."""
        voice = self._look.bot.voice
        if voice.engine != HOSTED or not self._look.sure(("voice", "allow")):
            return
        for below, text in node.texts():
            if below[0] not in NOT_SAID:
                told, where = "the provider of the hosted voice", (*path, *below)
                sink = self._sink(SPEECH, "voice", told, where, frozenset(voice.allow), spot, text)
                yield replace(sink, last=Step(f"`{below[0]}` of", *spot))

    def _sink(
        self, kind: str, name: str, told: str, path: Path, allowed: frozenset[str], spot: Spot, text: object
    ) -> Sink:
        """A text of a node that leaves the bot."""
        reads = tuple(self._ways.in_text(spot, text))
        return Sink(kind, name, told, path, allowed, reads, Step(f"`{path[-1]}` of", *spot))

    def _call(self, path: Path, spot: Spot, node: Call) -> Iterator[Sink]:
        tool = self._tool(node.tool)
        if tool is None:
            return
        allowed = frozenset((*tool.allow, *node.allow))
        for name, value in node.arguments.items():
            sink = self._sink(TOOL, node.tool, f"the tool `{node.tool}`", (*path, "with", name), allowed, spot, value)
            yield replace(sink, last=Step(f"`with: {{{name}: …}}` of", *spot))
        yield from self._own_texts(spot, node.tool, allowed, frozenset((*tool.arguments, *node.arguments)))
        yield from self._undo(spot, node, tool)

    def _undo(self, spot: Spot, node: Call, tool: Tool) -> Iterator[Sink]:
        """What takes a tool back is given something of what that was given and has returned, and its request is filled
        where that is called."""
        undo = tool.undo if tool.on_interrupt == "compensate" else None
        undoes = self._tool(undo.tool) if undo is not None else None
        if undo is None or undoes is None:
            return
        told, allowed = f"the tool `{undo.tool}`", frozenset((*undoes.allow, *node.allow))
        last = Step(f"`undo` of the tool `{node.tool}`, called at", *spot)
        for name, expression in undo.arguments.items():
            reads = tuple(self._ways.in_undo(spot, node, expression))
            yield Sink(TOOL, undo.tool, told, ("tools", node.tool, "undo", "with", name), allowed, reads, last)
        arguments = frozenset((*undoes.arguments, *undo.arguments))
        for path, text in self._look.texts_of_undo(node.tool):
            reads = tuple(self._ways.in_text(spot, text, without=arguments))
            yield Sink(TOOL, undo.tool, told, path, allowed, reads, last)

    def _own_texts(self, spot: Spot, name: str, allowed: frozenset[str], arguments: frozenset[str]) -> Iterator[Sink]:
        """The key of a tool that writes, and its request, are filled where the tool is called, and given to it, too.
        What the request takes from the arguments was given with these. Whose attempts are counted nobody is told."""
        for below, text in self._look.bot.tools[name].templates:
            if below[0] == "verifies":
                continue
            reads = tuple(self._ways.in_text(spot, text, without=arguments if below[0] == "request" else ()))
            last = Step(f"`{below[0]}` of the tool, called at", *spot)
            yield Sink(TOOL, name, f"the tool `{name}`", ("tools", name, *below), allowed, reads, last)

    def _generate(self, path: Path, spot: Spot, node: Generate) -> Iterator[Sink]:
        own = frozenset(node.allow)
        said = list(self._said(path, spot, node))
        prompt = self._sink(MODEL, "", "a language model", (*path, "prompt"), own, spot, node.prompt)
        for route in may_answer(self._look.bot, node) or (node.route or "",):
            told = f"the language model `{route}`" if route else "a language model"
            given = replace(prompt, name=route, told=told, allowed=own | self._allowed_by(route))
            if self._look.sure(("routes", route)):
                yield given
                for source in said:
                    last = Step("`extract` of", *spot)
                    yield replace(given, path=source.declared, reads=(source.holder,), last=last)
        self.said += said
        reads = (*prompt.reads, *(source.holder for source in said))
        for at, name in enumerate(node.tools):
            if (tool := self._tool(name)) is not None:
                allowed, last = own | frozenset(tool.allow), Step("the model may call it at", *spot)
                yield Sink(TOOL, name, f"the tool `{name}`", (*path, "tools", at), allowed, reads, last)
                yield from self._own_texts(spot, name, allowed, frozenset(tool.arguments))

    def _said(self, path: Path, spot: Spot, node: Generate) -> Iterator[Source]:
        names = self._ways.names
        for name in node.extract:
            where = (*path, "extract", name)
            whole = names.resolve(spot[0], name)
            personal = None if whole in names.none else names.of_field(where) or names.classes.get(whole)
            if personal is not None:
                yield Source((*spot, name, "said"), name, personal, where, (Step("said by the caller"),))

    def _tool(self, name: str) -> Tool | None:
        """A tool of which it is known what it may be given."""
        return self._look.bot.tools.get(name) if self._look.sure(("tools", name, "allow")) else None

    def _allowed_by(self, route: str) -> frozenset[str]:
        known = self._look.bot.routes.get(route)
        return frozenset(known.allow) if known is not None else frozenset()
