"""Tools that write, in bots that find out who callers are: on every path to them it was found out."""

from collections.abc import Iterator
from functools import partial

from flows.checks.look import Look
from flows.checks.unpassed import Unpassed, Unset, called
from flows.checks.verified import Holder, Verified
from flows.checks.ways import Spot
from flows.definition.tool import Tool
from flows.expressions.tree import Name, Tree
from flows.findings import Finding
from flows.loader.path import Path


def verified_writes(look: Look) -> Iterator[Finding]:
    """Nobody who is not who they say they are comes to a tool that writes, unless it is for anybody."""
    verifying = [name for name, tool in look.bot.tools.items() if tool.verifies is not None]
    if not verifying or not any(map(_needs_proof, look.bot.tools.values())):
        return
    unverified = _unverified_spots(look)
    for path, node in look.nodes():
        if (str(path[1]), str(path[3])) in unverified:
            for where, name in called(path, node):
                tool = look.bot.tools.get(name)
                sure = all(look.sure(("tools", name, field)) for field in ("effect", "anybody", "verifies"))
                if tool is not None and _needs_proof(tool) and sure:
                    message = f"`{name}` writes, and callers can come here without having been verified."
                    yield look.finding("tool.unverified", where, message, _remedy(look, verifying[0]), "warning")


def _needs_proof(tool: Tool) -> bool:
    return tool.effect == "write" and not tool.anybody and tool.verifies is None


def _remedy(look: Look, name: str) -> str:
    verifies = look.bot.tools[name].verifies
    assert verifies is not None
    field = verifies.field
    return (
        f"Come here by a branch that holds for verified callers alone (`{{if: {field}, go: …}}`, saved from "
        f"`result.{field}` of `{name}`), or write `anybody: true` at the tool."
    )


def _unverified_spots(look: Look) -> set[Spot]:
    """Where callers can come unverified. A name that is set to true where only verified callers come is a proof too:
    it is taken for one until it is found to be none, which opens further ways."""
    verified, unset = Verified(look), Unset(look)
    names, unverified = verified.candidates, set[Spot]()
    while True:
        names = verified.kept(names, unverified)
        reached = _Unverified(look, verified, names, unset).reached()
        if reached == unverified:
            return reached
        unverified = reached


class _Unverified(Unpassed):
    """The spots to which callers can come without having shown who they are."""

    def __init__(self, look: Look, verified: Verified, names: frozenset[Holder], unset: Unset) -> None:
        self._is_proof, self._unset = partial(verified.is_proof, names), unset
        super().__init__(look)

    def _is_yes(self, flow: str, part: Tree) -> bool:
        return self._is_proof(flow, part)

    def _is_yes_otherwise(self, flow: str, edge: Path, at: int, part: Tree) -> bool:
        """`{if: "!verified", …}` does not hold where nobody was asked, either."""
        if not self._is_proof(flow, part, held=False):
            return False
        return not isinstance(part, Name) or ((*edge, at, "if"), part.name) not in self._unset.places
