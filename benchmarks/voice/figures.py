"""The arithmetic of the voice benchmark: pure, in milliseconds."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks._machine import percentile

STOPPED_GAP_MS = 400.0  # longer than the pause at a comma
LIMIT_P95_MS = 900.0
Values = Sequence[float]


def spread(name: str, values: Values) -> dict[str, Any]:
    """`name_p50_ms`, `name_p95_ms` and `name_n`."""
    kept = list(values)
    p50, p95 = percentile(kept, 0.5), percentile(kept, 0.95)
    return {f"{name}_p50_ms": p50, f"{name}_p95_ms": p95, f"{name}_n": len(kept)}


def share(name: str, hits: Iterable[bool]) -> dict[str, Any]:
    """`name`, a rate of 0 to 1 (None without a case), and `name_n`."""
    kept = list(hits)
    return {name: round(sum(kept) / len(kept), 4) if kept else None, f"{name}_n": len(kept)}


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Ours by theirs: below 1 we are faster. None where one of them is missing."""
    return round(ours / theirs, 3) if ours is not None and theirs else None


def median(values: Values) -> float | None:
    """To a tenth; None without values."""
    return round(statistics.median(values), 1) if values else None


def medians(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The median of each part over all turns."""
    by_name: dict[str, list[float]] = {}
    for turn in parts:
        for name, value in turn.items():
            by_name.setdefault(name, []).append(value)
    return {name: round(statistics.median(values), 1) for name, values in by_name.items()}


def later(timed: Iterable[tuple[float, float]], after_s: float) -> list[float]:
    """Of (seconds, value) those values that came after a moment."""
    return [value for at_s, value in timed if at_s >= after_s]


def drift(bad: Iterable[tuple[float, float]], clean: Iterable[tuple[float, float]], after_s: float) -> float | None:
    """How much longer the median caller waits at the end of a bad call than at that of a clean one."""
    last, same = later(bad, after_s), later(clean, after_s)
    return round(statistics.median(last) - statistics.median(same), 1) if last and same else None


def slope(points: Sequence[tuple[float, float]]) -> float | None:
    """The straight line through (x, y) by least squares: how much y grows for each x. None below two places."""
    if len({x for x, _ in points}) < 2:
        return None
    mean_x, mean_y = statistics.mean(x for x, _ in points), statistics.mean(y for _, y in points)
    over = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return over / sum((x - mean_x) ** 2 for x, _ in points)


def holds(level: Mapping[str, Any], limit_ms: float = LIMIT_P95_MS) -> bool:
    """Whether so many calls at once are fast enough, whole and undisturbed."""
    p95 = level.get("p95_ms")
    return p95 is not None and p95 <= limit_ms and not level.get("underruns") and not level.get("failed")


def most_calls(levels: Sequence[Mapping[str, Any]], limit_ms: float = LIMIT_P95_MS) -> int:
    """The largest number of calls at once that holds, with all smaller ones; 0 when not even the smallest does."""
    most = 0
    for level in sorted(levels, key=lambda each: int(each["calls"])):
        if not holds(level, limit_ms):
            break
        most = int(level["calls"])
    return most


def silences(audible_ms: Values, start_ms: float, end_ms: float) -> list[tuple[float, float]]:
    """Where the bot was silent between two moments: (from, length). `audible_ms` are its audible windows, in order."""
    inside = [at for at in audible_ms if start_ms <= at <= end_ms]
    edges = [start_ms, *inside, end_ms]
    return [(before, after - before) for before, after in zip(edges, edges[1:], strict=False) if after > before]


def stopped(audible_ms: Values, sign_ms: float, listen_ms: float) -> bool | None:
    """Whether a sign of listening at `sign_ms` silenced the bot for more than 400 ms within `listen_ms`.

    None when the bot was silent there anyway.
    """
    if not any(sign_ms - STOPPED_GAP_MS <= at <= sign_ms for at in audible_ms):
        return None
    before = [at for at in audible_ms if at <= sign_ms]
    gaps = silences(audible_ms, before[-1], sign_ms + listen_ms)
    return any(length > STOPPED_GAP_MS for _, length in gaps)


def word_rate(errors: Iterable[tuple[int, int]]) -> float | None:
    """Errors by words said over all clips; None when nothing was said."""
    pairs = list(errors)
    said = sum(words for _, words in pairs)
    return round(sum(wrong for wrong, _ in pairs) / said, 4) if said else None


def wasted_tokens(sent: int, answers: int, tokens_each: float) -> int:
    """Tokens that the model gave and nobody heard: all that were sent, without those of the answers."""
    return max(0, sent - round(answers * tokens_each))
