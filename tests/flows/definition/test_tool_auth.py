"""On whose behalf a tool asks."""

import pytest

from tests.flows.checks.small import MAIN, told
from tests.flows.small_bots import bot

REQUEST = "request: {url: 'https://x.example.com'}"


def test_the_name_of_a_secret() -> None:
    auth = bot(f"tools: {{t: {{type: http, {REQUEST}, auth: {{bearer: bank_token}}}}}}\n{MAIN}").tools["t"].auth
    assert auth is not None
    assert auth.bearer == "bank_token"


def _auth(written: str) -> str:
    return f"tools: {{t: {{type: http, {REQUEST}, auth: {written}}}}}\n{MAIN}"


@pytest.mark.parametrize(
    ("written", "secrets", "names"),
    [
        ("{basic: {user: u, password: p}}", ["p"], ["u"]),
        ("{api_key: {secret: k, header: X-Api-Key}}", ["k"], []),
        ("{api_key: {secret: k, query: key}, certificate: c}", ["c", "k"], []),
        ("{oauth2: {token_url: 'https://x.example.com/t', client: c, secret: s, scope: a b}}", ["s"], ["c"]),
        ("{certificate: c}", ["c"], []),
    ],
)
def test_every_way_names_its_secrets(written: str, secrets: list[str], names: list[str]) -> None:
    auth = bot(_auth(written)).tools["t"].auth
    assert auth is not None
    assert [name for _, name in auth.secrets()] == secrets
    assert [name for _, name in auth.names()] == names


@pytest.mark.parametrize(
    ("written", "code", "where"),
    [
        ("{bearer: a, digest: b}", "schema.unknown", "tools.t.auth.digest"),
        ("bank_token", "schema.type", "tools.t.auth"),
        ("{bearer: a, basic: {user: u, password: p}}", "schema.value", "tools.t.auth"),
        ("{}", "schema.value", "tools.t.auth"),
        ("{api_key: {secret: k}}", "schema.value", "tools.t.auth.api_key"),
        ("{api_key: {secret: k, header: A, query: b}}", "schema.value", "tools.t.auth.api_key"),
        ("{basic: {user: u}}", "schema.missing", "tools.t.auth.basic.password"),
        ("{oauth2: {client: c, secret: s}}", "schema.missing", "tools.t.auth.oauth2.token_url"),
        ("{basic: {user: u, password: 'pass word'}}", "tool.auth", "tools.t.auth.basic.password"),
        (
            "{oauth2: {token_url: 'http://10.0.0.1/t', client: c, secret: s}}",
            "tool.url", "tools.t.auth.oauth2.token_url",
        ),
        (
            "{oauth2: {token_url: 'https://x.example.com/{{ now }}', client: c, secret: s}}",
            "tool.url", "tools.t.auth.oauth2.token_url",
        ),
        ("{api_key: {secret: k, header: Host}}", "tool.header", "tools.t.auth.api_key.header"),
        ("{api_key: {secret: k, cookie: 'a;b'}}", "tool.header", "tools.t.auth.api_key.cookie"),
    ],
)  # fmt: skip
def test_what_says_nothing_or_two_things_is_told_of(written: str, code: str, where: str) -> None:
    assert (code, where) in told(_auth(written))
