"""The steps of one flow laid out as nodes."""

from dataclasses import dataclass, field
from typing import Any

from flows.exchange.rasa.asks import question
from flows.exchange.rasa.branching import Branch, branch
from flows.exchange.rasa.maker import Maker, Node
from flows.exchange.rasa.names import Taken, free, slug
from flows.exchange.rasa.predicate import Predicate
from flows.exchange.rasa.simple_steps import call_node, run_node, say_node, set_node
from flows.exchange.rasa.steps import END, Step, Way, all_steps
from flows.exchange.rasa.targets import pattern_target
from flows.exchange.rasa.tools import BUILT_IN, HANG_UP, is_built_in

RESERVED_NODES = frozenset({"end", "handoff"})


@dataclass
class Layout:
    """Goes through the steps of a flow once; `nodes` are the result."""

    maker: Maker
    flow: str
    """Its name in the bot."""
    steps: tuple[Step, ...]
    repair: bool = False
    """A pattern: what it does by actions of its own is done by the engine."""
    nodes: dict[str, Node] = field(default_factory=dict)
    _made: dict[int, Node] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _taken: Taken = field(default_factory=Taken)
    _edges: dict[int, str] = field(default_factory=dict)
    """Steps that are no nodes but lead to another flow."""
    _following: dict[int, Step | None] = field(default_factory=dict)
    _by_id: dict[str, Step] = field(default_factory=dict)

    def lay_out(self) -> dict[str, Node]:
        """The nodes of the flow, in order."""
        for step in all_steps(self.steps):
            if step.id:
                self._by_id.setdefault(step.id, step)
        self._name(self.steps, ())
        self._emit(self.steps)
        first = self._enter(self.steps[0]) if self.steps else END
        first = self._place(first)
        if next(iter(self.nodes), None) != first:
            begin: Node = {"type": "decide", "next": [{"else": first}]}
            self.nodes = {free("begin", self.nodes): begin, **self.nodes}
        return _tidied(self.nodes)

    # -- what each step is ------------------------------------------------------------------------------------------

    def _name(self, steps: tuple[Step, ...], asked: tuple[str, ...]) -> None:
        """Decide for each step whether it is a node, and name it; `asked`: slots that surely have a value there."""
        for at, step in enumerate(steps):
            self._following[id(step)] = steps[at + 1] if at + 1 < len(steps) else None
            node = self._node(step, asked)
            if node is None and isinstance(step.next, tuple) and id(step) not in self._edges:
                node = {"type": "decide"}
            if node is not None:
                self._made[id(step)] = node
                self._names[id(step)] = self._node_name(step, node)
            if step.kind == "collect" and step.name in self.maker.kinds:
                asked = (*dict.fromkeys((*asked, step.name)),)
            if isinstance(step.next, tuple):
                for way in step.next:
                    if isinstance(way.target, tuple):
                        self._name(way.target, asked)

    def _node(self, step: Step, asked: tuple[str, ...]) -> Node | None:
        report = self.maker.report
        match step.kind:
            case "collect":
                if step.name in self.maker.kinds:
                    return question(self.maker, step.name, step.part)
                report.error(
                    step.part, step.what, "There is no such slot in the domain.", "Declare it, or mend its name."
                )
            case "action" if step.name in HANG_UP:
                return {"type": "end"}
            case "action" if is_built_in(step.name):
                told = BUILT_IN.get(step.name, "Values are refused by `validate` of their question.")
                if not self.repair:
                    report.left_out(step.part, step.what, told)
            case "action" if step.name.startswith("utter_"):
                return say_node(self.maker, step, repair=self.repair)
            case "action":
                return call_node(self.maker, step, asked)
            case "set_slots":
                return set_node(self.maker, step)
            case "call":
                return run_node(self.maker, step)
            case "link":
                self._edges[id(step)] = self._linked(step)
        return None

    def _linked(self, step: Step) -> str:
        known = self.maker.flows.get(step.name)
        if known is not None and known != self.flow:
            return known
        if known == self.flow:
            return known
        target = pattern_target(step.name)
        if target is not None:
            self.maker.report.add(step.part, step.what, f"It leads to `{target}`.")
            return target
        told = "There is no such flow in the project; the flow ends there."
        self.maker.report.error(step.part, step.what, told, "Mend its name, or lead to another flow.")
        return "end"

    def _node_name(self, step: Step, node: Node) -> str:
        maker = self.maker
        core, other = {
            "ask": (str(node.get("slot", "")), "ask"),
            "say": (step.name.removeprefix("utter_"), "say"),
            "call": (str(node.get("tool", "")), "call"),
            "flow": (f"run_{node.get('flow', '')}", "run"),
            "set": (_set_name(node), "set"),
            "decide": ("check", "check"),
            "end": ("hang_up", "end"),
        }[node["type"]]
        wanted = slug(step.id or core)
        shorter = wanted.removeprefix(f"{self.flow}_")
        wanted = shorter if shorter[:1].isalpha() and not step.id else wanted
        if wanted in RESERVED_NODES or maker.flows.is_taken(wanted) or wanted == self.flow or wanted.startswith("on_"):
            wanted = slug(f"{other}_{wanted}")
        return self._taken.take(wanted)

    # -- where each leads -------------------------------------------------------------------------------------------

    def _enter(self, step: Step, seen: tuple[int, ...] = ()) -> str:
        """The name of the node or flow by which a step begins."""
        if (name := self._names.get(id(step))) is not None:
            return name
        if (edge := self._edges.get(id(step))) is not None:
            return edge
        return "end" if id(step) in seen else self._onward(step, (*seen, id(step)))

    def _onward(self, step: Step, seen: tuple[int, ...] = ()) -> str:
        """Where a step leads when it does not branch."""
        if isinstance(step.next, str):
            return self._target(step.next, step, seen)
        following = self._following.get(id(step))
        return self._enter(following, seen) if following is not None else "end"

    def _target(self, name: str, step: Step, seen: tuple[int, ...] = ()) -> str:
        if name.upper() == END:
            return "end"
        if name in self._by_id:
            return self._enter(self._by_id[name], seen)
        told = f"There is no step with the id `{name}`; the flow ends there."
        self.maker.report.error(step.part, step.what, told, "Mend the id behind `next` or `then`.")
        return "end"

    def _place(self, target: str) -> str:
        return "end" if target == END else target

    # -- the nodes --------------------------------------------------------------------------------------------------

    def _emit(self, steps: tuple[Step, ...]) -> None:
        for step in steps:
            node = self._made.get(id(step))
            name = self._names.get(id(step))
            if node is not None and name is not None:
                self.nodes[name] = node
                if node["type"] != "end":
                    node["next"] = self._next(step, name)
            if isinstance(step.next, tuple):
                for way in step.next:
                    if isinstance(way.target, tuple):
                        self._emit(way.target)

    def _next(self, step: Step, name: str) -> Any:
        if not isinstance(step.next, tuple):
            onward = self._onward(step)
            return [{"else": onward}] if self.nodes[name]["type"] == "decide" else onward
        ways: list[tuple[Predicate, str]] = []
        otherwise: str | None = None
        for way in step.next:
            target = self._enter(way.target[0]) if isinstance(way.target, tuple) else self._target(way.target, step)
            if way.condition is None:
                otherwise = target
                break
            predicate = self._condition(way, step)
            if predicate is not None:
                ways.append((predicate, target))
        if otherwise is None:
            told = "Its branches have no `else`; where none fits, the flow ends."
            self.maker.report.changed(step.part, step.what, told, "Add an `else`.")
            otherwise = "end"
        known = frozenset({step.name}) if step.kind == "collect" else frozenset()
        made = branch(ways, otherwise, self.maker.writer, lambda rest: self._helper(rest, name), known)
        if len(made) == 1 and "else" in made[0] and self.nodes[name]["type"] != "decide":
            return made[0]["else"]
        return made

    def _condition(self, way: Way, step: Step) -> Predicate | None:
        if self.repair and way.condition is not None and "context." in way.condition:
            return None
        return self.maker.predicate(way.condition or "", way.part, step.what)

    def _helper(self, branches: list[Branch], beside: str) -> str:
        """A node that branches on, behind the one that it helps."""
        name = self._taken.take(slug(f"{beside}_else"))
        self.nodes[name] = {"type": "decide", "next": branches}
        return name


def _set_name(node: Node) -> str:
    names = list(node.get("set", ()))
    word = "forget" if all(value is None for value in node.get("set", {}).values()) else "set"
    return f"{word}_{names[0]}" if len(names) == 1 else f"{word}_values"


def _tidied(nodes: dict[str, Node]) -> dict[str, Node]:
    """Only the nodes that something leads to, and no `next` that says what the order says already."""
    nodes = _without_idle(nodes)
    reached: set[str] = set()
    waiting = [next(iter(nodes), "")]
    while waiting:
        name = waiting.pop()
        if name in nodes and name not in reached:
            reached.add(name)
            waiting += list(leads_to(nodes[name]))
    kept = {name: node for name, node in nodes.items() if name in reached}
    names = list(kept)
    for at, name in enumerate(names[:-1]):
        if kept[name].get("next") == names[at + 1] and kept[name]["type"] != "decide":
            del kept[name]["next"]
    return kept


def _without_idle(nodes: dict[str, Node]) -> dict[str, Node]:
    """Without nodes that only lead on to another one."""
    idle = {
        name: node["next"][0]["else"]
        for name, node in nodes.items()
        if node["type"] == "decide" and isinstance(node["next"], list) and "else" in node["next"][0]
    }

    def behind(name: str) -> str:
        for _ in idle:
            name = idle.get(name, name)
        return name

    first = behind(next(iter(nodes), ""))
    if first not in nodes or first in idle:
        return nodes  # it begins by leading to another flow, or turns in a circle
    kept = {name: node for name, node in nodes.items() if name not in idle}
    for node in kept.values():
        if isinstance(node.get("next"), str):
            node["next"] = behind(node["next"])
        for entry in node.get("next", ()) if isinstance(node.get("next"), list) else ():
            entry.update({key: behind(entry[key]) for key in ("go", "else") if key in entry})
    return {first: kept[first], **kept}


def leads_to(node: Node) -> list[str]:
    """Everything that a node leads to."""
    onward = node.get("next")
    if isinstance(onward, str):
        return [onward]
    return [entry.get("go", entry.get("else", "")) for entry in onward or ()]
