"""Values in headers."""

from typing import Any

import pytest

from tools.mcp.mirrored import MOST_CHARACTERS, MOST_HEADERS, headers_for, sendable, wanted
from tools.mcp.problems import Unusable


def fields(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("us-west1", "us-west1"),
        ("a b", "a b"),
        ("Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="),
        (" padded ", "=?base64?IHBhZGRlZCA=?="),
        ("line1\nline2", "=?base64?bGluZTEKbGluZTI=?="),
        ("=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="),
        ("", "=?base64??="),
    ],
)
def test_values_in_headers(text: str, sent: str) -> None:
    assert sendable(text) == sent


def test_what_a_tool_wants_is_found_and_filled() -> None:
    marks = wanted(
        fields(
            place=fields(region={"x-mcp-header": "Region"}),
            sure={"x-mcp-header": "Sure"},
            size={"x-mcp-header": "Size"},
            left={"x-mcp-header": "Left"},
            other={"type": "string"},
        )
    )
    assert marks == {"Region": ("place", "region"), "Sure": ("sure",), "Size": ("size",), "Left": ("left",)}
    headers = headers_for(marks, {"place": {"region": "雨"}, "sure": True, "size": 2.0, "other": "x"})
    assert list(headers) == [
        ("Mcp-Param-Region", sendable("雨")), ("Mcp-Param-Sure", "true"), ("Mcp-Param-Size", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "schema",
    [
        fields(a={"x-mcp-header": "a b"}),
        fields(a={"x-mcp-header": 1}),
        fields(a={"x-mcp-header": "A"}, b={"x-mcp-header": "a"}),
        fields(**{f"a{at}": {"x-mcp-header": f"a{at}"} for at in range(MOST_HEADERS + 1)}),
    ],
)
def test_what_no_tool_may_want(schema: Any) -> None:
    with pytest.raises(Unusable):
        wanted(schema)


@pytest.mark.parametrize("value", [1.5, [1], {"b": 1}, "x" * (MOST_CHARACTERS + 1)])
def test_what_fits_into_no_header(value: Any) -> None:
    with pytest.raises(Unusable):
        headers_for({"A": ("a",)}, {"a": value})
