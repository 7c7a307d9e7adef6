"""Servers: a name in the bot, and the address in the hands of the operator."""

from typing import Any

import pytest

from flows.exchange.openapi.importer import import_openapi
from tests.flows.exchange.openapi.documents import document

LIES_AT = "https://docs.example/v1/openapi.json"


def base(servers: Any, lies_at: str | None = None) -> dict[str, str | None]:
    made = document({"/a": {"get": {}}})
    made["servers"] = servers
    imported = import_openapi(made, lies_at=lies_at)
    assert "example" not in str(imported.tools)
    return imported.base


@pytest.mark.parametrize(
    ("servers", "address"),
    [
        ([{"url": "https://shop.example/api/"}], "https://shop.example/api"),
        ([{"url": "http://10.0.0.8:8080"}], "http://10.0.0.8:8080"),
        (
            [
                {
                    "url": "https://{h}.example:{p}/{b}",
                    "variables": {"h": {"default": "a"}, "p": {"enum": ["1"]}, "b": {"default": 2}},
                }
            ],
            "https://a.example:1/2",
        ),
        ([{"url": "https://{h}.example"}], None),
        ([{"url": "https://user:secret@shop.example/a?b#c"}], "https://shop.example/a"),
        ([{"url": "https://shop.example/$(rm -rf ~)"}], None),
        ([{"url": "https://shop.example/a\r\nb"}], None),
        ([{"url": "https://größe.example"}], None),
        ([{"url": "javascript:alert(1)"}], None),
        ([{"url": "https://["}], None),
        ([{"url": "/v2"}], None),
        ([{"url": "{{ env.x }}"}], None),
        ([{"url": 5}], None),
        ([5], None),
        ([], None),
        ({"url": "x"}, None),
        (None, None),
    ],
)
def test_addresses(servers: Any, address: str | None) -> None:
    assert base(servers) == {"shop_api": address}


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("/v2", "https://docs.example/v2"),
        ("v2", "https://docs.example/v1/v2"),
        ("https://a.example", "https://a.example"),
    ],
)
def test_relative_to_the_document(url: str, address: str) -> None:
    assert base([{"url": url}], LIES_AT) == {"shop_api": address}
    assert base([], LIES_AT) == {"shop_api": "https://docs.example"}


def test_paths_and_operations_may_lie_elsewhere() -> None:
    files, other = [{"url": "https://files.example"}], [{"url": "https://other.example"}]
    made = document(
        {"/a": {"servers": files, "get": {}, "post": {"servers": other}}, "/b": {"get": {"servers": files}, "put": {}}}
    )
    imported = import_openapi(made)
    urls = {name: tool["request"]["url"].partition("/")[0] for name, tool in imported.tools.items()}
    assert urls == {
        "get_a": "{{ env.shop_2_api }}",
        "post_a": "{{ env.shop_3_api }}",
        "get_b": "{{ env.shop_2_api }}",
        "put_b": "{{ env.shop_api }}",
    }
    assert imported.base == {
        "shop_2_api": "https://files.example",
        "shop_3_api": "https://other.example",
        "shop_api": "https://shop.example/api",
    }
    # Names do not hang on what is picked.
    assert import_openapi(made, picks=["post_a"]).base == {"shop_3_api": "https://other.example"}


def test_further_addresses_are_told_of() -> None:
    made = document({"/a": {"get": {}}})
    made["servers"] = [{"url": "https://a.example"}, {"url": "https://b.example"}, {"url": "x y"}]
    assert import_openapi(made).others == ("https://b.example",)


def test_a_name_of_ones_own() -> None:
    imported = import_openapi(document({"/a": {"get": {}}}), base="bank")
    assert imported.base == {"bank_api": "https://shop.example/api"}
    assert imported.tools["get_a"]["request"]["url"] == "{{ env.bank_api }}/a"
