"""Where a service sends a request on to: only where the tool allows it, and never with who asks to another host."""

from typing import Any

import pytest

from flows.definition.tool_auth import Auth
from flows.driver.ports import ToolOutcome
from tests.tools.bindings.asking import asked
from tests.tools.scripted import answers, scripted
from tools.bindings.credentials import Credentials
from tools.bindings.exchange import Answer
from tools.bindings.filling import Filled
from tools.bindings.redirects import followed

ASKS = Filled("GET", "https://a.example/x?y=1", (("X-Tenant", "7"), ("Accept", "application/json")), None)
WHO = Credentials((("Authorization", "Bearer t"),), (("key", "k"),))


def test_a_redirect_is_followed_as_often_as_the_tool_allows() -> None:
    for allowed, outcome in ((0, ToolOutcome(error="unavailable")), (2, ToolOutcome({"a": 1}))):
        acts = [answers(302, location="/y"), answers(307, location="z"), answers(body=b'{"a": 1}')]
        (made,), service, _ = asked(*acts, redirects=allowed, auth="bank_token")
        assert made == outcome
        assert [seen.path for seen in service.seen] == ["/x", "/y", "/z"][: allowed + 1]
        assert all("authorization" in seen.headers for seen in service.seen)
    (made,), service, _ = asked(answers(302, location="/x"), redirects=3)
    assert (made, len(service.seen)) == (ToolOutcome(error="unavailable"), 4)


def test_another_host_has_to_be_allowed_and_is_not_told_who_asks() -> None:
    with scripted(answers(body=b'{"there": 1}')) as other:
        where = f"{other.address}/landed"
        (made,), _, _ = asked(answers(302, location=where), redirects=1, auth="bank_token", headers={"X-Tenant": "7"})
        assert made == ToolOutcome({"there": 1})
        (seen,) = other.seen
        assert not {"authorization", "x-tenant", "cookie"} & seen.headers.keys()
        away = where.replace("127.0.0.1", "localhost")
        (made,), _, _ = asked(answers(302, location=away), redirects=1)
        assert (made, len(other.seen)) == (ToolOutcome(error="unavailable"), 1)


@pytest.mark.parametrize(
    ("asks", "status", "where", "onward"),
    [
        ({}, 302, "/z", "https://a.example/z"),
        ({}, 200, "/z", None),
        ({}, 304, "/z", None),
        ({}, 302, "", None),
        ({}, 302, "http://a.example/z", None),
        ({}, 302, "file:///etc/passwd", None),
        ({}, 302, "gopher://a.example/", None),
        ({}, 302, "https://user:pass@a.example/z", None),
        ({}, 302, "https://[nonsense/z", None),
        ({}, 302, "https:///z", "https://a.example/z"),
        ({"method": "POST"}, 302, "/z", None),
        ({"method": "POST"}, 303, "/z", None),
        ({"method": "POST"}, 308, "/z", "https://a.example/z"),
    ],
)
def test_where_a_request_goes_on_to(asks: dict[str, Any], status: int, where: str, onward: str | None) -> None:
    filled = Filled(asks.get("method", "GET"), ASKS.url, ASKS.headers, b"{}" if asks else None)
    found = followed(filled, Answer(status, "", b"", {"location": where}), WHO)
    assert (found.filled.url if found is not None else None) == onward
    if found is not None:
        assert (found.filled.method, found.filled.body, found.auth) == (filled.method, filled.body, WHO)


def test_to_another_port_nobody_says_who_asks() -> None:
    found = followed(ASKS, Answer(307, "", b"", {"location": "https://a.example:8443/z"}), WHO)
    assert found is not None
    assert found.filled.headers == (("Accept", "application/json"),)
    assert (found.auth.headers, found.auth.query) == ((), ())
    assert Auth(bearer="x").sends_authorization
