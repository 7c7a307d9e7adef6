"""Tools as they are declared."""

from flows.definition.tool import Tool
from tests.flows.checks.small import MAIN
from tests.flows.small_bots import bot


def test_what_is_left_out() -> None:
    tool = bot("tools: {t: {stub: {}}}\nflows: {main: {nodes: {a: {type: say, say: A., next: end}}}}\n").tools["t"]
    assert (tool.timeout, tool.effect, tool.type, tool.returns) == (4000, "read", None, {})


def test_the_texts_that_are_filled_where_it_is_called() -> None:
    request = (
        "{method: POST, url: 'https://x.example.com/{{ now }}', headers: {X-A: plain}, body: {a: ['{{ channel }}']}}"
    )
    tool = bot(f"tools: {{t: {{type: http, idempotency_key: '{{{{ now }}}}', request: {request}}}}}\n{MAIN}").tools["t"]
    assert tool.templates == (
        (("idempotency_key",), "{{ now }}"),
        (("request", "url"), "https://x.example.com/{{ now }}"),
        (("request", "body", "a", 0), "{{ channel }}"),
    )
    assert bot(f"tools: {{t: {{stub: {{}}, idempotency_key: auto}}}}\n{MAIN}").tools["t"].templates == ()


def test_its_example_is_good() -> None:
    text = f"slots: {{account: {{type: text}}}}\n{Tool.example}{MAIN}"
    assert bot(text).tools["get_balance"].auth is not None
