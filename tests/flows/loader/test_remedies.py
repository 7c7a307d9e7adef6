"""What to do about a value of the wrong kind."""

from typing import Any

import pytest

from flows.loader.remedies import kind_of, type_remedy


@pytest.mark.parametrize(
    ("types", "value", "expected", "remedy"),
    [
        (["string_type"], 5, "a text", "Put it in quotes."),
        (["float_type"], True, "a number", "Write a number."),
        (["int_type", "float_type"], "x", "a number", "Write a number in figures, such as 5."),
        (["int_type", "float_type"], "1_000", "a number", "Write it in figures alone: 1000."),
        (["int_type"], "1,000", "a whole number", "Write it in figures alone: 1000."),
        (["int_type"], "5", "a whole number", "Write it without quotes and without zeros before it."),
        (["float_type"], "-.inf", "a number", "Leave the field out where there is no limit."),
        (["bool_type"], "yes", "true or false", "Write true or false, without quotes."),
        (["bool_type"], 1, "true or false", "Write true or false."),
        (["tuple_type"], "x", "a list", "Write it as a list: `f: [x]`."),
        (["tuple_type"], "x, y", "a list", "Write it as a list: `f: […]`."),
        (["string_type", "tuple_type"], 5, "a text or a list", "Put it in quotes."),
        (["dict_type"], [1], "a map", "Write `name: value` lines below it, not a list."),
        (["dict_type"], "x", "a map", "Write `name: value` below it."),
        (["dataclass_type"], "x", "a map of fields", "Write its fields below it: description, examples."),
        (["dataclass_type"], ["x"], "a map of fields", "Write its fields below it: description, examples."),
        (["dict_type", "dataclass_type"], "n = 5", "a map of fields", "Write `n: 5`, with a colon."),
        (["never_heard_of"], 5, "something else", "Write something else."),
    ],
)
def test_remedies_fit(types: list[str], value: Any, expected: str, remedy: str) -> None:
    fields = ["description", "examples"] if "dataclass_type" in types else []
    assert type_remedy([{"type": one} for one in types], ("f",), value, fields) == (expected, remedy)


@pytest.mark.parametrize(
    ("field", "types", "value", "remedy"),
    [
        ("else", ["string_type"], True, "Write the name that it leads to."),
        ("next", ["string_type", "tuple_type"], False, "Write the name that it leads to."),
        ("confirm", ["string_type"], True, "Write the text that is spoken, or delete the field."),
        ("choices", ["dict_type"], ["a", "b"], "Write each with its synonyms, or null: `choices: {a: null, …}`."),
        ("choices", ["dict_type"], [], "Write `name: value` lines below it, not a list."),
    ],
)
def test_remedies_of_fields(field: str, types: list[str], value: Any, remedy: str) -> None:
    assert type_remedy([{"type": one} for one in types], (field,), value, [])[1] == remedy


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "empty"), (True, "true"), (False, "false"), (1, "a number"), ("", "a text"), ({}, "a map"), ([], "a list")],
)
def test_kinds(value: Any, words: str) -> None:
    assert kind_of(value) == words
