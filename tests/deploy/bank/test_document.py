"""The bank's OpenAPI document is valid, and says what the bank does."""

from typing import Any

import jsonschema
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from tests.deploy.bank.running import TOKEN, RunningBank

EXAMPLES = 25
"""For each operation; `make fuzz` takes more of others."""
CHECKS = [response_schema_conformance, status_code_conformance]
NAMES = {
    ("get", "/accounts"): "listAccounts",
    ("get", "/accounts/{account}/balance"): "getBalance",
    ("get", "/accounts/{account}/transactions"): "listTransactions",
    ("post", "/transfers"): "makeTransfer",
    ("get", "/cards"): "listCards",
    ("post", "/cards"): "orderCard",
    ("post", "/cards/{card}/block"): "blockCard",
    ("get", "/healthz"): "getHealth",
}


def test_it_is_valid_and_names_what_can_be_asked(untouched: RunningBank) -> None:
    document = untouched.ask("GET", "/openapi.json", token=None).body
    assert document["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(document).validate()
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    found = {
        (method, path): told["operationId"] for path, item in document["paths"].items() for method, told in item.items()
    }
    assert found == NAMES
    (scheme,) = document["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for (method, path), name in NAMES.items():
        assert ("security" in document["paths"][path][method]) is (name != "getHealth")
    for path in ("/transfers", "/cards", "/cards/{card}/block"):
        headers = [one["name"] for one in document["paths"][path]["post"]["parameters"] if one["in"] == "header"]
        assert headers == ["Idempotency-Key"]
    fields = document["components"]["schemas"]["TransferIn"]["properties"]
    assert set(fields) == {"from", "to", "amount", "memo"}
    assert fields["amount"]["type"] == "number"
    assert set(document["components"]["schemas"]["Transfer"]["properties"]) >= {"from", "to", "reference", "balance"}


def test_what_it_answers_is_as_the_document_says(bank: RunningBank) -> None:
    """Requests made from the document, fit and unfit ones."""
    schema = schemathesis.openapi.from_dict(bank.ask("GET", "/openapi.json", token=None).body)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            answer = case.call(base_url=bank.address, headers=headers)
            assert answer.status_code < 500, answer.content
            case.validate_response(answer, checks=CHECKS)

        ask()
