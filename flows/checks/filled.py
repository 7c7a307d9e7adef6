"""Texts that are filled with values: which names they need, as far as nothing in the text asks for them first."""

from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import nodes

from flows.checks.cells import World
from flows.checks.logic import Both, Compare, Either, Logic, Not, Opaque, Present, Sign, Truthy
from flows.checks.worlds import Names, Scope, joined, outcomes

_SIGNS: dict[str, Sign] = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
NONE: Names = frozenset()
_KNOWING = {"defined": True, "none": False, "undefined": False}
"""Tests of whether there is a value."""
_OF_ANYTHING = frozenset(
    "true false boolean integer float number string mapping sequence callable sameas eq ne".split()
)
"""Tests that can be made without a value too; the others fail."""


@dataclass(frozen=True)
class Filled:
    """What comes of filling a text in a world."""

    world: World
    """The part of the world in which it can be filled; 0 when there is none."""
    missing: Names
    """The names for want of which it may fail."""


def fill(tree: nodes.Template, world: World, scope: Scope) -> Filled:
    """Fill a text: a name is needed where it is said, filtered (but by `default`), put in order or worked with."""
    return _Filling(scope).body(tree.body, world)


class _Filling:
    """Goes through a text as filling it does, with what the conditions around a place tell."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def body(self, body: list[nodes.Node], world: World) -> Filled:
        """Texts and their pieces, one after the other."""
        missing = NONE
        for node in body:
            match node:
                case nodes.Output():
                    filled = self._each(node.nodes, world)
                case nodes.If():
                    filled = self._either(node.test, node.body, [*node.elif_], node.else_, world)
                case _:
                    filled = self._said(node, world)
            world, missing = filled.world, missing | filled.missing
            if not world:
                break
        return Filled(world, missing)

    def _either(
        self, test: nodes.Node, body: list[nodes.Node], elifs: list[nodes.If], other: list[nodes.Node], world: World
    ) -> Filled:
        found = outcomes(text_logic(test), world, self._scope, text=True)
        result, missing = 0, found.missing
        for part in found.true:
            filled = self.body(body, part)
            result, missing = result | filled.world, missing | filled.missing
        for part in found.false:
            if elifs:
                filled = self._either(elifs[0].test, elifs[0].body, elifs[1:], other, part)
            else:
                filled = self.body(other, part)
            result, missing = result | filled.world, missing | filled.missing
        return Filled(result, missing)

    def _said(self, node: nodes.Node, world: World) -> Filled:
        """A piece that must come to something."""
        match node:
            case nodes.Name():
                found = outcomes(Opaque(frozenset({node.name})), world, self._scope, text=True)
                return Filled(found.true[0] if found.true else 0, found.missing)
            case nodes.CondExpr():
                other = [node.expr2] if node.expr2 is not None else []
                return self._either(node.test, [node.expr1], [], [*other], world)
            case nodes.Or():
                return self._either(node.left, [node.left], [], [node.right], world)
            case nodes.And():
                return self._either(node.left, [node.right], [], [node.left], world)
            case nodes.Filter() if node.name == "default" and node.node is not None:
                name = _base(node.node)
                if isinstance(node.node, nodes.CondExpr) and node.node.expr2 is not None:
                    ends = [_with_default(node, one) for one in (node.node.expr1, node.node.expr2)]
                    return self._either(node.node.test, [ends[0]], [], [ends[1]], world)
                if name is None:
                    return self._each([node.node, *node.args], world)
                without = self._scope.without_value(world, name)
                stand_in = self._each(node.args, without) if without else Filled(0, NONE)
                return Filled(self._scope.with_value(world, name) | stand_in.world, stand_in.missing)
            case nodes.Compare() | nodes.Not() | nodes.Test():
                found = outcomes(text_logic(node), world, self._scope, text=True)
                return Filled(joined([*found.true, *found.false]), found.missing)
        return self._each(node.iter_child_nodes(), world)

    def _each(self, pieces: Iterable[nodes.Node], world: World) -> Filled:
        """Pieces that all must come to something."""
        missing = NONE
        for piece in pieces:
            filled = self._said(piece, world)
            world, missing = filled.world, missing | filled.missing
            if not world:
                break
        return Filled(world, missing)


def _with_default(filtered: nodes.Filter, of: nodes.Expr) -> nodes.Filter:
    """The same filter on something else."""
    return nodes.Filter(of, filtered.name, filtered.args, filtered.kwargs, filtered.dyn_args, filtered.dyn_kwargs)


def _base(node: nodes.Node) -> str | None:
    """The name of which an expression takes an entry, or nothing but the name."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else None


def needed(node: nodes.Node) -> Names:
    """The names without which an expression cannot be worked out."""
    match node:
        case nodes.Name():
            return frozenset({node.name})
        case nodes.Filter() if node.name == "default":
            return NONE
        case nodes.Test() if node.name in _KNOWING or (node.name in _OF_ANYTHING and isinstance(node.node, nodes.Name)):
            return NONE
        case nodes.Compare() | nodes.Not() | nodes.And() | nodes.Or():
            return _always_needed(text_logic(node))
        case nodes.CondExpr():
            return needed(node.test)
    return frozenset(name for child in node.iter_child_nodes() for name in needed(child))


def _always_needed(logic: Logic) -> Names:
    match logic:
        case Opaque():
            return logic.names
        case Compare() if logic.sign not in ("==", "!="):
            return frozenset({logic.name})
        case Not():
            return _always_needed(logic.part)
        case Both() | Either():
            return _always_needed(logic.left)
    return NONE


def text_logic(node: nodes.Node) -> Logic:
    """A condition in a text."""
    match node:
        case nodes.Name():
            return Truthy(node.name)
        case nodes.Not():
            return Not(text_logic(node.node))
        case nodes.And():
            return Both(text_logic(node.left), text_logic(node.right))
        case nodes.Or():
            return Either(text_logic(node.left), text_logic(node.right))
        case nodes.Test() if node.name in _KNOWING and isinstance(node.node, nodes.Name):
            present = Present(node.node.name)
            return present if _KNOWING[node.name] else Not(present)
        case nodes.Compare() if len(node.ops) == 1:
            return _compared(node.expr, node.ops[0].op, node.ops[0].expr) or Opaque(_needed_in(node))
    return Opaque(needed(node))


def _compared(left: nodes.Expr, sign: str, right: nodes.Expr) -> Logic | None:
    if isinstance(right, nodes.Name) and isinstance(left, nodes.Const) and sign in ("eq", "ne"):
        left, right = right, left
    if not isinstance(left, nodes.Name):
        return None
    if isinstance(right, nodes.Const) and sign in _SIGNS:
        if right.value is None:
            present = Present(left.name)
            return present if sign == "ne" else Not(present) if sign == "eq" else None
        if isinstance(right.value, str | bool | int | float):
            value = right.value if isinstance(right.value, str | bool) else float(right.value)
            return Compare(left.name, _SIGNS[sign], (value,))
    return None


def _needed_in(node: nodes.Compare) -> Names:
    """The names that a comparison needs: `==` and `!=` need none themselves."""
    plain = all(operand.op in ("eq", "ne") for operand in node.ops)
    sides = [node.expr, *(operand.expr for operand in node.ops)]
    if node.ops[0].op in ("in", "notin") and len(node.ops) == 1:
        sides = [side for side in sides if side is not node.expr or not isinstance(side, nodes.Name)]
    return frozenset(name for side in sides if not (plain and isinstance(side, nodes.Name)) for name in needed(side))
