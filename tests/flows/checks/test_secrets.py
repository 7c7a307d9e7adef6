"""Secrets in the text of a bot. They are made up, and put together here so that no scanner takes them for real ones."""

import pytest

from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, MAIN, nodes, told

KEY = "sk-proj-" + "T4kR9wQz7mLp2Vx8Bn5c"
HEX = "9f86d081" + "884c7d65"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"routes: {{fast: {{model: x, api_key: {KEY}}}}}\n" + MAIN, "routes.fast.api_key"),
        (f"routes: {{fast: {{model: x, api_key: {HEX}}}}}\n" + MAIN, "routes.fast.api_key"),
        (f"routes: {{fast: {{model: x, api_key: [{HEX}]}}}}\n" + MAIN, "routes.fast.api_key.0"),
        (f"description: our key is {KEY}\n" + MAIN, "description"),
        (f"tools: {{t: {{stub: {{key: {KEY}}}}}}}\n" + MAIN, "tools.t.stub.key"),
        (nodes(f"a: {{type: say, say: 'Hello {KEY}.', next: end}}"), "flows.main.nodes.a.say"),
        (
            "variables: {token: {}}\n" + nodes(f"a: {{type: set, set: {{token: {HEX}}}, next: end}}"),
            "flows.main.nodes.a.set.token",
        ),
        (f"pronunciations: {{{KEY}: the key}}\n" + MAIN, "pronunciations.…"),
    ],
)
def test_secrets(text: str, path: str) -> None:
    assert ("secret.inline", path) in told(text)
    (finding,) = (one for one in load_text(HEAD + text).findings if one.code == "secret.inline")
    shown = (finding.message + finding.remedy + finding.path).replace("…", "")
    assert KEY[:8] not in shown
    assert HEX[:5] not in shown


@pytest.mark.parametrize(
    "text",
    [
        "variables: {token: {}}\n" + nodes('a: {type: set, set: {token: "447123"}, next: end}'),
        f"tools: {{t: {{returns: {{token: text}}, stub: {{token: {HEX}}}}}}}\n" + MAIN,
        f"pronunciations: {{token: {HEX}}}\n" + MAIN,
        "routes: {fast: {model: x, api_key: openai_key}}\n" + MAIN,
        "tools: {t: {effect: write, idempotency_key: auto, stub: {}}}\n" + MAIN,
        "slots: {password: {type: spelled, description: the password of the account}}\n" + MAIN,
    ],
)
def test_what_is_none(text: str) -> None:
    assert "secret.inline" not in {code for code, _ in told(text)}


def test_of_a_short_secret_hardly_anything_is_shown() -> None:
    (finding,) = load_text(HEAD + "description: 'https://bot:pa5@x.example/'\n" + MAIN).findings
    assert "`…`" in finding.message
    (finding,) = load_text(HEAD + f"description: {KEY}\n" + MAIN).findings
    assert "`sk-p…`" in finding.message


def test_secrets_are_found_in_what_else_cannot_be_read() -> None:
    assert ("secret.inline", "tools.t.auth.bearer") in told(
        f"tools: {{t: {{auth: {{bearer: {KEY}}}, stub: {{}}}}}}\n" + MAIN
    )
