"""On whose behalf a tool asks."""

from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, MAIN, told
from tests.flows.small_bots import bot

REQUEST = "request: {url: 'https://x.example.com'}"


def test_the_name_of_a_secret() -> None:
    auth = bot(f"tools: {{t: {{type: http, {REQUEST}, auth: {{bearer: bank_token}}}}}}\n{MAIN}").tools["t"].auth
    assert auth is not None
    assert auth.bearer == "bank_token"


def test_other_kinds_are_told_of() -> None:
    text = f"tools: {{t: {{type: http, {REQUEST}, auth: {{bearer: a, basic: b}}}}}}\n{MAIN}"
    (finding,) = load_text(HEAD + text).findings
    assert (finding.code, finding.path) == ("schema.unknown", "tools.t.auth.basic")
    assert finding.remedy == "It may have: bearer."
    assert told(text.replace("{bearer: a, basic: b}", "bank_token")) == [("schema.type", "tools.t.auth")]
