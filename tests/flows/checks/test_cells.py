"""Names as bits of one number."""

from math import inf

import pytest

from flows.checks.cells import FULL, OTHER, Cell, Field, Region, cells_of, lay_out
from flows.checks.logic import Compare
from flows.expressions.tree import Constant
from flows.values.choice import Choice
from flows.values.integer import Integer
from flows.values.slot_type import SlotType

DAYS = Choice(type="choice", choices={"monday": None, "sunday": None})


@pytest.mark.parametrize(
    ("kind", "slot", "constants", "cells"),
    [
        ("yes_no", None, [True], (True, False)),
        ("yes_no", None, [], (OTHER,)),
        ("text", None, ["x"], ("x", OTHER)),
        ("choice", DAYS, ["sunday"], ("sunday", FULL)),
        ("choice", DAYS, ["sunday", "monday", "never"], ("monday", "sunday")),
        ("number", None, [3.0], (Region(-inf, 3), 3.0, Region(3, inf))),
        ("integer", Integer(type="integer", min=1, max=4), [2.0, 3.0], (Region(-inf, 2), 2.0, 3.0, Region(3, inf))),
        ("integer", Integer(type="integer", min=2, max=3), [2.0, 3.0], (2.0, 3.0)),
        ("number", None, [1.0, "x"], (OTHER,)),
        ("text", None, [str(number) for number in range(99)], (OTHER,)),
    ],
)
def test_cells(kind: str, slot: SlotType | None, constants: list[Constant], cells: tuple[Cell, ...]) -> None:
    assert cells_of(kind, slot, constants) == cells


@pytest.mark.parametrize(
    ("sign", "holding", "failing"),
    [("==", 0b00100, 0b11010), ("!=", 0b11010, 0b00100), ("<", 0b00010, 0b11100), (">=", 0b11100, 0b00010)],
)
def test_comparisons_part_the_values(sign: str, holding: int, failing: int) -> None:
    field = Field(0, cells_of("number", None, [3.0])[:2] + (Region(3, 5), 5.0))
    assert field.holds(Compare("n", sign, (3.0,))) == (holding, failing)  # type: ignore[arg-type]


def test_what_cannot_be_told_is_in_both() -> None:
    assert Field(0, (OTHER,)).holds(Compare("n", "<", (3.0,))) == (0b10, 0b10)
    assert Field(0, (Region(1, 9),)).holds(Compare("n", "==", (3.0,))) == (0b10, 0b10)
    assert Field(0, ("x", OTHER)).holds(Compare("a", "==", ("x", "y"))) == (0b110, 0b100)


def test_what_counts_as_yes() -> None:
    assert Field(0, (True, False)).truthy() == (0b010, 0b100)
    assert Field(0, (OTHER, Region(1, 2), Region(-1, 2), 0.0, "", FULL)).truthy() == (0b1001110, 0b0111010)


def test_fields_lie_side_by_side() -> None:
    fields = lay_out({"a": (True, False), "b": (OTHER,)})
    assert (fields["a"].all, fields["b"].unset, fields["b"].set) == (0b111, 0b1000, 0b10000)
    assert fields["a"].of(True) == 0b010
    assert fields["a"].of(None) == fields["a"].unset
    assert fields["a"].of("{{ b }}") == fields["a"].of(object()) == fields["a"].set
    assert fields["b"].of(1) == fields["b"].set
    assert Field(0, ("x", OTHER)).of("y") == 0b100
