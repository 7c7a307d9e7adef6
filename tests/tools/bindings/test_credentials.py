"""On whose behalf a tool asks: each way, what is sent for it, and that a missing secret sends nothing."""

import base64
from typing import Any

import pytest

from flows.definition.tool_auth import ApiKey, Auth, Basic
from flows.driver.ports import ToolOutcome
from tests.tools.bindings.asking import asked
from tests.tools.scripted import Seen

SECRETS = {"key": "k3y with space & more", "user": "käthe", "password": "p:w", "plain": "abc"}


def seen_with(auth: Auth, **more: Any) -> Seen:
    """The request of a tool that asks so."""
    (outcome,), service, _ = asked(auth=auth, names={"shop_user": "shop"}, secrets=SECRETS, **more)
    assert outcome == ToolOutcome({})
    return service.seen[0]


def test_a_user_and_a_password() -> None:
    seen = seen_with(Auth(basic=Basic(user="user", password="password")))
    kind, packed = seen.headers["authorization"].split(" ")
    assert (kind, base64.b64decode(packed).decode()) == ("Basic", "käthe:p:w")
    seen = seen_with(Auth(basic=Basic(user="shop_user", password="password")))
    assert base64.b64decode(seen.headers["authorization"].split(" ")[1]) == b"shop:p:w"


def test_a_key_goes_where_the_service_wants_it() -> None:
    assert seen_with(Auth(api_key=ApiKey(secret="plain", header="X-Api-Key"))).headers["x-api-key"] == "abc"
    seen = seen_with(Auth(api_key=ApiKey(secret="key", query="key")), query={"a": "1"})
    assert seen.path == "/x?a=1&key=k3y%20with%20space%20%26%20more"
    seen = seen_with(Auth(api_key=ApiKey(secret="key", cookie="session")))
    assert seen.headers["cookie"] == "session=k3y%20with%20space%20%26%20more"


@pytest.mark.parametrize(
    "auth",
    [
        Auth(basic=Basic(user="gone", password="password")),
        Auth(basic=Basic(user="user", password="gone")),
        Auth(basic=Basic(user="password", password="user")),  # a colon ends the user
        Auth(api_key=ApiKey(secret="gone", header="X-Key")),
        Auth(certificate="gone"),
        Auth(certificate="plain"),  # which is none
    ],
)
def test_what_is_missing_or_does_not_fit_sends_nothing(auth: Auth, caplog: pytest.LogCaptureFixture) -> None:
    (outcome,), service, _ = asked(auth=auth, secrets=SECRETS)
    assert outcome == ToolOutcome(error="unavailable")
    assert (service.seen, service.lines) == ([], 0)
    assert not any(secret in caplog.text for secret in SECRETS.values())


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"bearer": "a", "basic": Basic(user="a", password="b")},
        {"bearer": "a", "api_key": ApiKey(secret="a", header="X")},
    ],
)
def test_a_tool_asks_in_one_way(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="."):
        Auth(**fields)


@pytest.mark.parametrize("places", [{}, {"header": "A", "query": "b"}, {"cookie": "a", "query": "b"}])
def test_a_key_has_one_place(places: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="."):
        ApiKey(secret="a", **places)
