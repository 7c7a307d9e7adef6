"""Security: names of secrets where a tool can ask so, and words where it cannot."""

from typing import Any

import pytest

from flows.exchange.openapi.importer import import_openapi
from tests.flows.exchange.openapi.documents import only_tool, operation, told

Map = dict[str, Any]
SERVER = "https://shop.example/api"


def with_scheme(scheme: Any, **more: Any) -> Map:
    return with_schemes({"own": scheme}, [{"own": []}], **more)


def with_schemes(schemes: Any, security: Any, **more: Any) -> Map:
    return operation(security=security, document={"components": {"securitySchemes": schemes}}, **more)


def client(url: Any, **more: Any) -> Map:
    return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": url, "scopes": {}, **more}}}


BEARER, BASIC = {"type": "http", "scheme": "Bearer"}, {"type": "http", "scheme": "basic"}
KEY, TLS = {"type": "apiKey", "in": "header", "name": "X-Key"}, {"type": "mutualTLS"}
OPENID = {"type": "openIdConnect", "openIdConnectUrl": "https://id.example"}


@pytest.mark.parametrize(
    ("scheme", "auth"),
    [
        (BEARER, {"bearer": "shop_token"}),
        (BASIC, {"basic": {"user": "shop_user", "password": "shop_password"}}),
        (KEY, {"api_key": {"secret": "shop_key", "header": "X-Key"}}),
        ({**KEY, "in": "query", "name": "key"}, {"api_key": {"secret": "shop_key", "query": "key"}}),
        ({**KEY, "in": "cookie", "name": "sid"}, {"api_key": {"secret": "shop_key", "cookie": "sid"}}),
        ({**KEY, "name": "Authorization"}, {"api_key": {"secret": "shop_key", "header": "Authorization"}}),
        (TLS, {"certificate": "shop_certificate"}),
    ],
)
def test_ways(scheme: Map, auth: Map) -> None:
    made = with_scheme(scheme)
    assert only_tool(made)["auth"] == auth
    assert told(made) == []


@pytest.mark.parametrize(
    ("url", "written", "address"),
    [
        (f"{SERVER}/oauth/token", "{{ env.shop_api }}/oauth/token", None),
        ("oauth/token", "{{ env.shop_api }}/oauth/token", None),
        ("/oauth/token", "{{ env.shop_token_url }}", "https://shop.example/oauth/token"),
        ("https://id.example/token", "{{ env.shop_token_url }}", "https://id.example/token"),
        (f"{SERVER}.evil.example/token", "{{ env.shop_token_url }}", f"{SERVER}.evil.example/token"),
        (f"{SERVER}/../token", "{{ env.shop_token_url }}", f"{SERVER}/../token"),
        (f"{SERVER}/{{{{ x }}}}", "{{ env.shop_token_url }}", None),
        ("https://user:pw@id.example/token", "{{ env.shop_token_url }}", None),
        ("a" * 2_000, "{{ env.shop_token_url }}", None),
        ("https://[", "{{ env.shop_token_url }}", None),
        ("javascript:alert(1)", "{{ env.shop_token_url }}", None),
    ],
)
def test_tokens(url: str, written: str, address: str | None) -> None:
    made = with_schemes({"own": client(url)}, [{"own": ["read", "write", "{{ x }}", 5, "a b"]}])
    oauth2 = only_tool(made)["auth"]["oauth2"]
    assert oauth2 == {
        "token_url": written, "client": "shop_client", "secret": "shop_client_secret", "scope": "read write",
    }  # fmt: skip
    base = import_openapi(made).base
    assert base == {"shop_api": SERVER, **({"shop_token_url": address} if "token_url" in written else {})}


@pytest.mark.parametrize(
    ("scheme", "why"),
    [
        (OPENID, "tools do not sign in by OpenID Connect"),
        ({"type": "http", "scheme": "digest"}, "the HTTP scheme digest"),
        ({"type": "http"}, "the HTTP scheme ?"),
        ({"type": "oauth2", "flows": {"implicit": {}, "password": {}}}, "it has implicit, password"),
        ({"type": "oauth2"}, "it has none"),
        (client(None), "has no `tokenUrl`"),
        ({**KEY, "in": "body"}, "where a tool cannot send it"),
        ({**KEY, "name": "X\r\nHost: a"}, "where a tool cannot send it"),
        ({**KEY, "name": "{{ x }}"}, "where a tool cannot send it"),
        ({**KEY, "name": "Host"}, "the header Host, which is not for tools to set"),
        ({"type": "magic"}, "no security of the type magic"),
        ({"type": ["http"]}, "no security of the type ?"),
        ({"$ref": "other.yaml#/own"}, "another document"),
        (None, "a map should stand there"),
    ],
)
def test_what_a_tool_cannot_do_is_said(scheme: Any, why: str) -> None:
    made = with_scheme(scheme)
    assert "auth" not in only_tool(made)
    (line,) = told(made)
    assert line.startswith("GET /things: security: ")
    assert why in line
    assert line.endswith("so the tool has no `auth`")


ALL = {"bearer": BEARER, "basic": BASIC, "key": KEY, "tls": TLS, "openid": OPENID}


@pytest.mark.parametrize(
    ("security", "way"),
    [
        ([], None),
        ([{}], None),
        ([{}, {"bearer": []}], None),
        ([{"openid": []}, {"basic": []}, {"bearer": []}], "basic"),
        ([{"bearer": [], "key": []}, {"key": []}], "api_key"),
        ([{"tls": [], "bearer": []}], "bearer"),
        ("x", None),
        (5, None),
    ],
)
def test_alternatives(security: Any, way: str | None) -> None:
    auth = only_tool(with_schemes(ALL, security)).get("auth")
    assert (next(iter(auth)) if auth else None) == way


def test_a_certificate_beside_another_way() -> None:
    auth = only_tool(with_schemes(ALL, [{"tls": [], "bearer": []}]))["auth"]
    assert auth == {"bearer": "shop_token", "certificate": "shop_certificate"}


@pytest.mark.parametrize("wanted", [{"bearer": [], "basic": []}, {"bearer": [], "basic": [], "tls": []}, {"gone": []}])
def test_several_at_once(wanted: Map) -> None:
    made = with_schemes(ALL, [wanted])
    assert "auth" not in only_tool(made)
    assert told(made)[0].endswith("so the tool has no `auth`")


def test_what_holds_for_all_and_what_an_operation_says() -> None:
    own = {"components": {"securitySchemes": ALL}, "security": [{"bearer": []}]}
    assert only_tool(operation(document=own))["auth"] == {"bearer": "shop_token"}
    assert "auth" not in only_tool(operation(security=[], document=own))


def test_several_of_one_kind_are_told_apart() -> None:
    schemes = {"userToken": BEARER, "adminToken": BEARER, "q7Xw93kLmZ": BEARER}
    names = [only_tool(with_schemes(schemes, [{name: []}]))["auth"]["bearer"] for name in schemes]
    assert names == ["shop_user_token_token", "shop_admin_token_token", "shop_scheme_token"]


def test_a_parameter_that_is_the_key_is_sent_once() -> None:
    parameters = [{"name": "x-key", "in": "header", "required": True}, {"name": "q", "in": "query"}]
    tool = only_tool(with_scheme(KEY, parameters=parameters))
    assert tool["request"] == {"method": "GET", "url": "{{ env.shop_api }}/things", "query": {"q": "{{ q }}"}}


def test_the_names_that_somebody_gives() -> None:
    assert import_openapi(with_scheme(BASIC)).secrets == ("shop_user", "shop_password")
    assert import_openapi(with_scheme(client("t"))).secrets == ("shop_client", "shop_client_secret")
