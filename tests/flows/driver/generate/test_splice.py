"""New tests go to the end of `tests:`, and nothing else changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.driver.generate.splice import CannotSplice, splice
from flows.loader.document import read_document

NEW: dict[str, Any] = {"new": {"turns": [{"user": "x"}]}}
ADDED = "  new:\n    turns:\n      - {user: x}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\ntests:\n  o: {turns: []}\n", f"a: 1\ntests:\n  o: {{turns: []}}\n{ADDED}"),
        ("tests:\n  o: 1  # one\n\n# two\nb: 2\n", f"tests:\n  o: 1  # one\n{ADDED}\n# two\nb: 2\n"),
        ("tests:\n  o: 1", f"tests:\n  o: 1\n{ADDED}"),
        ("tests:\n  o: |\n    text\n\n\nb: 2\n", f"tests:\n  o: |\n    text\n{ADDED}\n\nb: 2\n"),
        ("tests:\n  o: 'a\n\n    b'\n", f"tests:\n  o: 'a\n\n    b'\n{ADDED}"),
        ("a: &x 1\ntests:\n  o: *x\nb: 1\n", f"a: &x 1\ntests:\n  o: *x\n{ADDED}b: 1\n"),
        ("a: 1\n", f"a: 1\n\ntests:\n{ADDED}"),
        ("a: 1\nlayout: {}\n", f"a: 1\ntests:\n{ADDED}\nlayout: {{}}\n"),
        ("a: 1\ntests:\nb: 2\n", f"a: 1\ntests:\n{ADDED}b: 2\n"),
        ("tests: # none yet\n", f"tests: # none yet\n{ADDED}"),
        ("---\na: 1\n...\n", f"---\na: 1\n\ntests:\n{ADDED}...\n"),
        ("\ufeffä: 1\ntests:\n  ö: 1\n", f"\ufeffä: 1\ntests:\n  ö: 1\n{ADDED}"),
        ("a: 1\r\ntests:\r\n  o: 1\r\n", "a: 1\r\ntests:\r\n  o: 1\r\n" + ADDED.replace("\n", "\r\n")),
        (
            "tests:\n      o: 1\nb: 1\n",
            "tests:\n      o: 1\n" + "".join(f"    {line}\n" for line in ADDED.splitlines()) + "b: 1\n",
        ),
    ],
)
def test_places(before: str, after: str) -> None:
    assert splice(before, NEW) == after


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tests: {}\n", "braces"),
        ("tests: {o: 1}\n", "braces"),
        ("tests: ~\n", "braces"),
        ("{a: 1}\n", "line by line"),
        ("- a\n", "line by line"),
        ("tests:\n  ? a\n  : b\n", "not understood"),
        ("tests:\n  new: {turns: []}\n", "not understood"),
    ],
)
def test_what_cannot_be_added_to(text: str, why: str) -> None:
    with pytest.raises(CannotSplice, match=why):
        splice(text, NEW)


@given(st.text(alphabet=" \n#:-{}[]'\"|>&*?!a1é\ufeff\r\t", max_size=60))
def test_whatever_the_file_is(text: str) -> None:
    """Either it cannot be added to, or what comes out holds what was there and the new tests."""
    before, problems = read_document(text.encode(), "")
    if problems or before is None or not isinstance(before.data, dict):
        return
    try:
        result = splice(text, NEW)
    except CannotSplice:
        return
    after, _ = read_document(result.encode(), "")
    assert after is not None
    assert after.data == {**before.data, "tests": NEW}
