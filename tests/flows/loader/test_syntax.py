"""What the YAML parser says, in the author's words."""

import pytest
import yaml

from flows.loader.syntax import OTHERWISE, equals_sign, explain


def _explained(text: str) -> tuple[int, int, str, str]:
    with pytest.raises(yaml.MarkedYAMLError) as problem:
        list(yaml.parse(text, Loader=yaml.CSafeLoader))
    return explain(problem.value, text)


@pytest.mark.parametrize(
    ("text", "place", "part", "remedy"),
    [
        ("a:\n\tb: 1\n", (2, 1), "A tab", "Indent with spaces."),
        ("a:\n  b: 1\n\tc: 2\n", (3, 1), "A tab", "Indent with spaces."),
        ("a: 1\nn = 2\nb: 3\n", (2, 1), "`=`", "Write `n: 2`."),
        ("a: 1\nstart w\nb: 3\n", (2, 1), "no colon in `start w`", "Write `start: w`."),
        ("a: 1\nstart\nb: 3\n", (2, 1), "no colon", "Write `name: value`."),
        ("a: Bye: now\n", (1, 7), "colon", "Put the text in quotes, or indent this line like the ones above it."),
        ("a: {x: Bye: now}\n", (1, 11), "opened on line 1", "Close the bracket and the quotes"),
        ("a: {x: Bye #1}\nb: 1\n", (2, 1), "opened on line 1", "Close the bracket and the quotes"),
        ('a: 1\nb: "N?\n', (3, 1), "opened on line 2", "Close them."),
        ("a:\n  b: 1\n c: 2\n", (3, 2), "not readable", "Indent this line"),
        ("a:\n  - x\n  y: 1\n", (3, 3), "not readable", "Indent this line"),
        ("a: @x\n", (1, 4), "cannot begin with `@`", "Put it in quotes."),
        ("a: `x`\n", (1, 4), "cannot begin with ```", "Put it in quotes."),
        ("a: & b\n", (1, 5), "not readable", "Put a text that begins with `&` or `*` in quotes."),
        ('a: "x" y\n', (1, 8), "not readable", "Put the whole text in one pair of quotes."),
        ("a: {{ x }} b\n", (1, 12), "not readable", "Put the whole text in one pair of quotes."),
        ('a: "\\q"\n', (1, 5), "not readable", "Write the text in single quotes"),
        ("a: [\n", (2, 1), "not readable", OTHERWISE),
    ],
)
def test_place_message_and_remedy(text: str, place: tuple[int, int], part: str, remedy: str) -> None:
    line, column, message, told = _explained(text)
    assert (line, column) == place
    assert part in message
    assert told.startswith(remedy)
    assert message.endswith(".")
    assert not message.endswith("..")


def test_a_long_line_is_shortened() -> None:
    _, _, message, _ = _explained(f"a: 1\n{'word ' * 60}\nb: 1\n")
    assert len(message) < 100


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("n = 2", "Write `n: 2`, with a colon."),
        ("n =", "Write `n: …`, with a colon."),
        ("n 2", None),
        (5, None),
        ("", None),
    ],
)
def test_an_equals_sign_in_place_of_a_colon(value: object, remedy: str | None) -> None:
    assert equals_sign(value) == remedy
