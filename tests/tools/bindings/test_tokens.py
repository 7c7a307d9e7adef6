"""Tokens of a sign-in: asked for once, kept while they hold, asked for again when they do not, and never shown."""

import asyncio
import base64
import json
from typing import Any

import pytest

from flows.definition.tool_auth import Auth, OAuth2
from flows.driver.ports import ToolOutcome
from tests.tools.bindings.asking import Asking, Gifts, asked
from tests.tools.scripted import Act, answers, babbles, closes, hangs, scripted

SECRETS = {"shop_client": "client é", "shop_secret": "s3cr3t:of&client"}
SIGN_IN = OAuth2(token_url="{{ env.api }}/token", client="shop_client", secret="shop_secret", scope="read write")
HOUR = {"access_token": "t-1", "token_type": "Bearer", "expires_in": 3600}


def token(**said: Any) -> Act:
    return answers(body=json.dumps({**HOUR, **said}).encode())


def test_a_sign_in_gives_a_token_that_is_kept() -> None:
    outcomes, service, _ = asked(token(), answers(), times=3, auth=Auth(oauth2=SIGN_IN), secrets=SECRETS)
    assert outcomes == [ToolOutcome({})] * 3
    first, *others = service.seen
    assert (first.method, first.path) == ("POST", "/token")
    assert first.headers["content-type"] == "application/x-www-form-urlencoded"
    assert first.body == b"grant_type=client_credentials&scope=read+write"
    kind, packed = first.headers["authorization"].split(" ")
    assert (kind, base64.b64decode(packed)) == ("Basic", b"client%20%C3%A9:s3cr3t%3Aof%26client")
    assert [(seen.path, seen.headers["authorization"]) for seen in others] == [("/x", "Bearer t-1")] * 3


def test_a_client_may_stand_in_the_form() -> None:
    auth = OAuth2(token_url="{{ env.api }}/t", client="shop_client", secret="shop_secret", audience="shop", send="body")
    _, service, _ = asked(token(), answers(), auth=Auth(oauth2=auth), secrets=SECRETS)
    assert "authorization" not in service.seen[0].headers
    told = b"grant_type=client_credentials&audience=shop&client_id=client+%C3%A9&client_secret=s3cr3t%3Aof%26client"
    assert service.seen[0].body == told


@pytest.mark.parametrize(("holds_s", "sign_ins"), [(3600, 1), (31, 1), (1e-9, 3)])
def test_a_token_is_used_as_long_as_it_holds(holds_s: float, sign_ins: int) -> None:
    acts = [token(expires_in=holds_s), answers()] * 3 if sign_ins > 1 else [token(expires_in=holds_s), answers()]
    _, service, _ = asked(*acts, times=3, auth=Auth(oauth2=SIGN_IN), secrets=SECRETS)
    assert [seen.path for seen in service.seen].count("/token") == sign_ins


def test_a_token_that_was_taken_back_is_asked_for_anew_once_also_for_what_writes() -> None:
    acts = [token(), answers(401), token(access_token="t-2"), answers(body=b'{"a": 1}')]
    (outcome,), service, _ = asked(*acts, auth=Auth(oauth2=SIGN_IN), secrets=SECRETS, method="POST", effect="write")
    assert outcome == ToolOutcome({"a": 1})
    assert [seen.headers["authorization"] for seen in service.seen if seen.path == "/x"] == ["Bearer t-1", "Bearer t-2"]
    (outcome,), service, _ = asked(
        token(), answers(401), token(), answers(401), auth=Auth(oauth2=SIGN_IN), secrets=SECRETS
    )
    assert (outcome, len(service.seen)) == (ToolOutcome(error="refused"), 4)


def test_many_at_once_sign_in_once() -> None:
    async def main() -> list[ToolOutcome]:
        asking, given = Asking(), Gifts({"api": service.address}, secrets=SECRETS)
        many = [asking.ask(service, auth=Auth(oauth2=SIGN_IN), given=given) for _ in range(6)]
        outcomes = await asyncio.gather(*many)
        await asking.tools.aclose()
        return list(outcomes)

    with scripted(token(), answers()) as service:
        assert asyncio.run(main()) == [ToolOutcome({})] * 6
    assert [seen.path for seen in service.seen].count("/token") == 1


@pytest.mark.parametrize(
    "act",
    [
        answers(400, b'{"error": "invalid_client"}'), answers(500), answers(302), answers(body=b"<html>"),
        answers(body=b"[]"), answers(body=b'{"access_token": ""}'), answers(body=b'{"access_token": 1}'),
        token(token_type="mac"), token(expires_in="soon"), token(expires_in=-1), token(access_token="a\r\nX: 1"),
        answers(body=b'{"access_token": "a", "expires_in": NaN}'), closes, babbles,
    ],
)  # fmt: skip
def test_a_sign_in_that_gives_none_leads_to_nothing(act: Act, caplog: pytest.LogCaptureFixture) -> None:
    (outcome,), service, _ = asked(act, auth=Auth(oauth2=SIGN_IN), secrets=SECRETS)
    assert outcome == ToolOutcome(error="unavailable")
    assert {seen.path for seen in service.seen} <= {"/token"}
    assert not any(secret in caplog.text for secret in (*SECRETS.values(), "invalid_client"))


def test_a_sign_in_that_hangs_takes_no_more_than_the_time_of_the_tool() -> None:
    (outcome,), service, _ = asked(hangs, auth=Auth(oauth2=SIGN_IN), secrets=SECRETS, timeout_ms=2_000)
    assert (outcome, len(service.seen)) == (ToolOutcome(error="timeout"), 1)


def test_a_sign_in_elsewhere_has_to_be_allowed() -> None:
    auth = OAuth2(token_url="https://login.example/t", client="shop_client", secret="shop_secret")
    (outcome,), service, _ = asked(auth=Auth(oauth2=auth), secrets=SECRETS)
    assert (outcome, service.lines) == (ToolOutcome(error="unavailable"), 0)


def test_a_missing_secret_of_the_client_signs_nobody_in() -> None:
    for left in SECRETS:
        given = {name: secret for name, secret in SECRETS.items() if name != left}
        (outcome,), service, _ = asked(auth=Auth(oauth2=SIGN_IN), secrets=given)
        assert (outcome, service.lines) == (ToolOutcome(error="unavailable"), 0)


def test_a_token_that_was_renewed_meanwhile_is_not_forgotten() -> None:
    async def main() -> list[str]:
        asking, given = Asking(), Gifts({"api": service.address}, secrets=SECRETS)
        tokens, got = asking.tools.tokens, list[str]()
        got.append(await tokens.of(SIGN_IN, given, "main"))
        await tokens.forget(SIGN_IN, given, "main", None, "an older one")
        got.append(await tokens.of(SIGN_IN, given, "main"))
        await tokens.forget(SIGN_IN, given, "main", None, "t-1")
        got.append(await tokens.of(SIGN_IN, given, "main"))
        await asking.tools.aclose()
        return got

    with scripted(token(), token(access_token="t-2")) as service:
        assert asyncio.run(main()) == ["t-1", "t-1", "t-2"]
