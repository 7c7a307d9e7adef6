"""Stubs: results that stand in for tools, one after the other where several are given."""

from collections.abc import Mapping
from typing import Any

from flows.driver.ports import ToolOutcome

ERRORS = frozenset({"timeout", "unavailable", "refused"})


class Stubs:
    """The stubs of one conversation; a list gives its entries one after the other, the last for ever."""

    def __init__(self, results: Mapping[str, Any]) -> None:
        self._results = dict(results)
        self._given: dict[str, int] = {}

    def __contains__(self, tool: str) -> bool:
        return tool in self._results

    def result(self, tool: str) -> ToolOutcome:
        """What the tool gives this time."""
        entry = self._results[tool]
        if isinstance(entry, list):
            at = self._given.get(tool, 0)
            self._given[tool] = at + 1
            entry = entry[min(at, len(entry) - 1)] if entry else None
        if isinstance(entry, dict) and set(entry) == {"error"} and entry["error"] in ERRORS:
            return ToolOutcome(error=entry["error"])
        return ToolOutcome(entry)
