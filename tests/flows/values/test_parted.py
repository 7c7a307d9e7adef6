"""What was written apart or together other than it was said."""

import pytest

from flows.values.words import Words
from tests.flows.values.tables import slot


@pytest.mark.parametrize(
    ("kind", "options", "heard", "value"),
    [
        ("number", {}, "300,400, and 12.", 300_412),
        ("number", {"min": 100}, "1 0 5", 105),
        ("duration", {}, "100 and 20 minutes.", 7200),
        ("digits", {"length": 4}, "4,200 and 71.", "4271"),
        ("email", {}, "Johnatgmail.com", "john@gmail.com"),
        ("email", {}, "JKGmail.com", "jk@gmail.com"),
    ],
)
def test_put_right_and_read_back(kind: str, options: dict[str, object], heard: str, value: object) -> None:
    best = slot(kind, **options).find(Words.of(heard), asked=True)[0]
    assert (best.value, best.doubtful) == (value, True)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("number", "2 1/2"), ("number", "4 5"), ("number", "4, 5, 6"), ("number", "105 and 20"), ("email", "gmail.com")],
)
def test_left_as_it_is(kind: str, text: str) -> None:
    found = slot(kind).find(Words.of(text), asked=True)
    assert not {item.value for item in found} & {212, 45, 456, 125, "gmail@gmail.com"}
