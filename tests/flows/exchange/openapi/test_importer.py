"""Whole documents: a pet shop (3.0), a bank (3.1), and a large one."""

from flows.exchange.openapi.checked import as_yaml
from flows.exchange.openapi.importer import import_openapi
from tests.flows.exchange.openapi.documents import document, findings_of, only_ours
from tests.flows.exchange.openapi.published import BANK, PETS, large

BANK_TOOLS = """\
tools:
  get_balance:
    description: The balance of an account.
    type: http
    request:
      method: GET
      url: "{{ env.riverbank_api }}/accounts/{{ account_id }}/balance"
      headers: {X-Request-ID: "{{ x_request_id }}"}
    response:
      fields: {amount: body.data.amount, currency: body.data.currency, as_of: 'body.data["as-of"]'}
    auth:
      oauth2:
        token_url: "{{ env.riverbank_api }}/oauth/token"
        client: riverbank_client
        secret: riverbank_client_secret
        scope: accounts:read
    arguments: {account_id: text, x_request_id: text}
    returns: {amount: number, currency: text, as_of: date}
    stub: {amount: 1250.5, currency: USD, as_of: "2026-01-05"}
  make_transfer:
    description: Send money. `to_email` and `note` may be null.
    type: http
    request:
      method: POST
      url: "{{ env.riverbank_api }}/transfers"
      body:
        amount: "{{ amount }}"
        currency: USD
        to: {iban: "{{ to_iban }}", email: "{{ to_email }}"}
        note: "{{ note }}"
    auth:
      oauth2:
        token_url: "{{ env.riverbank_api }}/oauth/token"
        client: riverbank_client
        secret: riverbank_client_secret
        scope: transfers:write
    arguments: {amount: number, to_iban: iban, to_email: email, note: text}
    effect: write
    idempotency_key: auto
    returns: {id: text, booked_at: datetime}
    stub: {id: 3fa85f64-5717-4562-b3fc-2c963f66afa6, booked_at: "2026-03-01T14:30:00+00:00"}
  revoke:
    type: http
    request:
      method: POST
      url: "{{ env.riverbank_api }}/token/revoke"
      form: {token: "{{ token }}", hint: access}
    arguments: {token: text}
    effect: write
    idempotency_key: auto
    stub: {}
"""


def test_the_bank() -> None:
    imported = import_openapi(BANK)
    assert as_yaml(imported.tools) == BANK_TOOLS
    assert [one.as_text() for one in imported.left_out] == [
        "GET /accounts/{account-id}/balance: cookie parameter session: tools send no cookies but that of their key"
    ]
    assert imported.base == {"riverbank_api": "https://api.riverbank.example/v1"}
    assert imported.others == ("https://sandbox.riverbank.example/v1",)
    assert imported.secrets == ("riverbank_client", "riverbank_client_secret")
    assert findings_of(imported) == []


def test_the_pet_shop() -> None:
    imported = import_openapi(PETS)
    assert list(imported.tools) == ["list_pets", "add_pet", "get_pet", "delete_pet"]
    assert findings_of(imported) == []
    assert imported.base == {"pet_shop_api": "https://eu.pets.example/v2"}
    pets = imported.tools["list_pets"]
    assert pets["request"]["query"] == {"limit": 20, "status": "{{ status }}", "tags": "{{ tags }}"}
    assert pets["auth"] == {"api_key": {"secret": "pet_shop_key", "header": "X-Pet-Key"}}
    assert pets["stub"]["items"][0] == {
        "id": 10, "name": "Rex", "born": "2026-03-01", "category": {"id": 3, "name": "name"}, "status": "free",
    }  # fmt: skip
    assert imported.tools["add_pet"]["request"]["body"] == {
        "name": "{{ name }}",
        "born": "{{ born }}",
        "category": {"id": "{{ category_id }}", "name": "{{ category_name }}"},
        "status": "{{ status }}",
    }
    assert [one.as_text() for one in imported.left_out] == [
        "GET /pets: query parameter tags: it is a list, of which a tool sends one entry: it is a text",
        "POST /pets/{petId}/photo: it cannot be a tool: its body: it takes multipart/form-data;"
        " tools send JSON and forms",
    ]
    assert [(one.operation.id, bool(one.why_not)) for one in imported.listed][-2:] == [
        ("deletePet", False),
        ("addPhoto", True),
    ]


def test_a_large_one() -> None:
    imported = import_openapi(large(200))
    assert len(imported.tools) == 200
    assert imported.left_out == ()
    assert findings_of(imported) == []


def test_picks() -> None:
    imported = import_openapi(BANK, picks=["revoke", "get_balance", "GET /nowhere"])
    assert list(imported.tools) == ["get_balance", "revoke"]
    assert imported.unknown == ("GET /nowhere",)
    assert imported.known == ("getBalance", "makeTransfer", "revoke")
    assert import_openapi(BANK, picks=["POST /transfers"]).tools.keys() == {"make_transfer"}
    broken = {**BANK, "paths": {**BANK["paths"], "/x": None}}
    assert [one.place for one in import_openapi(broken, picks=["revoke"]).left_out] == []
    assert [one.place for one in import_openapi(broken).left_out][0] == "/x"


def test_the_same_document_gives_the_same_text() -> None:
    assert as_yaml(import_openapi(PETS).tools) == as_yaml(import_openapi(PETS).tools)


def test_nothing_of_the_document_is_executed() -> None:
    evil = "{{ 7*7 }}{% if now %}{{ env.bank_token }}{% endif %}"
    schema = {
        "properties": {"a": {"type": "string", "default": evil, "example": evil, "enum": [evil]}, evil: {}},
        "description": evil,
    }
    made = document(
        {
            f"/{evil}": {
                "post": {
                    "operationId": evil,
                    "summary": evil,
                    "parameters": [
                        {"name": evil, "in": "query"},
                        {"name": "q", "in": "query", "schema": {"const": evil}},
                    ],
                    "requestBody": {"content": {"application/json": {"schema": schema}}},
                    "responses": {"200": {"content": {"application/json": {"schema": schema, "example": {"a": evil}}}}},
                }
            }
        }
    )
    made["info"]["title"] = made["servers"][0]["url"] = evil
    imported = import_openapi(made)
    assert list(imported.tools) == ["x_7_7_if_now_env_bank_token_endif"]
    assert findings_of(imported) == []
    assert only_ours(imported)
