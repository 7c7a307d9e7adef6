"""What tools may give: their own stub, failures, and results that turn the conditions on what is saved of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from flows.definition.bot import Bot
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.call import Call
from flows.definition.nodes.generate import Generate
from flows.driver.generate.constants import Constants, leaves, numbers_around, texts_around
from flows.driver.ports import ToolOutcome
from flows.engine.fitting import fits_type

MAX_RESULTS = 16
"""Results tried for one tool beside its own stub."""
FAILED = {"error": "unavailable"}
"""What a tool or a model without a stub gives in a test."""
FAILURE = {"error": "timeout"}
"""How tools and models fail in generated tests."""
MODEL_TEXT = "Here is what I know about that."
ERRORS = ("timeout", "unavailable", "refused")
BY_TYPE: dict[str, Any] = {
    "boolean": True, "yes_no": True, "number": 1, "integer": 1, "money": 1, "digits": "4071", "list": [], "map": {},
    "date": "2026-01-06", "time": "15:30", "datetime": "2026-01-06T15:30:00+00:00",
}  # fmt: skip
"""A value for a field of a result that the tool says it returns."""
_PATH = re.compile(r"result((?:\.[A-Za-z_]\w*)+)")


def outcome(entry: Any) -> ToolOutcome:
    """What an entry of a stub makes a tool give."""
    if isinstance(entry, dict) and set(entry) == {"error"} and entry["error"] in ERRORS:
        return ToolOutcome(error=entry["error"])
    return ToolOutcome(entry)


def as_stub(entries: Sequence[Any]) -> Any:
    """The stub that gives these entries one after the other, as a test writes it."""
    if all(entry == entries[0] for entry in entries) and not isinstance(entries[0], list):
        return entries[0]
    return list(entries)


def entry_of(stub: Any, nth: int) -> Any:
    """The entry of a stub that counts the nth time, from 0; a list gives one after the other, the last for ever."""
    if isinstance(stub, list):
        return stub[min(nth, len(stub) - 1)] if stub else None
    return stub


class Results:
    """The results to try for a bot's tools and models, as entries of stubs, worked out once."""

    def __init__(self, bot: Bot, constants: Constants) -> None:
        self._bot = bot
        self._constants = constants
        self._saved: dict[str, list[Call]] = {}
        self._models: dict[str, Generate | Answer] = {}
        for flow_name, flow in bot.flows.items():
            for name, node in flow.nodes.items():
                match node:
                    case Call():
                        self._saved.setdefault(node.tool, []).append(node)
                    case Generate() | Answer():
                        self._models[f"{flow_name}.{name}"] = node
        self._known: dict[str, tuple[Any, ...]] = {}

    def own(self, name: str, nth: int) -> Any:
        """The entry of the bot's own stub that counts the nth time; of a tool, or of a node that asks a model."""
        if name in self._models:
            return self._models[name].stub if self._models[name].stub is not None else FAILED
        definition = self._bot.tools.get(name)
        if definition is None or definition.stub is None:
            return FAILED
        return entry_of(definition.stub, nth)

    def others(self, name: str) -> tuple[Any, ...]:
        """What else there may be: a failure first, then results for the conditions."""
        if name not in self._known:
            found = self._answers(self._models[name]) if name in self._models else self._results(name)
            self._known[name] = (FAILURE, *(entry for entry in islice(found, MAX_RESULTS) if entry != FAILURE))
        return self._known[name]

    def _answers(self, node: Generate | Answer) -> Iterator[Any]:
        """Of a model or a knowledge base."""
        if isinstance(node, Answer):
            yield from ([] if isinstance(node.stub, str) else [MODEL_TEXT])
            yield {"unknown": True}
            return
        stub = node.stub if isinstance(node.stub, dict) else {}
        sample = {name: stub.get(name, BY_TYPE.get(kind, "something")) for name, kind in node.extract.items()}
        if node.stub is None or "error" in stub:
            yield sample or MODEL_TEXT
        for name, kind in node.extract.items():
            for value in (*self._values(kind, sample[name], self._constants.of(name)), None):
                yield {**sample, name: value}

    def _results(self, tool: str) -> Iterator[Any]:
        base = self._sample(tool)
        definition = self._bot.tools.get(tool)
        if definition is None or definition.stub is None or outcome(self.own(tool, 0)).error is not None:
            yield base
        seen = [base]
        returns = definition.returns if definition is not None else {}
        for path, literals in self._turning(tool):
            now = next((value for known, value in leaves(base, "") if known == path), None)
            for value in self._values(returns.get(path.lstrip("."), ""), now, literals):
                result = _with(base, path, value)
                if not any(_same(result, other) for other in seen):
                    seen.append(result)
                    yield result

    def _sample(self, tool: str) -> Any:
        """A good result: of the stub, filled up with what the tool says it returns and what nodes save of it."""
        definition = self._bot.tools.get(tool)
        stub = entry_of(definition.stub, 0) if definition is not None else None
        sample: Any = outcome(stub).result
        if sample is not None and not isinstance(sample, dict):
            return sample
        filled = dict(sample or {})
        for name, kind in (definition.returns if definition is not None else {}).items():
            filled.setdefault(name, BY_TYPE.get(kind, "something"))
        for node in self._saved.get(tool, []):
            for expression in node.save.values():
                for path in _PATH.findall(expression):
                    if path.split(".")[1] not in filled:
                        filled = _with(filled, path, "something")
        return filled

    def _turning(self, tool: str) -> Iterator[tuple[str, list[Any]]]:
        """The places of a result on which a condition hangs, each with the literals beside it."""
        for node in self._saved.get(tool, []):
            for name, expression in node.save.items():
                if name not in self._constants.paths and name not in self._bot.slots:
                    continue
                below = [path.removeprefix(name) for path in self._constants.paths.get(name, ())]
                for place in dict.fromkeys(_PATH.findall(expression) or [""]):
                    for inner in below or [""]:
                        literals = self._constants.of(f"{name}{inner}") or self._constants.of(name)
                        yield f"{place}{inner}", literals

    def _values(self, kind: str, now: Any, literals: list[Any]) -> list[Any]:
        """Values of a type, on both sides of what conditions compare with."""
        booleans = [False, True] if kind in ("boolean", "yes_no", "") or isinstance(now, bool) else []
        numbers = [_plain(number) for number in numbers_around(literals)]
        if isinstance(now, int | float) and not isinstance(now, bool):
            numbers += [_plain(float(now) + 1), 0, _plain(-abs(float(now)) - 1)]
        lists: list[Any] = [[]] if kind == "list" or isinstance(now, list) else []
        values = [*lists, *booleans, *texts_around(literals), *numbers, *([""] if isinstance(now, str) else [])]
        return [value for value in values if not kind or fits_type(kind, value)]


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def _with(value: Any, path: str, entry: Any) -> Any:
    """A map with another value at a path such as `.balance.amount`; the value itself where the path is empty."""
    name, _, rest = path.removeprefix(".").partition(".")
    if not name:
        return entry
    known = value if isinstance(value, dict) else {}
    return {**known, name: _with(known.get(name), rest, entry)}


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other) and str(one) == str(other)
