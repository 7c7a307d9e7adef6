"""Expectations that hold a conversation to what it is: first those that a person would write, then what is needed to
tell it from a bot whose edge was turned."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from flows.driver.expectations import Seen, contains, misses
from flows.driver.generate.draft import Draft, Expected, read_expectation

MAX_PART_CHARACTERS = 48
"""Of a text in `says`: longer parts break at every change of wording."""
JOINT_WORDS = 4
"""Of each of two long texts: enough that the words stand together nowhere else."""
_SENTENCE = re.compile(r"(?<=[.?!]) +")
_CLAUSE = re.compile(r"[.?!;:,](?:\s|$)")


def plain_expectations(draft: Draft, seen: Sequence[Seen]) -> None:
    """Where the bot stands after each turn, and what the last turn said, called and learned."""
    for number in range(1, len(seen)):
        draft.expected[number] = _place(seen[number], seen[number - 1])
    before = seen[-2] if len(seen) > 1 else None
    last = seen[-1]
    expected = draft.expected[len(seen) - 1]
    expected |= _place(last, before)
    if learned := _changed(last.slots, before.slots if before is not None else {}):
        expected["slots"] = learned
    if last.called:
        expected["called"] = [call["tool"] for call in last.called]
    if last.said:
        # After silence the bot first asks again and again; what came of it stands at the end.
        silent = bool(draft.steps) and draft.steps[-1].silence
        expected["says"] = part_of(last.said[-1 if silent else 0])


def _place(seen: Seen, before: Seen | None) -> Expected:
    if seen.ended is not None:
        return {"ended": seen.ended}
    if seen.flow is None:
        return {"flow": None}
    moved = before is None or before.flow != seen.flow
    return {**({"flow": seen.flow} if moved else {}), "node": seen.node}


def _changed(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in now.items() if value is not None and before.get(name) != value}


def tells_apart(draft: Draft, seen: Sequence[Seen]) -> bool:
    """Whether what was seen is not what the test expects. A call that is over before the steps are is not either."""
    if len(seen) <= len(draft.steps):
        return True
    return any(
        misses(number, read_expectation(expected), seen[number])
        for number, expected in enumerate(draft.expected)
        if expected
    )


def add_difference(draft: Draft, base: Sequence[Seen], other: Sequence[Seen]) -> bool:
    """Expect what tells the first conversation from the other; False when nothing does."""
    for number, (seen, turned) in enumerate(zip(base, other, strict=False)):
        for name, value in _differences(seen, turned):
            draft.expected[number] = _with(draft.expected[number], name, value, " ".join(seen.said))
            return True
    return False


def _differences(seen: Seen, other: Seen) -> Iterator[tuple[str, Any]]:
    """Expectations that hold for one and not for the other, those that people would write first."""
    for name in ("flow", "node", "ended"):
        if getattr(seen, name) is not None and getattr(seen, name) != getattr(other, name):
            yield name, getattr(seen, name)
    tools, others = [call["tool"] for call in seen.called], [call["tool"] for call in other.called]
    if tools != others:
        yield "called", tools
    calls, other_calls = ([{"tool": c["tool"], "with": c["with"]} for c in s.called] for s in (seen, other))
    if calls != other_calls:
        yield "called", calls
    yield from _texts(seen.said, other.said)
    for name in ("slots", "variables"):
        values, turned = getattr(seen, name), getattr(other, name)
        for key in dict.fromkeys((*values, *turned)):
            if values.get(key) != turned.get(key):
                yield name, {key: values.get(key)}
    for name in ("flow", "ended"):
        if getattr(seen, name) != getattr(other, name):
            yield name, getattr(seen, name)
    for text in other.said:
        for part in (part_of(text), text):
            if not contains(" ".join(seen.said), part):
                yield "not_says", part
    if seen.acts != other.acts:
        yield "acts", list(seen.acts)


def _texts(said: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Where one text goes on with the next, which shows that nothing is between them; then each text by itself."""
    heard = " ".join(other)
    for text, following in pairwise(said):
        joint = f"{_end_of(text)} {_beginning_of(following)}"
        if not contains(heard, joint):
            yield "says", joint
    for text in said:
        for part in (part_of(text), text):
            if not contains(heard, part):
                yield "says", part


def _end_of(text: str) -> str:
    """The last sentence, or its last words."""
    last = _SENTENCE.split(text)[-1]
    return last if len(last) <= MAX_PART_CHARACTERS else " ".join(text.split()[-JOINT_WORDS:])


def _beginning_of(text: str) -> str:
    """The first sentence, or its first words."""
    first = _SENTENCE.split(text)[0]
    return first if len(first) <= MAX_PART_CHARACTERS else " ".join(text.split()[:JOINT_WORDS])


def _with(expected: Expected, name: str, value: Any, said: str) -> Expected:
    """One expectation more; texts and values are added to those that are there, and what overlaps becomes one text."""
    known = expected.get(name)
    if isinstance(value, dict) and isinstance(known, dict):
        return {**expected, name: {**known, **value}}
    if name in ("says", "not_says") and known is not None:
        texts = known if isinstance(known, list) else [known]
        if name == "says":
            texts, value = _merged(texts, value, said)
        kept = [text for text in texts if not contains(value, text)]
        return {**expected, name: [*kept, value] if kept else value}
    return {**expected, name: value}


def _merged(texts: list[str], new: str, said: str) -> tuple[list[str], str]:
    """The texts that do not overlap with a new one where they were said, and the new one with those that do."""
    kept = []
    for text in texts:
        at, new_at = said.find(text), said.find(new)
        ends = (at + len(text), new_at + len(new))
        if -1 in (at, new_at) or max(at, new_at) >= min(ends):
            kept.append(text)
        else:
            new = said[min(at, new_at) : max(ends)]
    return kept, new


def part_of(text: str) -> str:
    """The first clause of a text that says enough, or its first words."""
    if len(text) <= MAX_PART_CHARACTERS:
        return text.rstrip(".")
    cuts = [match.start() for match in _CLAUSE.finditer(text)]
    fitting = [cut for cut in cuts if MAX_PART_CHARACTERS // 4 <= cut <= MAX_PART_CHARACTERS]
    if fitting:
        return text[: fitting[-1]]
    return text[: MAX_PART_CHARACTERS + 1].rsplit(" ", 1)[0]
