"""What comes of a condition in a world: where it holds, where it does not, and where it cannot be worked out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flows.checks.cells import Field, World
from flows.checks.logic import Both, Compare, Either, Has, Logic, Not, Opaque, Present, Truthy

MAX_PARTS = 12
"""Worlds that a condition may split one into; more are joined."""
Names = frozenset[str]


@dataclass(frozen=True)
class Scope:
    """The fields of the names as one flow sees them: its own ones, which come first, and those known everywhere."""

    own: dict[str, Field]
    everywhere: dict[str, Field]

    def knows(self, name: str) -> bool:
        """Whether it is followed whether a name has a value; all others always have one."""
        return name in self.own or name in self.everywhere

    def views(self, world: World, name: str) -> Iterator[tuple[World, Field]]:
        """The field in which the value of a name is to be looked for, with the part of the world in which it is."""
        own, shared = self.own.get(name), self.everywhere.get(name)
        if own is not None and world & own.set:
            yield world & ~own.unset, own
        if shared is not None and (own is None or world & own.unset):
            yield (world & ~own.set if own is not None else world), shared
        elif own is not None and world & own.unset:
            yield world & ~own.set, own

    def without(self, names: Names) -> "Scope":
        """The same where these names mean something else, which always has a value."""
        if not names:
            return self
        own, everywhere = (
            {name: at for name, at in fields.items() if name not in names} for fields in (self.own, self.everywhere)
        )
        return Scope(own, everywhere)

    def with_value(self, world: World, name: str) -> World:
        """The part of a world in which a name has a value; 0 when there is none."""
        return joined(seen & ~at.unset for seen, at in self.views(world, name) if seen & at.set)

    def without_value(self, world: World, name: str) -> World:
        """The part of a world in which a name has no value; 0 when there is none."""
        return joined(seen & ~at.set for seen, at in self.views(world, name) if seen & at.unset)


def joined(worlds: Iterable[World]) -> World:
    """All of them as one."""
    result = 0
    for world in worlds:
        result |= world
    return result


@dataclass
class Outcomes:
    """The parts of a world in which a condition holds, does not hold, and fails for want of these names."""

    true: list[World] = field(default_factory=list)
    false: list[World] = field(default_factory=list)
    failed: list[tuple[World, Names]] = field(default_factory=list)

    def _take(self, other: "Outcomes") -> None:
        self.true += other.true
        self.false += other.false
        self.failed += other.failed

    @property
    def missing(self) -> Names:
        """The names for want of which it may fail."""
        return frozenset(name for _, names in self.failed for name in names)

    def bounded(self) -> "Outcomes":
        """The same with few parts."""
        self.true, self.false = bounded(self.true), bounded(self.false)
        if len(self.failed) > MAX_PARTS:
            self.failed = [(joined(world for world, _ in self.failed), self.missing)]
        return self


def bounded(worlds: list[World]) -> list[World]:
    """Each world once, and all of them as one where they are many."""
    unique = list(dict.fromkeys(worlds))
    return [joined(unique)] if len(unique) > MAX_PARTS else unique


def outcomes(logic: Logic, world: World, scope: Scope, *, text: bool = False) -> Outcomes:
    """What comes of a condition. `text`: by the rules of texts, where a name without a value equals nothing and only
    fails when it is put in order or worked with; else by those of conditions, where it fails unless the other side of
    an `and` or `or` settles the matter."""
    match logic:
        case Compare() | Present() | Has() | Truthy():
            return _atom(logic, world, scope, text=text)
        case Opaque():
            return _opaque(logic, world, scope)
        case Not():
            found = outcomes(logic.part, world, scope, text=text)
            return Outcomes(found.false, found.true, found.failed)
        case Both():
            return _together(logic.left, logic.right, world, scope, text=text).bounded()
        case Either():
            turned = _together(Not(logic.left), Not(logic.right), world, scope, text=text)
            return Outcomes(turned.false, turned.true, turned.failed).bounded()


def _atom(logic: Compare | Present | Has | Truthy, world: World, scope: Scope, *, text: bool) -> Outcomes:
    if not scope.knows(logic.name):
        return Outcomes([world], [world])
    result = Outcomes()
    for seen, at in scope.views(world, logic.name):
        match logic:
            case Compare():
                yes, no = at.holds(logic)
                fails = not text or logic.sign not in ("==", "!=")
                if not fails and seen & at.unset:
                    yes, no = (yes | at.unset, no) if logic.sign == "!=" else (yes, no | at.unset)
            case Present():
                yes, no, fails = at.set, at.unset, False
            case Has():
                yes, no, fails = at.set, 0, True
            case Truthy():
                yes, no = at.truthy()
                no, fails = no | at.unset, False
        result.true += [seen & ~at.all | seen & yes] if seen & yes else []
        result.false += [seen & ~at.all | seen & no] if seen & no else []
        if fails and seen & at.unset:
            result.failed.append((seen & ~at.set, frozenset({logic.name})))
    return result


def _opaque(logic: Opaque, world: World, scope: Scope) -> Outcomes:
    result = Outcomes()
    for name in sorted(logic.names):
        if without := scope.without_value(world, name):
            result.failed.append((without, frozenset({name})))
    for name in logic.names:
        world = scope.with_value(world, name) if scope.knows(name) else world
        if not world:
            return result
    result.true, result.false = [world], [world]
    return result


def _together(left: Logic, right: Logic, world: World, scope: Scope, *, text: bool) -> Outcomes:
    """`and`; by the rules of conditions a side that does not hold settles it, whatever fails on the other."""
    first = outcomes(left, world, scope, text=text)
    result = Outcomes(false=list(first.false))
    for part in first.true:
        result._take(outcomes(right, part, scope, text=text))
    if text:
        result.failed += first.failed
        return result
    for part, names in first.failed:
        second = outcomes(right, part, scope, text=text)
        result.false += second.false
        result.failed += [(one, names) for one in second.true]
        result.failed += [(one, names | others) for one, others in second.failed]
    return result
