"""The order of the fields."""

import dataclasses

from flows.definition.bot import Bot
from flows.exchange.field_order import ORDER
from flows.exchange.format.order import put_in_order
from flows.exchange.format.read import read_tree


def _ordered(text: str) -> list[tuple[str, list[str]]]:
    root = read_tree(text)
    put_in_order(root)
    return [(entry.key.raw, entry.above) for entry in root.items if entry.key is not None]


def test_every_field_of_a_bot_has_its_place() -> None:
    assert {field.name for field in dataclasses.fields(Bot)} <= set(ORDER)
    assert ORDER[-1] == "layout"


def test_comments_go_with_their_field_and_the_head_stays_at_the_top() -> None:
    text = "# head\n\n# about tests\ntests: 1\nmine: 2\n# what it is\nbot: x\n'voxloom': 1\n"
    assert _ordered(text) == [
        ("'voxloom'", ["# head", "", "# about tests"]),
        ("bot", ["# what it is"]),
        ("tests", []),
        ("mine", []),
    ]


def test_the_head_is_set_apart_from_the_comment_that_follows() -> None:
    assert _ordered("# head\nbot: x\n# one\nvoxloom: 1\n")[0] == ("voxloom", ["# head", "", "# one"])


def test_fields_that_the_language_does_not_have_stay_behind_the_one_before() -> None:
    assert [name for name, _ in _ordered("mine: 1\nstart: a\nyours: 2\nbot: b\n")] == ["mine", "bot", "start", "yours"]
