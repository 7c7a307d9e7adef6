"""What errors of servers tell, and what they do not."""

import json
from typing import Any

import pytest

from tools.mcp.problems import INTERNAL, METHOD_NOT_FOUND, Failed, failure


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"error": None}, {"error": "x"}, {"error": {"code": "1"}}, {"error": {"code": True, "data": [1]}},
     {"error": {"data": {"supported": "2026"}}}, {"error": {"code": 1.5}}],
)  # fmt: skip
def test_an_error_without_a_code_has_none(answer: Any) -> None:
    problem = failure(answer, 503)
    assert (problem.code, problem.status, problem.versions) == (None, 503, ())
    assert problem.is_ill


def test_of_an_error_its_code_and_its_versions_are_known_and_no_words() -> None:
    data = {"supported": ["a", 1, "b", *["c"] * 100]}
    problem = failure({"error": {"code": -32022, "message": "4111", "data": data}}, 400)
    assert (problem.code, problem.status, problem.versions[:2]) == (-32022, 400, ("a", "b"))
    assert len(problem.versions) < 25
    assert "4111" not in json.dumps([*map(str, problem.args)])


@pytest.mark.parametrize(
    ("problem", "is_ill", "may_know_no_handshake"),
    [
        (Failed("x", code=INTERNAL), True, False),
        (Failed("x", status=429), True, False),
        (Failed("x", status=404), False, False),
        (Failed("x", code=METHOD_NOT_FOUND), False, True),
    ],
)
def test_what_an_error_is_about(problem: Failed, is_ill: bool, may_know_no_handshake: bool) -> None:
    assert (problem.is_ill, problem.may_know_no_handshake) == (is_ill, may_know_no_handshake)
