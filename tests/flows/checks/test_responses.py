"""What a tool takes of an answer: expressions that can be read, over the answer alone."""

import pytest

from flows.checks.responses import readable_answers
from tests.flows.checks.small import MAIN, look, told


def _tool(response: str, returns: str = "{state: text}") -> str:
    request = "request: {url: 'https://x.example.com'}"
    return f"tools: {{t: {{type: http, {request}, response: {response}, returns: {returns}}}}}\n{MAIN}"


def test_expressions_over_the_answer_are_left_alone() -> None:
    assert told(_tool("{fields: {state: 'status == 200 ? body.state : headers[\"x-state\"]'}}")) == []
    assert told(_tool("{progress: body.percent}")) == []


@pytest.mark.parametrize(
    ("response", "found"),
    [
        ("{fields: {state: 'body.'}}", [("condition.syntax", "tools.t.response.fields.state")]),
        ("{fields: {state: state}}", [("name.unknown", "tools.t.response.fields.state")]),
        ("{progress: percent}", [("name.unknown", "tools.t.response.progress")]),
    ],
)
def test_other_expressions_are_told_of(response: str, found: list[tuple[str, str]]) -> None:
    assert told(_tool(response)) == found


def test_a_bare_name_is_a_field_of_the_body() -> None:
    (found,) = readable_answers(look(_tool("{fields: {state: state}}")))
    assert found.remedy == "Write it over `body`, `status`, `headers`, as in `body.state`."


@pytest.mark.parametrize(
    ("fields", "remedy"),
    [("stat: body.state", "Rename `stat` to `state`."), ("limit: body.limit", "Add `state:` under `fields:`.")],
)
def test_what_nothing_fills_is_told_of(fields: str, remedy: str) -> None:
    (found,) = readable_answers(look(_tool(f"{{fields: {{{fields}}}}}")))
    assert (found.code, found.path, found.severity) == ("tool.response", "tools.t.returns.state", "warning")
    assert found.remedy == remedy
