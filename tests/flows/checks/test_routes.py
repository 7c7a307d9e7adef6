"""Routes: where they lead, and with what they ask."""

import pytest

from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, MAIN, told

HEX = "9f86d081" + "884c7d65aa"


def codes(route: str) -> list[tuple[str, str]]:
    routes = f"routes: {{fast: {{model: openai/x, {route}}}, spare: {{model: openai/y, key: spare_key}}}}\n"
    return told("slots: {amount: {type: money}}\n" + routes + MAIN)


@pytest.mark.parametrize(
    "route",
    [
        "key: openai_key",
        "key: OPENAI-KEY2, fallbacks: [spare]",
        'api_base: "{{ env.models }}/v1"',
        "api_base: https://models.example.com/v1",
        "switch: [{if: complexity > 0.5 && amount > 10, to: spare}]",
        'switch: [{if: \'emotion == "angry" || turns >= 3 || node == "a.b"\', to: spare}]',
        "switch: [{if: failures > 1 or spent > 0.5 or confidence < 0.2, to: spare}]",
    ],
)
def test_what_is_right(route: str) -> None:
    assert codes(route) == []


@pytest.mark.parametrize(
    ("route", "code", "path"),
    [
        ("fallbacks: [sper]", "name.unknown", "routes.fast.fallbacks.0"),
        ("fallbacks: [fast]", "schema.value", "routes.fast.fallbacks.0"),
        ("switch: [{if: turns > 1, to: fast}]", "schema.value", "routes.fast.switch.0.to"),
        ("switch: [{if: turns > 1, to: smart}]", "name.unknown", "routes.fast.switch.0.to"),
        ("switch: [{if: moood > 1, to: spare}]", "name.unknown", "routes.fast.switch.0.if"),
        ("switch: [{if: turns, to: spare}]", "condition.type", "routes.fast.switch.0.if"),
        ("switch: [{if: turns >, to: spare}]", "condition.syntax", "routes.fast.switch.0.if"),
        ("switch: [{if: emotion > 1, to: spare}]", "condition.type", "routes.fast.switch.0.if"),
        ("key: '{{ env.key }}'", "tool.auth", "routes.fast.key"),
        ("key: ''", "tool.auth", "routes.fast.key"),
        (f"key: {HEX}", "secret.inline", "routes.fast.key"),
        ("api_base: http://127.0.0.1:8080/v1", "tool.url", "routes.fast.api_base"),
        ("api_base: 'https://{{ amount }}.example.com'", "tool.url", "routes.fast.api_base"),
        ("api_base: 'https://example.com/{{ amount }}'", "tool.url", "routes.fast.api_base"),
    ],
)
def test_what_is_wrong(route: str, code: str, path: str) -> None:
    assert (code, path) in codes(route)


def test_an_address_is_of_a_server_that_speaks_the_protocol_of_openai() -> None:
    found = told("routes: {fast: {model: anthropic/x, api_base: https://models.example.com}}\n" + MAIN)
    assert ("schema.value", "routes.fast.model") in found


@pytest.mark.parametrize("model", ["bedrock/anthropic.claude", "vertex_ai/gemini", "ollama/llama3", "gpt-4o"])
def test_whoever_would_ask_on_the_operators_behalf_takes_no_key_of_a_workspace(model: str) -> None:
    assert ("schema.value", "routes.fast.model") in told(
        f"routes: {{fast: {{model: {model}, key: some_key}}}}\n" + MAIN
    )
    assert told(f"routes: {{fast: {{model: {model}}}}}\n" + MAIN) == []  # nobody asks it


def test_a_route_is_called_by_a_plain_word() -> None:
    assert ("name.invalid", "routes.Fast One") in told("routes: {Fast One: {model: openai/x}}\n" + MAIN)


@pytest.mark.parametrize(("name", "found"), [("spare", []), ("sper", [("name.unknown", "defaults.summary")])])
def test_the_route_that_sums_calls_up_is_one_of_the_bot(name: str, found: list[tuple[str, str]]) -> None:
    text = HEAD.replace("defaults: {", f"defaults: {{summary: {name}, ")
    routes = "routes: {spare: {model: openai/y, key: spare_key}}\n"
    assert [(one.code, one.path) for one in load_text(text + routes + MAIN).findings] == found
