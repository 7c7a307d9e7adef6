"""The request of a tool, as it is written."""

from flows.definition.tool_request import MAX_TEMPLATES, Request, texts_below
from tests.flows.checks.small import MAIN, told
from tests.flows.small_bots import bot


def test_what_is_left_out() -> None:
    request = bot(f"tools: {{t: {{type: http, request: {{url: 'https://x.example.com'}}}}}}\n{MAIN}").tools["t"].request
    assert request is not None
    assert (request.method, request.headers, request.query, request.body) == ("GET", {}, {}, None)


def test_every_text_with_its_place() -> None:
    request = Request(
        method="POST",
        url="u",
        headers={"h": "a"},
        query={"q": "b", "n": 1},
        body={"x": ["c", 2, {"y": "d"}], "z": None},
    )
    assert list(request.texts()) == [
        (("url",), "u"), (("headers", "h"), "a"), (("query", "q"), "b"), (("body", "x", 0), "c"),
        (("body", "x", 2, "y"), "d"),
    ]  # fmt: skip
    assert list(texts_below("alone")) == [((), "alone")]


def test_what_does_not_fit() -> None:
    fields = "method: TRACE, url: 5, headers: {a: 5}, query: [1], bodi: 3"
    assert told(f"tools: {{t: {{type: http, request: {{{fields}}}}}}}\n{MAIN}") == [
        ("schema.value", "tools.t.request.method"), ("schema.type", "tools.t.request.url"),
        ("schema.type", "tools.t.request.headers.a"), ("schema.type", "tools.t.request.query"),
        ("schema.unknown", "tools.t.request.bodi"),
    ]  # fmt: skip


def test_more_templates_than_anybody_needs() -> None:
    for count, found in ((MAX_TEMPLATES, []), (MAX_TEMPLATES + 1, [("schema.value", "tools.t.request")])):
        body = ", ".join(["'{{ now }}'"] * count)
        request = f"{{method: POST, url: 'https://x.example.com', body: [{body}, plain]}}"
        assert told(f"tools: {{t: {{type: http, request: {request}}}}}\n{MAIN}") == found
