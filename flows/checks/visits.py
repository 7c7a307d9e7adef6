"""What each node does to what is known of the names, and which names it reads where they may have no value."""

import re
from collections.abc import Iterator
from typing import Any

from flows.checks.cells import World
from flows.checks.given import Given
from flows.checks.items import Item
from flows.checks.look import READ_BACK, Look
from flows.checks.put_again import PutAgain
from flows.checks.reads import Missing, Read, Reads
from flows.checks.worlds import joined, outcomes
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.end import End
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.handoff import Handoff
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Expression, Set
from flows.definition.tool import OVER_ARGUMENTS
from flows.definition.tool_undo import Undo
from flows.loader.lost import LostNode

_RESULT = re.compile(r"\bresult\s*\.\s*([A-Za-z_]\w*)")


class Visits:
    """Visits nodes, and has them read."""

    def __init__(self, look: Look) -> None:
        self.given = Given(look)
        self.look, self.fields = look, self.given.fields
        self._reads = Reads(self.given)
        self._put_again = PutAgain(look, self.given.ways)
        self._sound: dict[tuple[str, str], bool] = {}

    def found(self) -> list[Missing]:
        """Every name that may have no value where it is read."""
        self.given.follow(self._visit, self._returned, self._reads.names)
        self._early_refusals()
        return list(self._reads.missing.values())

    def _visit(self, item: Item) -> None:
        node = self.given.ways.nodes[item.spot]
        if not self._is_sound(item.spot, node):
            return  # nothing is told of what could not be read, nor of what lies behind it
        match node:
            case Ask():
                self._ask(item, node)
            case Set():
                self._set(item, node)
            case Call():
                self._call(item, node)
            case RunFlow():
                self._run(item, node)
            case Generate() | Answer():
                self._model(item, node)
            case _:
                self._speak(item, node)

    def _is_sound(self, spot: tuple[str, str], node: Node) -> bool:
        """Whether a node could be read, and speaks of nothing that is not there."""
        if (known := self._sound.get(spot)) is None:
            bot = self.look.bot
            match node:
                case LostNode():
                    known = False
                case Ask():
                    known = node.slot in bot.slots
                case Call():
                    known = node.tool in bot.tools
                case RunFlow():
                    known = node.flow in bot.flows
                case Set():
                    known = all(name in self.look.types_at(("flows", spot[0])) for name in node.set)
                case _:
                    known = True
            known = self._sound[spot] = known and self.look.sure(("flows", spot[0], "nodes", spot[1]))
        return known

    # -- nodes -----------------------------------------------------------------------------------------------------

    def _speak(self, item: Item, node: Node) -> None:
        world = self._reads.said(item, ("say",), getattr(node, "say", None), item.world)
        if isinstance(node, Handoff):
            world = self._reads.text(item, ("summary",), node.summary, world)
            if world:
                self.given.go(item, "handoff", world, "next")
        elif not isinstance(node, End):
            self._reads.leave(item, "next", node.next, world)

    def _ask(self, item: Item, node: Ask) -> None:
        at = self.fields.everywhere.get(node.slot)
        if at is None:
            return
        known, refused = self._refused(item, node, item.world & ~at.unset if item.world & at.set else 0)
        again = known if node.ask_again or self._put_again.may(item.spot, node) else 0
        known = 0 if node.ask_again else self._read_back(item, node, known)
        again |= known if node.confirm is not None else 0  # the caller may say no to it
        asked = item.world & ~at.set if item.world & at.unset else 0
        for world in (again, refused):
            asked |= world & ~at.all | at.unset if world else 0
        asked = self._reads.said(item, ("say",), node.say, asked)
        failed = answered = 0
        if asked:
            heard = self.given.heard(item, asked)
            failed = self._reads.said(
                item, ("say",), node.say, heard & ~at.all | at.unset
            )  # said again, behind early values
            for field, texts in (("reprompts", node.reprompts), ("no_input", node.no_input)):
                for number, text in enumerate(texts):
                    self._reads.said(item, (field, number), text, heard | at.all)
            self._reads.text(item, ("help",), node.help, heard | at.all)
            answered, _ = self._refused(item, node, heard & ~at.all | at.set)
        answered = self._read_back(item, node, answered)
        failed |= answered | (known if node.confirm is not None else 0)  # read back, and not agreed to
        self._reads.leave(item, "next", node.next, answered | known)
        defaults = self.look.bot.defaults.on_fail
        self._reads.leave(item, "on_fail", node.on_fail or defaults or "on_cannot_help", failed)

    def _read_back(self, item: Item, node: Ask, world: World) -> World:
        """The part of a world in which a value can be read back; again when others came early meanwhile."""
        if node.confirm is None:
            return self._reads.text(item, READ_BACK, self.look.bot.defaults.read_back, world, whole=True)
        world = self._reads.said(item, ("confirm",), node.confirm, world)
        return self._reads.said(item, ("confirm",), node.confirm, world and self.given.heard(item, world))

    def _refused(self, item: Item, node: Ask, world: World) -> tuple[World, World]:
        """The parts of a world in which a value is taken, and in which it is refused."""
        scope, refused = self.fields.scope(item.spot[0]), 0
        for number, refusal in enumerate(node.refuse):
            if not world:
                break
            found = outcomes(self.fields.logic(item.spot[0], refusal.condition), world, scope)
            read = Read(("validate", number, "if"), refusal.condition, is_template=False)
            self._reads.tell(item, read, found.missing, stops=False)
            for one in found.true:
                refused |= self._reads.said(item, ("validate", number, "say"), refusal.say, one)
            world = joined([*found.false, *(failed for failed, _ in found.failed)])
        return world, refused

    def _early_refusals(self) -> None:
        """Values that callers give before they are asked are refused at once, when nothing else need be known."""
        for (flow, name), node in self.given.ways.nodes.items():
            if not isinstance(node, Ask) or not node.refuse or not self._is_sound((flow, name), node):
                continue
            at = self.fields.everywhere.get(node.slot)
            if at is not None and self.given.ever & at.set:
                world = self.given.alone(self.given.anytime) & ~at.unset | at.set
                self._refused_early(Item(None, (flow, name), world), node)

    def _refused_early(self, item: Item, node: Ask) -> None:
        scope = self.fields.scope(item.spot[0])
        for number, refusal in enumerate(node.refuse):
            if self.fields.names(refusal.say) - {node.slot}:
                logic = self.fields.logic(item.spot[0], refusal.condition)
                for refused in outcomes(logic, item.world, scope).true:
                    self._reads.said(item, ("validate", number, "say"), refusal.say, refused)

    def _set(self, item: Item, node: Set) -> None:
        world = item.world
        for name, value in node.set.items():
            if not world:
                return
            at = self.fields.assigned(self.look.bot.flows[item.spot[0]], name)
            if isinstance(value, Expression):
                world = self._reads.expression(item, ("set", name, "expr"), value.expr, world, stops=True)
            elif isinstance(value, str):
                world = self._reads.text(item, ("set", name), value, world)
            if at is not None and world:
                world = self.given.assign(world, at, at.of(value))
        self._reads.leave(item, "next", node.next, world)

    def _call(self, item: Item, node: Call) -> None:
        world, tool = item.world, self.look.bot.tools[node.tool]
        for name, value in node.arguments.items():
            if isinstance(value, str):
                world = self._reads.text(item, ("with", name), value, world)
        for below, text in tool.templates:
            given = (*tool.arguments, *node.arguments) if below[0] in OVER_ARGUMENTS else ()
            world = self._reads.text(item, ("tool",), text, world, given=frozenset(given))
        if world and tool.undo is not None:
            self._undo(item, node.tool, tool.undo, world)
        for below, text in node.filler.texts() if node.filler is not None else ():
            world = self._reads.text(item, ("filler", *below), text, world)
        if not world:
            return
        self._reads.leave(item, "on_error", node.on_error or self.look.bot.defaults.on_error or "on_error", world)
        empty = _empty_fields(self.look, node.tool)
        for name, expression in node.save.items():
            world = self._reads.expression(item, ("save", name), expression, world, stops=False)
        for name, expression in node.save.items():
            at = self.fields.assigned(self.look.bot.flows[item.spot[0]], name)
            if at is not None and world:
                bits = at.all if empty & set(_RESULT.findall(expression)) else at.set
                world = self.given.assign(world, at, bits)
        self._reads.leave(item, "next", node.next, world)

    def _undo(self, item: Item, name: str, undo: Undo, world: World) -> None:
        """What takes a tool back is filled where that is called, and takes nothing back when it cannot be."""
        undoes = self.look.bot.tools.get(undo.tool)
        given = frozenset((*undo.arguments, *(undoes.arguments if undoes is not None else ())))
        for _, text in self.look.texts_of_undo(name):
            self._reads.text(item, ("tool",), text, world, given=given, stops=False)

    def _run(self, item: Item, node: RunFlow) -> None:
        world, inputs = item.world, self.fields.own_unset
        for name in self.look.bot.flows[node.flow].inputs:  # one that is not given is told of as such
            inputs = inputs & ~at.all | at.set if (at := self.fields.own.get(name)) is not None else inputs
        for name, value in node.arguments.items():
            if isinstance(value, str):
                world = self._reads.text(item, ("with", name), value, world)
            at = self.fields.own.get(name)
            if at is not None and name in self.look.bot.flows[node.flow].inputs:
                inputs = inputs & ~at.all | at.of(value)
        if world:
            self.given.run(item, node, world, inputs)

    def _returned(self, item: Item, world: World, end: Item) -> None:
        """Go on behind a sub-flow that ended."""
        node = self.given.ways.nodes[item.spot]
        assert isinstance(node, RunFlow)
        world = self.given.back(node.flow, world, end)
        outputs, scope = self.look.bot.flows[end.spot[0]].outputs, self.fields.scope(end.spot[0])
        sure = self.look.sure(("flows", end.spot[0], "outputs"))
        for name, expression in node.save.items():
            at = self.fields.assigned(self.look.bot.flows[item.spot[0]], name)
            if at is None:
                continue
            bits = at.set
            for field in _RESULT.findall(expression):
                if (sure and field not in outputs) or scope.without_value(end.world, field):
                    bits = at.all
            world = self.given.assign(world, at, bits)
        self._reads.leave(item, "next", node.next, world)

    def _model(self, item: Item, node: Generate | Answer) -> None:
        world = item.world
        if isinstance(node, Generate):
            world = self._reads.text(item, ("prompt",), node.prompt, world)
        else:
            world = self._reads.text(item, ("question",), node.question, world)
            self._reads.leave(item, "on_unknown", node.on_unknown or "on_cannot_help", world)
        self._reads.leave(item, "on_error", node.on_error or self.look.bot.defaults.on_error or "on_error", world)
        for name in getattr(node, "extract", ()):
            at = self.fields.assigned(self.look.bot.flows[item.spot[0]], name)
            if at is not None and world:
                world = self.given.assign(world, at, at.all)  # a model may find nothing
        self._reads.leave(item, "next", node.next, world)


def _empty_fields(look: Look, tool: str) -> set[str]:
    """The fields that what stands in for a tool leaves empty, anywhere in the bot."""
    stubs = [look.bot.tools[tool].stub, *(test.stubs.get(tool) for test in look.bot.tests.values())]
    return {field for stub in stubs for field in _empty_in(stub)}


def _empty_in(stub: Any) -> Iterator[str]:
    for result in stub if isinstance(stub, list) else [stub]:
        if isinstance(result, dict):
            yield from (str(field) for field, value in result.items() if value is None)
