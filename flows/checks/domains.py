"""What the names of a bot can be, as their types and limits have it."""

from collections.abc import Callable, Mapping
from functools import cached_property

from flows.checks.look import Look
from flows.checks.ranges import ANY, BOOLEAN, Domain
from flows.definition.nodes.call import Call as CallNode
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.set import Set
from flows.expressions.conditions import ConditionType
from flows.expressions.tree import Call, Constant, Name, Tree
from flows.loader.path import Path
from flows.values.choice import Choice
from flows.values.date import Date
from flows.values.digits import Digits
from flows.values.duration import Duration
from flows.values.integer import Integer
from flows.values.local_time import as_date, as_time
from flows.values.number import Bounded
from flows.values.slot_type import SlotType
from flows.values.spelled import Spelled
from flows.values.time import Time
from flows.values.yes_no import YesNo

ALWAYS_KNOWN = frozenset({"now", "channel"})
"""Names that every event brings."""
WEEKDAYS: tuple[Constant, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""What `weekday()` gives."""
_BY_TYPE: Mapping[ConditionType, Domain] = {
    "bool": BOOLEAN, "double": Domain(kind=float), "string": Domain(kind=str), "dyn": ANY,
}  # fmt: skip


class Domains:
    """What names can be, at the places of a bot."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._slots: dict[str, Domain] = {}

    def of(self, tree: Tree, path: Path) -> Domain:
        """What a name, or a function of one, can be in a condition at a path."""
        match tree:
            case Name(name):
                return self._name(name, path)
            case Call("size_", (Name(name),)):
                return self._length(name, path)
            case Call("weekday", (Name(),)):
                return Domain(kind=str, points=WEEKDAYS)
        return ANY

    def _name(self, name: str, path: Path) -> Domain:
        if name in ALWAYS_KNOWN:
            return Domain(kind=str, lacking=False)
        if name in self._twofold:
            return ANY
        if name in self._look.bot.slots:
            return self._slot(name)
        return _BY_TYPE[self._look.types_at(path).get(name, "dyn")]

    def _length(self, name: str, path: Path) -> Domain:
        """The number of characters of a text, or of entries in a list."""
        slot = self._look.bot.slots.get(name)
        if isinstance(slot, Digits | Spelled) and self._name(name, path).refuses is not None:
            least = slot.length if slot.length is not None else max(slot.min or 1, 1)
            most = slot.length if slot.length is not None else slot.max
            return Domain(kind=float, low=float(least), high=None if most is None else float(most), whole=True)
        return Domain(kind=float, low=0.0, whole=True)

    @cached_property
    def _twofold(self) -> frozenset[str]:
        """Inputs and outputs that have the name of something else: a flow that follows sees what it was given."""
        bot = self._look.bot
        inside = [name for flow in bot.flows.values() for name in {*flow.inputs, *flow.outputs}]
        again = {name for name in inside if inside.count(name) > 1} if len(inside) > len(set(inside)) else set()
        return frozenset(again | (set(inside) & (self._look.types.keys() | self._look.lost.names("inputs", "outputs"))))

    def _slot(self, name: str) -> Domain:
        if (known := self._slots.get(name)) is None:
            known = self._slots[name] = self._made(name, self._look.bot.slots[name])
        return known

    def _made(self, name: str, slot: SlotType) -> Domain:
        plain = _BY_TYPE[self._look.types.get(name, "dyn")]
        if isinstance(slot, YesNo) or not self._look.sure(("slots", name, "type")):
            return plain
        if isinstance(slot, Choice):
            options = self._look.options(name, slot)
            return plain if options is None else Domain(kind=str, points=tuple(options), told=True)
        whole = isinstance(slot, Integer)
        if name in self._given or not self._look.sure(("slots", name)):
            return Domain(kind=plain.kind, whole=whole, between=_between(slot))
        low, high = _limits(slot)
        refuses = lambda value: slot.problem(value) is not None  # noqa: E731 - it belongs to this slot alone
        return Domain(kind=plain.kind, low=low, high=high, whole=whole, between=_between(slot), refuses=refuses)

    @cached_property
    def _given(self) -> frozenset[str]:
        """The slots that are given values which were not checked against their limits."""
        if any(path[:1] in ((), ("flows",)) for path in self._look.lost.paths):
            return frozenset(self._look.bot.slots)  # what could not be read may give any of them a value
        names: set[str] = set()
        for _, node in self._look.nodes():
            match node:
                case CallNode() | RunFlow():
                    names |= node.save.keys()
                case Generate():
                    names |= node.extract.keys()
                case Set():
                    names |= {name for name, value in node.set.items() if not isinstance(value, int | float | None)}
        return frozenset(names)


def _limits(slot: SlotType) -> tuple[Constant | None, Constant | None]:
    """The least and the most that a slot takes."""
    match slot:
        case Bounded():
            return _number(slot.min), _number(slot.max)
        case Duration():
            return slot.min or 0.0, _number(slot.max)
        case Date():
            first, last = as_date(slot.min), as_date(slot.max)
            return first.isoformat() if first else "0001-01-01", last.isoformat() if last else "9999-12-31"
        case Time():
            return slot.min or "00:00", slot.max or "23:59"
    return None, None


def _between(slot: SlotType) -> Callable[[Constant, Constant], bool] | None:
    """Whether there is a day or a minute between two others; texts that are none may have some between them."""
    match slot:
        case Date():
            return _day_between
        case Time():
            return _minute_between
    return None


def _day_between(low: Constant, high: Constant) -> bool:
    first, last = as_date(low), as_date(high)
    return first is None or last is None or (last - first).days > 1


def _minute_between(low: Constant, high: Constant) -> bool:
    first, last = as_time(low), as_time(high)
    return first is None or last is None or (last.hour - first.hour) * 60 + last.minute - first.minute > 1


def _number(limit: float | None) -> float | None:
    return None if limit is None else float(limit)
