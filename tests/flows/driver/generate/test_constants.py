"""What conditions compare with."""

import pytest

from flows.driver.generate.constants import Constants, leaves, names_in, numbers_around, texts_around
from tests.flows.small_bots import bot

BOT = """
slots: {n: {type: integer}, day: {type: text}}
variables: {r: {type: map}, total: {type: number}}
flows:
  main:
    nodes:
      a:
        type: ask
        slot: n
        say: N?
        validate: [{if: n > 9 or n == 4, say: Not that.}]
        next: [{if: 'r.found == true and r.info.rank >= 3', go: b}, {if: 'day == "monday"', go: b}, {else: c}]
      b: {type: set, set: {total: {expr: total + 2}, day: tuesday}}
      c: {type: say, say: Bye., next: end}
"""


def test_literals_by_name_and_path() -> None:
    constants = Constants(bot(BOT, warnings=True))
    assert constants.of("n") == [9.0, 4.0]
    assert constants.of("day") == ["monday"]
    assert constants.of("total") == [2.0]
    assert constants.of("r.info.rank") == [3.0]
    assert constants.paths["r"] == ["r.found", "r.info.rank"]
    assert constants.of("nobody") == []


def test_words_within_quotes_are_no_names() -> None:
    assert names_in('day == "n or total" and r.found') == {"day", "and", "r"}


def test_numbers_come_with_their_neighbours() -> None:
    assert numbers_around([9.0, "x", 10.0]) == [9.0, 10.0, 8.0, 11.0, 9.0 + 0][:4]
    assert numbers_around([], [0.5]) == [0.5, 1.5, -0.5]


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("2026-02-28", ["2026-02-28", "2026-03-01", "2026-02-27"]),
        ("2026-02-28T09:30", ["2026-02-28T09:30", "2026-02-28T10:30", "2026-02-28T08:30"]),
        ("09:30", ["09:30", "10:30", "08:30"]),
        ("2026-99-28", ["2026-99-28"]),
        ("gold", ["gold"]),
    ],
)
def test_moments_come_with_one_before_and_one_behind(text: str, around: list[str]) -> None:
    assert texts_around([text, 3.0]) == around


def test_leaves_of_a_map() -> None:
    assert list(leaves({"a": 1, "b": {"c": [2]}}, "")) == [(".a", 1), (".b.c", [2])]


def test_what_a_function_is_called_on_is_a_name_and_the_function_is_none() -> None:
    text = """
slots: {code: {type: digits}, list: {type: text}}
variables: {items: {type: list}, r: {type: map}}
flows:
  main:
    nodes:
      a: {type: ask, slot: code, say: Code?, validate: [{if: 'code.startsWith("77")', say: Not that.}]}
      b: {type: decide, next: [{if: 'size(items) > 3 or r.name.endsWith("x")', go: end}, {else: end}]}
"""
    constants = Constants(bot(text, warnings=True))
    assert constants.of("code") == ["77"]
    assert constants.of("r.name") == [3.0, "x"]
    assert constants.names == {"code", "items", "r", "or"}
