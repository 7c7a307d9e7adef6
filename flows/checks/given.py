"""Which names have values on every way to a node: the flows of a bot followed as the engine goes through them.

What callers may do at a question is followed too: answer or not, give values early, confirm or deny. Two things are
not, since nothing in the flow could be mended for them: another flow that comes between and asks for the same slot, and
a value that is changed or taken back later. There the engine goes through the flow once more with what is known then.
"""

from collections import defaultdict, deque
from collections.abc import Callable

from flows.checks.cells import Field, World
from flows.checks.fields import Fields
from flows.checks.items import Context, Item
from flows.checks.look import Look
from flows.checks.uses import Uses
from flows.checks.ways import Spot, Ways
from flows.definition.edges import END, HANDOFF
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.flow import RunFlow
from flows.definition.repair import repair_flows

MAX_WORLDS = 16
"""Worlds that are told apart at a node; more are joined, and only what is common to all of them is known."""
MAX_CONTEXTS = 12
"""Worlds in which a sub-flow is gone through by itself; those beyond are taken together."""
MAX_ROUNDS = 20
"""Rounds until nothing new may be so while a caller is listened to; each adds at least one name, and two are usual."""


Returned = Callable[[Item, World, Item], None]
"""What becomes of a node that runs a sub-flow, in a world, when that has ended at an item."""


class Given:
    """Follows all flows; what is done at each node is `visit`, and where a sub-flow returns `returned`."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.ways = Ways(look)
        self.fields = Fields(look)
        self.uses = Uses(look, self.ways, self.fields)
        self.anytime: World = 0
        """What may be so while a caller is listened to, of the names that more than one flow has to do with."""
        flows = look.bot.flows
        self.repairing = [name for name in flows if name in repair_flows()]
        self._triggered = [
            name
            for name, flow in flows.items()
            if name not in repair_flows() and (flow.triggers or _answers(look, name))
        ]
        slots = [at for name, at in self.fields.everywhere.items() if name in look.bot.slots]
        self._slots = sum(at.all for at in slots)
        self._others: dict[str, World] = {}
        self._behind: dict[World, list[Field]] = {}
        self._dull: dict[tuple[World, World], tuple[World, list[Field]]] = {}
        self._entries: dict[str, World] = defaultdict(int)
        self._opening = Context("on_start")
        self.ever: World = 0
        """The values that names are given anywhere that is come to."""
        self.listened = False
        """Whether callers are listened to at all."""
        self._clear()

    def _clear(self) -> None:
        self._seen: dict[tuple[Context | None, Spot], list[World]] = defaultdict(list)
        self._contexts: dict[str, dict[World, Context]] = defaultdict(dict)
        self._waiting: deque[Item] = deque()
        self._returns: deque[tuple[Item, World, Item]] = deque()

    def follow(self, visit: Callable[[Item], None], returned: Returned, missing: Callable[[], set[str]]) -> None:
        """Go through everything, again until nothing new may be so while a caller is listened to. `missing`: the names
        that may have no value where they were read in this round; of others that no condition asks for it makes no
        difference whether they may have one."""
        begun: dict[str, World] = {}
        for _ in range(MAX_ROUNDS):
            self._clear()
            self._start()
            for name, world in begun.items():
                self.enter(None, name, world)
            while self._waiting or self._returns:
                if self._waiting:
                    visit(self._waiting.popleft())
                else:
                    returned(*self._returns.popleft())
            matters = ~self.fields.all_set | self.uses.tested | sum(map(self.fields.bits, missing()))
            before, begun = begun, self._begun()
            if begun.keys() == before.keys() and not any((begun[name] ^ before[name]) & matters for name in begun):
                return

    def _start(self) -> None:
        if "on_start" in self.repairing and self.look.bot.start != "on_start":
            self.enter(self._opening, "on_start", self._anew("on_start", self._fresh(), early=False))
        elif self.look.bot.start in self.look.bot.flows:
            self.enter(None, self.look.bot.start, self._fresh())

    def _begun(self) -> dict[str, World]:
        """The flows that callers and repairs begin, each with the world in which it begins."""
        if not self.listened:
            return {}
        anytime, worlds = self.alone(self.anytime), {}
        for name in (*self._triggered, *(name for name in self.repairing if name != "on_start")):
            entry, first = self._entries.get(name, 0), self.ways.first(name)
            world = self._anew(name, self.alone(self.anytime | entry) if entry else anytime, early=True)
            worlds[name] = self._normal(first, world) if first is not None else world
        return worlds

    # -- worlds ----------------------------------------------------------------------------------------------------

    def _fresh(self) -> World:
        """The world in which a call begins: nothing has a value, but what comes with the caller may."""
        bot = self.look.bot
        world = self.fields.own_unset
        for name, at in self.fields.everywhere.items():
            variable = bot.variables.get(name)
            world |= at.all if variable is not None and variable.origin is not None else at.unset
        self.ever |= world
        return world

    def _anew(self, flow: str, world: World, *, early: bool) -> World:
        """The world at the beginning of a flow: what it asks for has no value. `early`: or one from the sentence that
        began it, as what the flows have that it leads to."""
        for name in self.uses.asked[flow]:
            if (at := self.fields.everywhere.get(name)) is not None and not self.look.bot.slots[name].keep:
                world |= at.unset
        for other in self.uses.leads_to[flow] if early else ():
            for name in self.uses.asked[other]:
                bits = self.fields.everywhere[name].set if name in self.fields.everywhere else 0
                world, self.ever = world | bits, self.ever | bits
        return world

    def alone(self, world: World) -> World:
        """A world in which a flow begins by itself: its own names have no values, nor need those of one flow alone."""
        everywhere = self.fields.all_everywhere
        alone = (self.ever | everywhere & ~self.fields.all_set) & everywhere & ~self.uses.shared
        world = world & everywhere | self.fields.own_unset | alone
        for at in self.fields.everywhere.values():
            world |= 0 if world & at.all else at.all
        return world

    def assign(self, world: World, at: Field, bits: World) -> World:
        """A name gets another value, or none: one of these bits."""
        self.ever |= bits
        return world & ~at.all | bits

    def heard(self, item: Item, world: World) -> World:
        """A world behind a question: other flows may have come between and given variables other values, and callers
        may have given values early, or others than a `set` gave. Where a branch was taken for a value that they change,
        the engine goes back to it, so what it tells of that value stays."""
        flow = item.spot[0]
        if (others := self._others.get(flow)) is None:
            others = 0
            for name in self._triggered:
                others |= self.uses.written[name] if name != flow else 0
            others = self._others[flow] = others & self.fields.all_set & ~self._slots
        world |= others
        for at in self._slots_behind(item.spot):
            world |= at.set if world & (at.unset | self.uses.set_bits.get(at, 0)) else 0
        self.ever |= self._slots & self.fields.all_set
        self.at_any_time(item.context, world)
        return world

    def _slots_behind(self, spot: Spot) -> list[Field]:
        """The slots that are used behind a node: callers may give their values early."""
        used = self.uses.live[spot][0]
        if (known := self._behind.get(used)) is None:
            slots = (at for name, at in self.fields.everywhere.items() if name in self.look.bot.slots)
            known = self._behind[used] = [at for at in slots if at.all & used]
        return known

    def _known_in(self, context: Context | None) -> World:
        """The names of which something is known in a context."""
        inside = context is not None and context is not self._opening
        bits = self.uses.touched[context.flow] if context is not None and inside else -1
        return bits & self.uses.shared & self.fields.all_everywhere

    def at_any_time(self, context: Context | None, world: World) -> None:
        """A world in which a caller may ask for something else, or nothing is open."""
        self.listened = True
        self.anytime |= world & self._known_in(context)

    def _normal(self, spot: Spot, world: World) -> World:
        """Worlds that make no difference behind a node are one."""
        key = used, tested = self.uses.live[spot]
        if (known := self._dull.get(key)) is None:
            dull = [at for at in self.fields.parted if at.all & used and not at.all & tested]
            known = self._dull[key] = (self.fields.all_everywhere | self.fields.all_own) & ~used, dull
        world |= known[0]
        for at in known[1]:
            world |= at.set if world & at.set else 0
        return world

    # -- going on --------------------------------------------------------------------------------------------------

    def enter(self, context: Context | None, flow: str, world: World, before: Item | None = None, by: str = "") -> None:
        """Begin a flow."""
        if (first := self.ways.first(flow)) is not None:
            self._add(context, first, world, before, by)

    def _add(self, context: Context | None, spot: Spot, world: World, before: Item | None, by: str) -> None:
        world = self._normal(spot, world)
        known = self._seen[context, spot]
        if any(world | other == other for other in known):
            return
        known.append(world)
        if len(known) > MAX_WORLDS:
            for other in known:
                world |= other
            known[:] = [world]
        self._waiting.append(Item(context, spot, world, before, by))

    def go(self, item: Item, target: str, world: World, by: str) -> None:
        """Lead from a node to a name: a node of its flow, a flow, `end` or `handoff`."""
        context, flow = item.context, item.spot[0]
        if target == END:
            self._end(Item(context, item.spot, world, item.before, item.by))
        elif target == HANDOFF:
            self._entries["on_handoff"] |= world & self._known_in(context)
            self.at_any_time(context, world)  # nobody may take the call
        elif (flow, target) in self.ways.nodes:
            self._add(context, (flow, target), world, item, by)
        elif target in repair_flows() and (context is not None or target not in self.look.bot.flows):
            self._entries[target] |= world & self._known_in(context)
            self.at_any_time(context, world)
        elif target in self.look.bot.flows:
            self.enter(context, target, self._anew(target, world, early=False), item, by)

    def stop(self, item: Item, world: World) -> None:
        """A flow cannot go on: `on_error` runs."""
        self._entries["on_error"] |= world & self._known_in(item.context)
        self.at_any_time(item.context, world)

    def fall(self, item: Item, world: World) -> None:
        """Lead on to the next node in the file; behind the last one a flow ends."""
        following = self.ways.falls_to(item.spot)
        self.go(item, following[1] if following is not None else END, world, "next")

    def _end(self, end: Item) -> None:
        """A flow ends: nothing is open, or the one that ran it goes on."""
        context = end.context
        if context is self._opening:
            if self.look.bot.start in self.look.bot.flows:
                self.enter(None, self.look.bot.start, end.world, end, "next")
        elif context is None:
            self.at_any_time(None, end.world)
        else:
            if len(context.ends) >= MAX_WORLDS:
                world = end.world
                for _, other in context.ends:
                    world |= other
                end = Item(context, end.spot, world, end.before, end.by)
            if (end.spot[0], end.world) not in context.ends:
                context.ends[end.spot[0], end.world] = end
                self._returns += ((item, world, end) for item, world in context.waiting)

    def run(self, item: Item, node: RunFlow, world: World, inputs: World) -> None:
        """Run a flow with inputs, given as the bits of its own names."""
        flow = node.flow
        touched = self.uses.touched[flow]
        everywhere = self.fields.all_everywhere
        entry = self._anew(flow, world & touched | everywhere & ~touched | inputs, early=False)
        contexts = self._contexts[flow]
        first = self.ways.first(flow)
        entry = self._normal(first, entry) if first is not None else entry
        if entry not in contexts and len(contexts) >= MAX_CONTEXTS:
            for other in contexts:
                entry |= other
        if flow in self.uses.waits:
            self.at_any_time(item.context, world)
        if (context := contexts.get(entry)) is None:
            context = contexts[entry] = Context(flow)
            context.waiting.append((item, world))
            self.enter(context, flow, entry, item, "flow")
            return
        context.waiting.append((item, world))
        self._returns += ((item, world, end) for end in context.ends.values())

    def back(self, flow: str, world: World, end: Item) -> World:
        """The world behind a sub-flow: what it has to do with as it left it, all else as it was."""
        touched = self.uses.touched[flow]
        world = world & ~touched | end.world & touched
        for name in self.look.bot.slots:
            at = self.fields.everywhere.get(name)
            if at is not None and touched & at.all and world & at.set:
                world |= at.set
        return world


def _answers(look: Look, flow: str) -> bool:
    """Whether a flow answers questions; a question begins it."""
    return any(isinstance(node, Answer) for node in look.bot.flows[flow].nodes.values())
