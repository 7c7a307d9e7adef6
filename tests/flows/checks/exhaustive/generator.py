"""Small bots with faults in them, made from a number: the same number makes the same bot."""

import json
from random import Random
from typing import Any

Data = dict[str, Any]
MAX_NODES = 6
"""Of a bot, over all its flows: few enough to try everything that a caller can do."""
VALUES: dict[str, list[Any]] = {"kind": ["a", "b"], "sure": [True, False], "n": [0, 1, 2]}
"""The slots and all their values."""
VARIABLES = ("v", "w", "brought")
TOOL = "look"
CONDITIONS = (
    "kind == 'a'", "kind != 'b'", "sure", "!sure", "n > 1", "n < 1", "n == 0 or n == 2", "n >= 3", "v > 1", "v == 2",
    "brought == 1", "sure and n > 0", "kind == 'a' or sure", "n > 0 and n < 1", "w == n", "n + v > 1", "v != 0",
    "kind in ['a', 'b']", "not (sure or n > 1)",
)  # fmt: skip
"""Some can never hold, some compare two names, some hold by either side."""
TEXTS = (
    "", "", "{{ kind }}", "{{ n }}", "{{ v }}", "{{ w | money }}", "{{ brought }}", "{{ n | default(1) }}",
    "{% if v %}{{ v }}{% endif %}", "{% if sure %}{{ n }}{% endif %}", "{% if kind == 'a' %}{{ w }}{% endif %}",
    "{{ n if sure else kind }}", "{% if brought is defined %}{{ brought }}{% endif %}", "{{ n ~ v }}",
    "{% if n > 1 %}{{ v }}{% endif %}", "{{ kind or n }}",
)  # fmt: skip


def made(number: int) -> str:
    """The text of a bot."""
    return json.dumps(_Making(Random(number)).bot())


class _Making:
    def __init__(self, chance: Random) -> None:
        self._chance = chance
        count = chance.randint(1, 3)
        self._flows = ["main", "second", "third"][:count]
        self._sub = self._flows[-1] if count > 1 and chance.random() < 0.5 else None
        self._sizes = self._parted(chance.randint(max(2, count), MAX_NODES), count)

    def _parted(self, total: int, count: int) -> list[int]:
        sizes = [1] * count
        for _ in range(total - count):
            sizes[self._chance.randrange(count)] += 1
        return sizes

    def bot(self) -> Data:
        flows = {name: self._flow(name, size) for name, size in zip(self._flows, self._sizes, strict=True)}
        return {
            "voxloom": 1, "bot": "small", "start": "main",
            "defaults": {"attempts": 1, "on_fail": "handoff", "on_error": "handoff"},
            "slots": {
                "kind": {"type": "choice", "choices": {"a": None, "b": None}},
                "sure": {"type": "yes_no"},
                "n": {"type": "integer", "min": 0, "max": 2, **({"keep": True} if self._likely(0.1) else {})},
            },
            "variables": {
                "v": {"type": "number"}, "w": {"type": "number"}, "brought": {"type": "number", "from": "caller"},
            },
            "intents": {f"i_{name}": {"description": name, "examples": [name]} for name in self._flows},
            "tools": {TOOL: {"returns": {"x": "number"}, "stub": {"x": 1}}},
            "flows": flows,
        }  # fmt: skip

    def _likely(self, share: float) -> bool:
        return self._chance.random() < share

    def _flow(self, name: str, size: int) -> Data:
        names = [f"{name[0]}{at}" for at in range(size)]
        nodes = {node: self._node(name, node, names, last=node == names[-1]) for node in names}
        flow: Data = {"nodes": nodes}
        if name == self._sub:
            flow |= {"inputs": {"given": "number"}, "outputs": {"got": "number"}}
        elif name != "main" or self._likely(0.2):
            flow["triggers"] = [f"i_{name}"]
        return flow

    def _node(self, flow: str, name: str, names: list[str], *, last: bool) -> Data:
        kinds = ["say", "say", "ask", "ask", "ask", "decide", "set", "set", "call"]
        kinds += ["flow"] if self._sub is not None and flow != self._sub else []
        kinds += ["end", "handoff"] if last else []
        made: Data = getattr(self, f"_make_{self._chance.choice(kinds)}")(flow, name, names)
        leads_on = "next" not in made and made["type"] not in ("end", "handoff")
        if leads_on and self._likely(0.95 if last else 0.3):  # the last one without it is a dead end
            made["next"] = self._target(flow, names) if self._likely(0.8) else self._branches(flow, names)
        return made

    def _target(self, flow: str, names: list[str]) -> str:
        others = [other for other in self._flows if other not in (flow, self._sub)]
        return self._chance.choice([*names, "end", "end", *others, *(["handoff"] if self._likely(0.3) else [])])

    def _branches(self, flow: str, names: list[str]) -> list[Data]:
        count = self._chance.randint(1, 2)
        branches = [{"if": self._condition(flow), "go": self._target(flow, names)} for _ in range(count)]
        return [*branches, {"else": self._target(flow, names)}]

    def _condition(self, flow: str) -> str:
        return self._chance.choice([*CONDITIONS, *(["given > 1"] * 3 if flow == self._sub else [])])

    def _text(self, flow: str, name: str) -> str:
        """Texts that hold the names of their flow and node: by these it is found where one failed."""
        own = ["{{ given }}", "{{ got }}"] if flow == self._sub else []
        return f"<{flow}.{name}> {self._chance.choice([*TEXTS, *own])}".strip()

    def _make_say(self, flow: str, name: str, names: list[str]) -> Data:
        return {"type": "say", "say": self._text(flow, name)}

    def _make_ask(self, flow: str, name: str, names: list[str]) -> Data:
        slot = self._chance.choice(list(VALUES))
        node: Data = {"type": "ask", "slot": slot, "say": self._text(flow, name) if self._likely(0.3) else "What?"}
        if self._likely(0.5):
            node["on_fail"] = self._target(flow, names)
        if self._likely(0.25):
            node["confirm"] = f"<{flow}.{name}> {{{{ {slot} }}}} {self._chance.choice(TEXTS)}"
        if self._likely(0.15):
            node["validate"] = [{"if": self._chance.choice(CONDITIONS), "say": self._text(flow, name)}]
        if self._likely(0.1):
            node["ask_again"] = True
        if self._likely(0.1):
            node |= {"reprompts": [self._text(flow, name)], "attempts": 2}
        if self._likely(0.1):
            node["help"] = self._text(flow, name)
        return node

    def _make_decide(self, flow: str, name: str, names: list[str]) -> Data:
        return {"type": "decide", "next": self._branches(flow, names)}

    def _make_set(self, flow: str, name: str, names: list[str]) -> Data:
        outputs = ["got", "got"] if flow == self._sub else []
        target = self._chance.choice(["v", "v", "w", "kind", "n", "sure", *outputs])
        if target in VALUES:
            value = self._chance.choice([None, *VALUES[target]])
        else:
            copied = {"expr": self._chance.choice(["n + 1", "v", "w + v"])}
            value = self._chance.choice([None, 0, 2, "{{ n }}", "{{ v | default(1) }}", copied])
        return {"type": "set", "set": {target: value}}

    def _make_call(self, flow: str, name: str, names: list[str]) -> Data:
        node: Data = {"type": "call", "tool": TOOL, "save": {self._chance.choice(["v", "w"]): "result.x"}}
        if self._likely(0.3):
            node["with"] = {"y": self._chance.choice(["{{ n }}", "{{ v }}", "{{ kind }}", 1])}
        if self._likely(0.5):
            node["on_error"] = self._target(flow, names)
        return node

    def _make_flow(self, flow: str, name: str, names: list[str]) -> Data:
        given = self._chance.choice([None, 1, 2, "{{ n }}", "{{ v | default(0) }}"])
        node: Data = {"type": "flow", "flow": self._sub, "with": {"given": given}}
        if self._likely(0.7):
            node["save"] = {self._chance.choice(["v", "w"]): "result.got"}
        return node

    def _make_end(self, flow: str, name: str, names: list[str]) -> Data:
        return {"type": "end", "say": self._text(flow, name)}

    def _make_handoff(self, flow: str, name: str, names: list[str]) -> Data:
        return {"type": "handoff", **({"summary": self._text(flow, name)} if self._likely(0.5) else {})}
