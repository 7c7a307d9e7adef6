"""Any edit of any bot: the text says what was wanted, its way back gives the same bytes, and all else is as it was."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.exchange.edit import edit, utf16, with_edits
from flows.exchange.edits import Edited, Operation, Rename, RenameNode, Set, as_json, from_json
from flows.exchange.text.refusal import CODES, Refused
from flows.loader.load import load_text
from tests.flows.exchange.bots import data_of, forms, generated, real_bots
from tests.flows.exchange.operations import HOSTILE, applied, nodes, operation, paths

KINDS = (
    "set", "set_new", "unset", "add", "remove", "add_node", "remove_node", "move_node", "place_node", "add_edge",
    "change_edge", "remove_edge", "rename_node", "rename",
)  # fmt: skip
GENERATED = 500
NAME_PLACES = (Rename, RenameNode)
MAY_BE_REFUSED = {"edit.edge", "edit.form", "edit.taken", "edit.unclear", "edit.value"}
"""What a text or an operation of these tests may be refused for; `edit.check` is none of it."""


def plain(data: Any) -> Any:
    """Data in which `1` and `"1"` are one key and the order of keys counts, but not that of lists' types."""
    if isinstance(data, dict):
        return [(str(key), plain(value)) for key, value in data.items()]
    if isinstance(data, list):
        return ["list", *map(plain, data)]
    return (type(data).__name__, data)


def unordered(data: Any) -> Any:
    """The same where the order of keys does not count."""
    if isinstance(data, dict):
        return {str(key): unordered(value) for key, value in data.items()}
    return [unordered(value) for value in data] if isinstance(data, list) else (type(data).__name__, data)


def codes(text: str) -> list[str]:
    return sorted(finding.code for finding in load_text(text).findings)


def tried(text: str, op: Operation) -> Edited | None:
    """The edit, with its way back looked at; None where it is refused for a good reason, with the place told."""
    try:
        made = edit(text, from_json(as_json(op)))
    except Refused as problem:
        refused = problem
    else:
        return _checked(text, made)
    assert refused.code in CODES
    assert refused.code in MAY_BE_REFUSED, (refused.as_json(), op, text)
    assert 1 <= refused.line <= text.count("\n") + 1
    assert refused.message
    assert refused.remedy
    return None


def _checked(text: str, made: Edited) -> Edited:
    assert with_edits(text, made.edits) == made.text
    assert with_edits(made.text, made.inverse) == text
    units = text.encode("utf-16-le")
    for start, end, insert in reversed(utf16(text, made.edits)):
        units = units[: start * 2] + insert.encode("utf-16-le") + units[end * 2 :]
    assert units.decode("utf-16-le") == made.text
    ends = [(start, end) for start, end, _ in made.edits]
    assert all(one[1] <= other[0] for one, other in zip(ends, ends[1:], strict=False))
    assert made.text.startswith("\ufeff") == text.startswith("\ufeff")
    assert made.text.endswith("\n") == text.endswith("\n")
    assert "\r\n" not in text or made.text.count("\n") == made.text.count("\r\n")
    return made


def check(text: str, op: Operation | None) -> bool:
    """Whether an edit was made; it did what it should."""
    if op is None:
        return False
    made = tried(text, op)
    if made is None:
        return False
    if not isinstance(op, NAME_PLACES):
        wanted = applied(data_of(text), op)
        assert unordered(data_of(made.text)) == unordered(wanted), op
        before, after = nodes(data_of(made.text)), nodes(wanted)
        if not isinstance(op, Set):
            assert plain(before) == plain(after), op
        return True
    back = RenameNode(flow=op.flow, name=op.to, to=op.name) if isinstance(op, RenameNode) else None
    back = back or Rename(kind=op.kind, name=op.to, to=op.name)  # type: ignore[union-attr]
    again = tried(made.text, back)
    assert again is not None
    assert again.text == text, op
    if not made.notes:
        assert codes(made.text) == codes(text), op
    return True


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", sorted(real_bots()))
def test_edits_of_real_bots(name: str, kind: str) -> None:
    chance = random.Random(f"{name} {kind}")
    done = 0
    for text in forms(real_bots()[name]).values():
        done += check(text, operation(data_of(text), kind, chance))
    assert done > 1


@pytest.mark.parametrize("part", range(10))
def test_edits_of_generated_bots(part: int) -> None:
    refused = 0
    for seed in range(part, GENERATED, 10):
        chance = random.Random(seed)
        text = chance.choice(list(forms(generated(seed)).values()))
        kind = KINDS[seed % len(KINDS)]
        refused += not check(text, operation(data_of(text), kind, chance))
    assert refused <= GENERATED // 10 // 4


@pytest.mark.parametrize("style", ["plain", "'single'", '"double"', "|\n  block", ">-\n  folded\n  text", ""])
def test_every_hostile_value_in_every_form(style: str) -> None:
    for value in HOSTILE:
        for text in (f"a:\n b:\n  x: 1\nbot: {style}\n# after\nc: d\n", f"c: d\nbot: {style}"):
            check(text, Set(path=("bot",), value=value))
        if not style.startswith(("|", ">")):
            check(f"a: {{b: {style or 'x'}, c: d}}\n", Set(path=("a", "b"), value=value))
            check(f"a:\n- {style or 'x'} # c\n- b\n", Set(path=("a", 0), value=value))


@settings(max_examples=60)
@given(st.text(), st.sampled_from(sorted(real_bots())), st.integers(0, 10_000))
def test_any_text_anywhere(value: str, name: str, where: int) -> None:
    text = real_bots()[name]
    data = data_of(text)
    every = paths(data)
    op = Set(path=every[where % len(every)], value=value)
    if any(0xD800 <= ord(one) <= 0xDFFF for one in value):
        with pytest.raises(Refused):
            edit(text, op)
    else:
        assert check(text, op)
