"""What would keep a bot from running is no tool, whatever the mapping made of it."""

from typing import Any

import pytest

from flows.exchange.openapi.checked import TOGETHER, as_yaml, problems_of

GOOD: dict[str, Any] = {"type": "http", "request": {"method": "GET", "url": "{{ env.shop_api }}/a"}, "stub": {}}


def test_good_ones_are_no_problem() -> None:
    assert problems_of({f"t{at}": GOOD for at in range(2 * TOGETHER + 1)}) == {}
    assert problems_of({}) == {}


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({**GOOD, "arguments": {"x": "text"}, "request": {"url": "{{ x }}/a"}}, "[tool.url]"),
        ({**GOOD, "request": {"url": "{{ env.shop_api }}/a", "headers": {"a b": "c"}}}, "[tool.header]"),
        ({**GOOD, "query": 5}, "[schema.unknown]"),
        ({**GOOD, "stub": {"a": "ghp_abcdefghij1234567890ABCD"}}, "[secret.inline]"),
        ({**GOOD, "stub": {"a": float("nan")}}, "not finite"),
        ({**GOOD, "stub": {"a": "\ud800"}}, "half of a character"),
    ],
)
def test_the_bad_one_is_found_among_others(bad: dict[str, Any], why: str) -> None:
    found = problems_of({"a": GOOD, "bad": bad, "z": GOOD})
    assert list(found) == ["bad"]
    assert why in found["bad"]


def test_the_text() -> None:
    assert as_yaml({"a": GOOD}) == (
        'tools:\n  a:\n    type: http\n    request: {method: GET, url: "{{ env.shop_api }}/a"}\n    stub: {}\n'
    )
    assert as_yaml({}) == "tools: {}\n"
