"""What imported tools send: their requests filled with values, as the binding fills them."""

import json
from typing import Any

import pytest

from flows.exchange.openapi.bodies import FORM
from flows.exchange.openapi.checked import as_yaml
from flows.exchange.openapi.importer import import_openapi
from flows.loader.load import load_text
from tests.flows.exchange.openapi.documents import HEAD, operation, sending
from tests.flows.exchange.openapi.published import BANK, PETS
from tools.bindings.filling import CannotFill, Filled, fill

TEXT = {"type": "string"}


def sent(document: Any, pick: str = "doIt", **values: Any) -> Filled:
    imported = import_openapi(document, picks=[pick])
    loaded = load_text(HEAD + as_yaml(imported.tools))
    assert loaded.bot is not None
    (tool,) = loaded.bot.tools.values()
    assert tool.request is not None
    assert values.keys() == tool.arguments.keys()
    return fill(tool.request, values, {name: f"https://{name}.example" for name in imported.base})


def test_a_get() -> None:
    asked = sent(PETS, "listPets", status="a b&c", tags=None)
    assert (asked.method, asked.url) == ("GET", "https://pet_shop_api.example/pets?limit=20&status=a%20b%26c")
    assert asked.body is None


def test_a_value_stays_in_its_part_of_the_path() -> None:
    asked = sent(BANK, "getBalance", account_id="../x?y", x_request_id="7")
    assert asked.url == "https://riverbank_api.example/accounts/..%2Fx%3Fy/balance"
    assert ("X-Request-ID", "7") in asked.headers
    with pytest.raises(CannotFill):
        sent(BANK, "getBalance", account_id="..", x_request_id="7")
    with pytest.raises(CannotFill):
        sent(BANK, "getBalance", account_id="a", x_request_id="7\r\nHost: evil.example")


def test_json_has_the_types_of_its_values() -> None:
    asked = sent(BANK, "makeTransfer", amount=12.5, to_iban="{{ 7*7 }}", to_email=None, note=None)
    assert json.loads(asked.body or b"") == {
        "amount": 12.5, "currency": "USD", "to": {"iban": "{{ 7*7 }}", "email": None}, "note": None,
    }  # fmt: skip
    assert ("Content-Type", "application/json") in asked.headers


@pytest.mark.parametrize("value", [[1, "a", None], {"a": {"b": True}}, []])
def test_a_whole_body(value: Any) -> None:
    asked = sent(sending({"type": "array" if isinstance(value, list) else "object"}), body=value)
    assert json.loads(asked.body or b"") == value
    assert asked.headers == (("Content-Type", "application/json"),)


def test_forms_and_texts() -> None:
    asked = sent(
        sending({"required": ["n"], "properties": {"a": TEXT, "b": TEXT, "n": {"const": 5}}}, FORM), a="x y", b=None
    )
    assert (asked.body, asked.headers) == (b"a=x+y&n=5", (("Content-Type", FORM),))
    asked = sent(sending(TEXT, "text/plain"), body="hello")
    assert asked.body == b"hello"


def test_what_stands_in_the_document_is_sent_as_it_stands_there() -> None:
    own = [{"name": "filter[a]", "in": "query", "schema": {"default": "50% & more"}}]
    asked = sent(operation(path="/a%2Fb/größe/x y?kind=c", parameters=own))
    assert asked.url == "https://shop_api.example/a%2Fb/gr%C3%B6%C3%9Fe/x%20y?kind=c&filter%5Ba%5D=50%25%20%26%20more"
