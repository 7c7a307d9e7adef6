"""What does not fit, gathered by place and told in words."""

import json
from typing import Any

import pytest

from flows.loader.load import load_text
from flows.loader.misfits import at, misfits, shown

BOT: dict[str, Any] = {
    "voxloom": 1,
    "bot": "small",
    "start": "main",
    "slots": {"n": {"type": "integer"}, "c": {"type": "choice", "choices": {"a": []}}},
    "defaults": {"on_fail": "handoff", "on_error": "handoff"},
    "tools": {"t": {"stub": {}}},
    "flows": {"main": {"nodes": {"a": {"type": "ask", "slot": "n", "say": "N?"}, "z": {"type": "end"}}}},
}
A = "flows/main/nodes/a"


@pytest.mark.parametrize(
    ("path", "value", "message", "remedy"),
    [
        ("name", 5, "`name` is a number, but it should be a text.", "Put it in quotes."),
        ("name", True, "`name` is true, but it should be a text.", "Put it in quotes."),
        ("name", [], "`name` is a list, but it should be a text.", "Write one text, not a list."),
        (f"{A}/say", None, "`say` is empty, but it should be a text.", "Write it out, or delete the field."),
        (f"{A}/attempts", 99, "`attempts` cannot be `99`.", "It must be 10 or less."),
        (f"{A}/attempts", "three", "`attempts` is a text, but it should be a whole number.",
         "Write a whole number in figures, such as 5."),
        (f"{A}/attempts", 1.5, "`attempts` is a number, but it should be a whole number.", "Write a whole number."),
        (f"{A}/barge_in", "no", "`barge_in` is a text, but it should be true or false.",
         "Write true or false, without quotes."),
        (f"{A}/next", 5, "`next` is a number, but it should be a text or a list.", "Put it in quotes."),
        (f"{A}/next", [{"if": 5, "go": "z"}], "`if` is a number, but it should be a text.", "Put it in quotes."),
        (f"{A}/reprompts", "x", "`reprompts` is a text, but it should be a list.",
         "Write it as a list: `reprompts: [x]`."),
        (f"{A}/reprompts", ["x", 5], "The second entry of `reprompts` is a number, but it should be a text.",
         "Put it in quotes."),
        (f"{A}/validate", {"if": "x"}, "`validate` is a map, but it should be a list.",
         "Write it as a list: `validate: [{…}]`."),
        (f"{A}/dtmf", {"1": [1]}, "`1` is a list, but it should be a text, a number or true or false.",
         "Write a text, a number or true or false."),
        (f"{A}/on_nomatch", "x", "The node `a` has no field `on_nomatch`.", "Did you mean `reprompts`?"),
        (f"{A}/type", "aks", "There is no node type `aks`.", "Did you mean `ask`?"),
        (f"{A}/type", 5, "There is no node type `5`.", None),
        (f"{A}/say", "x" * 3000, "`say` has 3,000 characters; 2,000 are the limit.", "Shorten it."),
        (f"{A}/slot", {"a": 1}, "`slot` is a map, but it should be a text.", "Write a text."),
        ("slots/n/min", ".nan", "`min` is a text, but it should be a number.",
         "Leave the field out where there is no limit."),
        ("slots/n/min", "010", "`min` is a text, but it should be a number.",
         "Write it without quotes and without zeros before it."),
        ("slots/n/mim", 1, "A slot of type `integer` has no option `mim`.", "Did you mean `min`?"),
        ("slots/n", "n = 2", "`n` is a text, but it should be a map.", "Write `n: 2`, with a colon."),
        (A, "x", "`a` is a text, but it should be a map.", "Write its fields below it: type."),
        ("slots/n/type", "integr", "There is no slot type `integr`.", "Did you mean `integer`?"),
        ("slots/c/choices", {}, "The slot `c` has no options.", "Add two of them."),
        ("slots/c/choices", ["a"], "`choices` is a list, but it should be a map.",
         "Write each with its synonyms, or null: `choices: {a: null, …}`."),
        ("tools/t/effect", "writes", "`effect` cannot be `writes`.", "Did you mean `write`?"),
        ("tools/t/effect", 5, "`effect` cannot be `5`.", "It can be `read` or `write`."),
        ("tools/t/timeout", "soon", "`timeout` cannot be `soon`.",
         "A duration is a number and a unit, such as 500ms, 4s or 2m."),
        ("variables", {"v": "text"}, "`v` is a text, but it should be a map of fields.",
         "Write its fields below it: type, from, personal, description."),
        ("intents", {"i": None}, "`i` is empty, but it should be a map of fields.",
         "Write it out, or delete the field."),
        ("tests", {"x": {"turns": []}}, "`turns` is empty.", "Add at least one entry."),
    ],
)  # fmt: skip
def test_messages_and_remedies(path: str, value: Any, message: str, remedy: str | None) -> None:
    data = json.loads(json.dumps(BOT))
    *around, last = path.split("/")
    here = data
    for part in around:
        here = here[part]
    here[last] = value
    found = load_text(json.dumps(data)).findings
    assert message in [finding.message for finding in found]
    if remedy is not None:
        assert remedy in [finding.remedy for finding in found]


def test_no_message_ends_twice() -> None:
    from tests.flows.test_broken import EXPECTED

    for findings in EXPECTED.values():
        for finding in findings:
            for sentence in (finding["message"], finding["remedy"]):
                assert sentence.endswith((".", "?")), sentence
                assert not sentence.endswith(("..", "?.", ".?")), sentence


def test_what_is_inside_comes_before_what_is_around() -> None:
    data = {"flows": {"main": {"nodes": {"a": {"type": "say", "next": [{"go": 5}]}}}}}
    found = misfits(data, [
        {"loc": ("flows", "main", "nodes", "a", "say", "next", "str"), "type": "string_type"},
        {"loc": ("flows", "main", "nodes", "a", "say", "next", "tuple[Branch,...]", 0, "go"), "type": "string_type"},
    ])  # fmt: skip
    assert [misfit.path for misfit in found] == [("flows", "main", "nodes", "a", "next", 0, "go")]


def test_values_at_paths() -> None:
    assert at({"a": [1, {"b": 2}]}, ("a", 1, "b")) == 2
    assert at({"a": [1]}, ("a", 5)) is None
    assert at({"a": 1}, ("a", "b")) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [("x", "`x`"), (5, "`5`"), (None, "`null`"), ("", "empty"), ("x\ny", "`x y`"), ("x" * 50, f"`{'x' * 37}…`")],
)
def test_values_in_messages(value: Any, text: str) -> None:
    assert shown(value) == text
