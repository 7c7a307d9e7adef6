"""Routes as they are written."""

import pytest

from flows.definition.route import Route
from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, MAIN, told
from tests.flows.small_bots import bot


def test_the_example_loads_and_says_what_it_says() -> None:
    made = bot(Route.example + MAIN, warnings=True)
    fast, smart, spare = made.routes.values()
    assert (fast.model, fast.key, fast.first_token, fast.fallbacks) == (
        "openai/gpt-4o-mini", "openai_key", 1_500, ("spare",),
    )  # fmt: skip
    assert [(one.condition, one.to) for one in fast.switch] == [("complexity > 0.7 || failures >= 2", "smart")]
    assert smart.budget is not None
    assert (smart.budget.call, smart.budget.day) == (0.05, 20)
    assert (spare.api_base, spare.allow, spare.gap, spare.total) == (
        "{{ env.own_models }}/v1",
        ("person",),
        2_000,
        None,
    )


@pytest.mark.parametrize(
    ("settings", "code", "path"),
    [
        ("{}", "schema.missing", "routes.fast.model"),
        ("{model: ''}", "schema.type", "routes.fast.model"),
        ("{model: x, top_p: 1}", "schema.unknown", "routes.fast.top_p"),
        ("{model: x, api_key: openai_key}", "schema.unknown", "routes.fast.api_key"),
        ("{model: x, temperature: 3}", "schema.value", "routes.fast.temperature"),
        ("{model: x, max_tokens: 0}", "schema.value", "routes.fast.max_tokens"),
        ("{model: x, first_token: 3}", "schema.value", "routes.fast.first_token"),
        ("{model: x, budget: {call: -1}}", "schema.value", "routes.fast.budget.call"),
        ("{model: x, switch: [{if: turns > 1}]}", "schema.missing", "routes.fast.switch.0.to"),
        ("fast", "schema.type", "routes.fast"),
    ],
)
def test_what_does_not_fit_is_told(settings: str, code: str, path: str) -> None:
    assert (code, path) in told(f"routes: {{fast: {settings}}}\n" + MAIN)


def test_settings_of_old_are_refused_with_what_to_write_instead() -> None:
    (finding,) = load_text(HEAD + "routes: {fast: {model: openai/x, api_key: openai_key}}\n" + MAIN).findings
    assert "api_key" in finding.message
    assert "`key: NAME`" in finding.remedy
