"""Tools of type `http`: whole, to safe addresses, with headers of one line and secrets by name."""

import pytest

from flows.checks.requests import named_secrets
from tests.flows.checks.small import MAIN, codes, look, nodes, told

URL = '"https://x.example.com"'


def _tool(fields: str, more: str = "") -> str:
    return f"tools: {{t: {{{fields}}}}}\n{more}{MAIN}"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (f"type: http, request: {{url: {URL}}}", []),
        (f"type: http, request: {{url: {URL}}}, auth: {{bearer: x}}", []),
        ("type: http", [("tool.unbound", "tools.t")]),
        ("type: http, stub: {}", [("tool.unbound", "tools.t")]),
        (f"request: {{url: {URL}}}, stub: {{}}", [("tool.request", "tools.t.request")]),
        ("auth: {bearer: x}, stub: {}", [("tool.request", "tools.t.auth")]),
        (f"type: python, function: f, request: {{url: {URL}}}", [("tool.request", "tools.t.request")]),
        (f"type: http, function: f, request: {{url: {URL}}}", [("tool.request", "tools.t.function")]),
        (f"type: http, request: {{url: {URL}, body: x}}", [("tool.request", "tools.t.request.body")]),
        (f"type: http, request: {{method: POST, url: {URL}, body: x}}", []),
        (f"type: http, request: {{method: DELETE, url: {URL}}}", [("tool.request", "tools.t.request.method")]),
        (f"type: http, request: {{method: DELETE, url: {URL}}}, effect: wriet", [("schema.value", "tools.t.effect")]),
        (f"type: htpp, request: {{url: {URL}}}", [("schema.value", "tools.t.type")]),
        (f"type: http, request: {{method: TRACE, url: {URL}, body: x}}", [("schema.value", "tools.t.request.method")]),
        ("type: http, request: {method: POST}", [("schema.missing", "tools.t.request.url")]),
    ],
)
def test_the_parts_go_together(fields: str, found: list[tuple[str, str]]) -> None:
    assert told(_tool(fields)) == found


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://x.example.com/{{ n", ["condition.template"]),
        ("https://x.example.com/{{ nope }}", ["name.unknown"]),
        ("https://{{ n }}/", ["tool.url"]),
        ("https://bob@x.example.com/", ["tool.url"]),
        ("https://bob:s3cret-word@x.example.com/", ["secret.inline"]),
    ],
)
def test_addresses(url: str, found: list[str]) -> None:
    assert codes(_tool(f"type: http, request: {{url: '{url}'}}", "slots: {n: {type: text}}\n")) == found


def test_an_address_that_is_too_long() -> None:
    assert codes(_tool(f"type: http, request: {{url: 'https://x.example.com/{'a' * 2_000}'}}")) == ["schema.value"]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("X-A: a", []),
        ("HOST: a", ["tool.header"]),
        ('"X A": "a\\nb"', ["tool.header", "tool.header"]),
        ("X-A: a, x-a: b", ["tool.header"]),
        (f"X-A: {'a' * 4_001}", ["tool.header"]),
        (f"X-A: {'a' * 4_000}", []),
        ('X-A: "{{ n"', ["condition.template"]),
        ("X-A: '{{ n ~ \"a\\nb\" }}'", ["tool.header"]),
    ],
)
def test_headers(header: str, found: list[str]) -> None:
    text = _tool(f"type: http, request: {{url: {URL}, headers: {{{header}}}}}", "slots: {n: {type: text}}\n")
    assert codes(text) == found


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("other/secret", "Write the name alone: a bot has the secrets of its own workspace, and no others."),
        ("Bearer x", "Write the name alone, as in `bearer: bank_token`: the word before it is put there by itself."),
        ("'{{ env.x }}'", "Write the name without braces, as in `bearer: bank_token`."),
        ("''", "Use letters, digits, `_` and `-`, beginning with a letter, 64 at most."),
    ],
)
def test_how_a_secret_is_named(written: str, remedy: str) -> None:
    bot = look(_tool(f"type: http, request: {{url: {URL}}}, auth: {{bearer: {written}}}"))
    (finding,) = named_secrets(bot)
    assert (finding.code, finding.path, finding.remedy) == ("tool.auth", "tools.t.auth.bearer", remedy)


def test_a_secret_itself_is_told_of_as_one_only() -> None:
    key = "sk-proj-" + "T4kR9wQz7mLp2Vx8Bn5c"
    assert codes(_tool(f"type: http, request: {{url: {URL}}}, auth: {{bearer: {key}}}")) == ["secret.inline"]


HTTP = "type: http, request: {url: 'https://x.example.com/{{ a }}', query: {b: '{{ b }}'}}"


@pytest.mark.parametrize(
    ("declared", "given", "found"),
    [
        (
            "arguments: {a: text, b: text}",
            '{a: x, b: "{{ person }}"}',
            [("personal.tool", "flows.main.nodes.c.with.b")],
        ),
        ("allow: [person], arguments: {a: text, b: text}", '{a: x, b: "{{ person }}"}', []),
        ("arguments: {a: text}", "{a: x}", [("personal.tool", "tools.t.request.query.b")]),
        ("", "{a: x}", [("personal.tool", "tools.t.request.query.b")]),
        ("allow: [person]", "{a: x}", []),
        ("", "{a: x, b: y}", []),
    ],
)
def test_personal_values_in_a_request(declared: str, given: str, found: list[tuple[str, str]]) -> None:
    slots = "slots: {a: {type: text}, b: {type: person}, person: {type: person}}\n"
    tool = f"tools: {{t: {{{HTTP}{', ' if declared else ''}{declared}, stub: {{}}}}}}\n"
    asked = [f"ask_{name}: {{type: ask, slot: {name}, say: Well?}}" for name in ("a", "b", "person")]
    text = slots + tool + nodes(*asked, f"c: {{type: call, tool: t, with: {given}, next: end}}")
    assert told(text) == found


def test_personal_values_in_the_request_of_a_tool_of_a_model() -> None:
    tool = f"tools: {{t: {{{HTTP}, arguments: {{a: text}}, stub: {{}}}}}}\nslots: {{b: {{type: person}}}}\n"
    ask, speak = (
        "w: {type: ask, slot: b, say: Well?}",
        "g: {type: generate, prompt: Hi., tools: [t], stub: Hi., next: end}",
    )
    assert told(tool + nodes(ask, speak)) == [("personal.tool", "tools.t.request.query.b")]


def test_an_argument_is_a_name_of_its_own_type() -> None:
    url = "type: http, request: {url: 'https://x.example.com/{{ n | money }}'}, stub: {}"
    slots = "slots: {n: {type: text}}\n"
    call = nodes("c: {type: call, tool: t, with: {n: 5}, next: end}")
    assert codes(f"{slots}tools: {{t: {{{url}, arguments: {{n: number}}}}}}\n{call}") == []
    assert codes(f"{slots}tools: {{t: {{{url}, arguments: {{m: number}}}}}}\n{MAIN}") == ["condition.template"]
    assert codes(f"tools: {{t: {{{url}, arguments: {{n: numbr}}}}}}\n{call}") == ["schema.value"]


def test_braces_that_are_sent_as_they_stand() -> None:
    text = _tool("type: http, request: {url: 'https://x.example.com/{n}'}", "slots: {n: {type: text}}\n")
    assert told(text) == [("condition.template", "tools.t.request.url")]
