"""Reading: texts are filled and conditions worked out where a node stands; what may be missing is told of."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.checks.cells import World
from flows.checks.filled import fill
from flows.checks.given import Given
from flows.checks.items import Item
from flows.checks.worlds import joined, outcomes
from flows.definition.edges import Next
from flows.definition.nodes.prompt import Prompt
from flows.loader.path import Path

NO_NAMES: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Missing:
    """A name that may have no value where it is read."""

    path: Path
    name: str
    text: str
    """What reads it."""
    is_template: bool
    stops: bool
    """Whether the flow cannot go on without it; else a condition does not hold."""
    item: Item


@dataclass(frozen=True)
class Read:
    """A text or condition, and where it stands: below the node, or in the whole bot."""

    below: Path
    text: str
    is_template: bool = True
    whole: bool = False


class Reads:
    """Reads for nodes; `missing` is what was found."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.look, self.fields = given.look, given.fields
        self.missing: dict[tuple[Path, str], Missing] = {}

    def names(self) -> set[str]:
        """The names that may be missing somewhere."""
        return {name for _, name in self.missing}

    def tell(self, item: Item, read: Read, names: Iterable[str], *, stops: bool) -> None:
        """These names may be missing where something is read."""
        path = read.below if read.whole else ("flows", item.spot[0], "nodes", item.spot[1], *read.below)
        for name in sorted(names):
            missing = Missing(path, name, read.text, read.is_template, stops, item)
            self.missing.setdefault((path, name), missing)

    def text(
        self,
        item: Item,
        below: Path,
        text: str | None,
        world: World,
        *,
        whole: bool = False,
        given: frozenset[str] = NO_NAMES,
        stops: bool = True,
    ) -> World:
        """Fill a text; the part of the world in which it can be filled. `given`: names that mean something else in it,
        which has a value. `stops`: whether the flow cannot go on where it cannot."""
        tree = self.fields.tree(text) if text and world else None
        if tree is None or text is None:
            return world
        scope = self.fields.scope(item.spot[0])
        if not any(scope.without_value(world, name) for name in self.fields.names(text) - given):
            return world
        filled = fill(tree, world, scope.without(given))
        if not filled.missing:
            return world
        self.tell(item, Read(below, text, whole=whole), filled.missing, stops=stops)
        if stops:
            self.given.stop(item, world)
        return filled.world

    def said(self, item: Item, below: Path, text: str | None, world: World) -> World:
        """A text that is said, in whatever language the call is."""
        if text is None:
            return world
        after = self.text(item, below, text, world)
        for language, texts in self.look.bot.texts.items():
            if text in texts:
                self.text(item, ("texts", language, text), texts[text], world, whole=True)
        node = self.given.ways.nodes[item.spot]
        if below == ("say",) and isinstance(node, Prompt):
            for language, translated in node.translations.items():
                self.text(item, ("translations", language), translated, world)
        return after

    def expression(self, item: Item, below: Path, text: str, world: World, *, stops: bool) -> World:
        """Work an expression out; the part of the world in which it can be."""
        scope = self.fields.scope(item.spot[0])
        found = outcomes(self.fields.logic(item.spot[0], text), world, scope)
        self.tell(item, Read(below, text, is_template=False), found.missing, stops=stops)
        if stops and found.missing:
            self.given.stop(item, joined(failed for failed, _ in found.failed))
        return joined([*found.true, *found.false])

    def leave(self, item: Item, field: str, leads_to: Next | None, world: World) -> None:
        """Lead on by a field; the conditions of its branches are read."""
        if not world:
            return
        if leads_to is None:
            self.given.fall(item, world)
        elif isinstance(leads_to, str):
            self.given.go(item, leads_to, world, field)
        else:
            scope = self.fields.scope(item.spot[0])
            own = dict(self.given.ways.nodes[item.spot].edges()).get(field) is leads_to
            worlds = [world]
            for at, branch in enumerate(leads_to):
                if branch.condition is None:
                    for one in worlds:
                        self.given.go(item, branch.target, one, field)
                    return
                left: list[World] = []
                logic = self.fields.logic(item.spot[0], branch.condition)
                path: Path = (field, at, "if") if own else ("defaults", field, at, "if")
                read = Read(path, branch.condition, is_template=False, whole=not own)
                for one in worlds:
                    found = outcomes(logic, one, scope)
                    self.tell(item, read, found.missing, stops=False)
                    for holds in found.true:
                        self.given.go(item, branch.target, holds, field)
                    left += [*found.false, *(failed for failed, _ in found.failed)]
                worlds = list(dict.fromkeys(left))
