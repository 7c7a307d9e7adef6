"""Bots that make sense, made from a number: questions, branches, rounds, sub-flows, read-backs, tools that write.

The flows ask for the same few slots, so that each of them can come between another one and take its values.
"""

import json
from random import Random
from typing import Any

Data = dict[str, Any]
VALUES: dict[str, list[Any]] = {
    "kind": ["a", "b", "c"],
    "count": [1, 3, 6, 9],
    "code": ["123", "456"],
    "name": ["Ann", "Bo"],
    "number": ["1111", "2222"],
    "sure": [True, False],
    "more": [True, False],
}
"""The slots, and values that callers give them."""
ASKED = ("kind", "count", "code", "name", "number")
FLOWS = ("main", "first", "second", "third")
SUB = "part"


def sensible(number: int) -> str:
    """The text of a bot."""
    return json.dumps(_Making(Random(number)).bot())


class _Making:
    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._nodes: Data = {}
        self._known: list[str] = []
        self._flow = ""

    def bot(self) -> Data:
        flows = {name: self._made(name) for name in (*FLOWS, SUB)}
        flows["main"] = {"nodes": {"hello": {"type": "say", "say": "Hello.", "next": "end"}}}
        if all(node["type"] != "flow" for flow in flows.values() for node in flow["nodes"].values()):
            del flows[SUB]
        kept = {"keep": True} if self._likely(0.5) else {}
        return {
            "voxloom": 1, "bot": "sensible", "start": "main", "defaults": {"on_fail": "handoff", "on_error": "handoff"},
            "slots": {
                "kind": {"type": "choice", "choices": {"a": None, "b": None, "c": None}},
                "count": {"type": "integer", "min": 0, "max": 9},
                "code": {"type": "digits", "length": 3}, "name": {"type": "text"},
                "number": {"type": "digits", "length": 4, **kept},
                "sure": {"type": "yes_no"}, "more": {"type": "yes_no"},
            },
            "variables": {"price": {"type": "number"}},
            "intents": {f"i_{name}": {"description": name, "examples": [name]} for name in FLOWS[1:]},
            "tools": {
                "look": {"returns": {"x": "number"}, "stub": {"x": 1}},
                "write": {"effect": "write", "idempotency_key": "auto", "confirmed": True, "stub": {}},
            },
            "flows": flows,
        }  # fmt: skip

    def _likely(self, share: float) -> bool:
        return self._chance.random() < share

    def _made(self, flow: str) -> Data:
        self._nodes, self._known, self._flow = {}, [], flow
        self._ask()
        kinds = [self._ask, self._ask, self._say, self._look, self._fork]
        kinds += [self._run] if flow != SUB else []
        for _ in range(self._chance.randint(0, 3) if flow != SUB else self._chance.randint(0, 1)):
            self._chance.choice(kinds)()
        tails = [self._end, self._write, self._round, self._forget]
        (self._end if flow == SUB else self._chance.choice(tails))()
        return {"nodes": self._nodes, **({} if flow == SUB else {"triggers": [f"i_{flow}"], "description": flow})}

    def _add(self, node: Data) -> str:
        name = f"{self._flow[0]}{len(self._nodes)}"
        self._nodes[name] = node
        return name

    def _words(self, *names: str) -> str:
        known = [f"{{{{ {name} }}}}" for name in (*names, *self._known) if self._likely(0.4)]
        return f"<{self._flow}.{len(self._nodes)}> {' '.join(known)}".strip()

    def _ask(self) -> str:
        slots = [slot for slot in ASKED if slot not in self._known]
        if not slots:
            return self._say()
        slot = self._chance.choice(slots)
        node: Data = {"type": "ask", "slot": slot, "say": self._words()}
        if self._likely(0.2):
            node["confirm"] = f"{{{{ {slot} }}}}? {self._words()}"
        if slot == "count" and self._likely(0.3):
            node["validate"] = [{"if": "count > 8", "say": "Too many."}]
        if self._likely(0.1):
            node["ask_again"] = True
        if self._likely(0.2):
            node["reprompts"] = [self._words()]
        name = self._add(node)
        self._known.append(slot)
        return name

    def _say(self) -> str:
        return self._add({"type": "say", "say": self._words()})

    def _look(self) -> str:
        given = {name: f"{{{{ {name} }}}}" for name in self._known}
        name = self._add({"type": "call", "tool": "look", "with": given, "save": {"price": "result.x"}})
        self._known += [] if "price" in self._known else ["price"]
        return name

    def _run(self) -> str:
        return self._add({"type": "flow", "flow": SUB})

    def _fork(self) -> str:
        """A question that is asked only for some answers."""
        conditions = {"kind": "kind == 'a'", "count": "count > 4", "name": "name == 'Ann'", "code": "code == '123'"}
        known = [conditions[name] for name in self._known if name in conditions]
        if not known:
            return self._say()
        rest = f"{self._flow[0]}{len(self._nodes) + 2}"
        detour = f"{self._flow[0]}{len(self._nodes) + 1}"
        fork = self._add({"type": "decide", "next": [{"if": self._chance.choice(known), "go": detour}, {"else": rest}]})
        before = list(self._known)
        self._ask()
        self._known = before
        self._say()
        return fork

    def _end(self) -> None:
        self._add({"type": "say", "say": self._words(), "next": "end"})

    def _write(self) -> None:
        name = f"{self._flow[0]}{len(self._nodes) + 1}"
        self._add(
            {"type": "ask", "slot": "sure", "say": self._words(), "next": [{"if": "sure", "go": name}, {"else": "end"}]}
        )
        given = {name: f"{{{{ {name} }}}}" for name in self._known}
        self._add({"type": "call", "tool": "write", "with": given})
        self._end()

    def _round(self) -> None:
        """Once more from some question on."""
        asks = [name for name, node in self._nodes.items() if node["type"] == "ask"]
        go = [{"if": "more", "go": self._chance.choice(asks)}, {"else": "end"}]
        self._add({"type": "ask", "slot": "more", "say": self._words(), "next": go})

    def _forget(self) -> None:
        """Not like that: one answer is forgotten and asked for again."""
        names = {node["slot"]: name for name, node in self._nodes.items() if node["type"] == "ask"}
        slot = self._chance.choice(list(names))
        forget = f"{self._flow[0]}{len(self._nodes) + 1}"
        go = [{"if": "sure", "go": "end"}, {"else": forget}]
        self._add({"type": "ask", "slot": "sure", "say": self._words(), "next": go})
        self._add({"type": "set", "set": {slot: None}, "next": names[slot]})
