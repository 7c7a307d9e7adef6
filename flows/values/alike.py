"""How alike two phrases sound: the least that has to be changed, dropped and put in to make one of the other."""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from flows.values.language import DEFAULT_LANGUAGE, language_data
from flows.values.pronunciation import Sounds

_BEHIND = ("R", "L")


@dataclass(frozen=True)
class Costs:
    """How different sounds are, and what it costs to drop one."""

    near: dict[tuple[str, str], float]
    other: float
    dropped: dict[str, dict[str, float]]
    dropped_other: float

    def missing(self, sounds: Sounds) -> list[float]:
        """For each sound, that it is there or not."""
        last = len(sounds) - 1
        tables = [self.dropped["first" if at == 0 else "last" if at == last else "middle"] for at in range(last + 1)]
        found = [table.get(sound, self.dropped_other) for table, sound in zip(tables, sounds, strict=True)]
        if last > 0 and sounds[1] in _BEHIND:
            found[0] = min(found[0], self.dropped["cluster"].get(sounds[0], found[0]))
        return found


def difference(one: Sounds, two: Sounds) -> float:
    """From 0 for the same sounds to about 1 for sounds that have nothing in common, by the length of the longer one."""
    longer = max(len(one), len(two), 1)
    costs = _costs()
    near, other, mine, theirs = costs.near, costs.other, costs.missing(one), costs.missing(two)
    row = [0.0, *accumulate(theirs)]
    for sound, dropped in zip(one, mine, strict=True):
        above, left = row, row[0] + dropped
        row = [left]
        for at, second in enumerate(two):
            changed = above[at] + (0.0 if sound == second else near.get((sound, second), other))
            left = min(above[at + 1] + dropped, left + theirs[at], changed)
            row.append(left)
    return row[-1] / longer


def outlines(sounds: Sounds) -> tuple[str, ...]:
    """The consonants without those that are easily missed, whole and with one left out: phrases that sound alike share
    one of them, for their difference is small."""
    outline = "".join(filter(None, map(_outline_of().get, sounds)))
    return tuple(dict.fromkeys((outline, *(outline[:at] + outline[at + 1 :] for at in range(len(outline))))))


@cache
def _outline_of() -> dict[str, str]:
    rows: list[str] = language_data("pronunciation", DEFAULT_LANGUAGE)["outline"]
    return {sound: row.split()[0][0] for row in rows for sound in row.split()}


@cache
def _costs() -> Costs:
    data = language_data("pronunciation", DEFAULT_LANGUAGE)
    near: dict[tuple[str, str], float] = {}
    for entry in data["near"]:
        for row in entry["sounds"]:
            for one in row.split():
                for two in row.split():
                    near.setdefault((one, two), entry["far"])
    dropped = {name: table for name, table in data["dropped"].items() if name != "other"}
    return Costs(near, data["other"], dropped, data["dropped"]["other"])
