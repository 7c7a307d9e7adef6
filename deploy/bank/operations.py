"""What the bank can be asked over HTTP."""

import sqlite3
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router

from deploy.bank import accounts, cards
from deploy.bank.asked import bank_of
from deploy.bank.keys import Answer
from deploy.bank.shapes import (
    Accounts,
    Balance,
    Blocked,
    BlockIn,
    Card,
    Cards,
    Health,
    OrderIn,
    Problem,
    Transactions,
    Transfer,
    TransferIn,
)

router = Router()
MOST_TRANSACTIONS = 100
Key = Annotated[
    str | None,
    Header(
        None, alias="Idempotency-Key",
        description="The same key asks for the same thing, which is done once, and is answered as it was then.",
    ),
]  # fmt: skip
WRONG: dict[Any, Any] = {401: Problem, 422: Problem}
WRONG_KEYED: dict[Any, Any] = {**WRONG, 400: Problem, 404: Problem, 409: Problem, 503: Problem}


@router.get("/healthz", auth=None, response=Health, operation_id="getHealth", summary="Whether the bank answers")
def health(request: HttpRequest) -> dict[str, Any]:
    """Asks for no token."""
    with bank_of(request).book.reading() as link:
        link.execute("SELECT 1 FROM accounts")
    return {"ok": True}


@router.get("/accounts", response={200: Accounts, 401: Problem}, operation_id="listAccounts", summary="All accounts")
def list_accounts(request: HttpRequest) -> dict[str, Any]:
    """With their balances."""
    with bank_of(request).book.reading() as link:
        return {"accounts": accounts.all_accounts(link)}


@router.get(
    "/accounts/{account}/balance", response={200: Balance, 401: Problem, 404: Problem}, operation_id="getBalance",
    summary="The balance of an account",
)  # fmt: skip
def get_balance(request: HttpRequest, account: str) -> dict[str, Any]:
    """As it is now."""
    with bank_of(request).book.reading() as link:
        return accounts.balance(link, account)


@router.get(
    "/accounts/{account}/transactions", response={200: Transactions, 404: Problem, **WRONG},
    operation_id="listTransactions", summary="What happened on an account",
)  # fmt: skip
def list_transactions(
    request: HttpRequest, account: str, limit: Annotated[int, Query(10, ge=1, le=MOST_TRANSACTIONS)]
) -> dict[str, Any]:
    """The newest first."""
    with bank_of(request).book.reading() as link:
        return {"account": account, "transactions": accounts.transactions(link, account, limit)}


@router.post(
    "/transfers", response={201: Transfer, **WRONG_KEYED}, operation_id="makeTransfer", by_alias=True,
    summary="Send money to another account or to a saved payee",
)  # fmt: skip
def make_transfer(request: HttpRequest, wanted: TransferIn, key: Key) -> HttpResponse:
    """At once, and not more than the account holds."""
    asked = ("transfer", wanted.source, wanted.target, wanted.amount.normalize(), wanted.memo)

    def work(link: sqlite3.Connection) -> tuple[int, dict[str, Any]]:
        return 201, accounts.transfer(link, wanted.source, wanted.target, wanted.amount, wanted.memo)

    answer = bank_of(request).keys.once(key, asked, work)
    return _sent(answer)


@router.get("/cards", response={200: Cards, 401: Problem}, operation_id="listCards", summary="All cards")
def list_cards(request: HttpRequest) -> dict[str, Any]:
    """Those that are blocked or on their way, too."""
    with bank_of(request).book.reading() as link:
        return {"cards": cards.all_cards(link)}


@router.post(
    "/cards/{card}/block", response={200: Blocked, **WRONG_KEYED}, operation_id="blockCard",
    summary="Block a card, by its id or its kind",
)  # fmt: skip
def block_card(request: HttpRequest, card: str, key: Key, how: BlockIn | None = None) -> HttpResponse:
    """One that is blocked stays so, and a new one is sent once."""
    replace = how is not None and how.replace
    answer = bank_of(request).keys.once(
        key, ("block", card, replace), lambda link: (200, cards.block(link, card, replace=replace))
    )
    return _sent(answer)


@router.post("/cards", response={201: Card, **WRONG_KEYED}, operation_id="orderCard", summary="Order a new card")
def order_card(request: HttpRequest, wanted: OrderIn, key: Key) -> HttpResponse:
    """Of a kind of which none is in use or on its way."""
    answer = bank_of(request).keys.once(key, ("order", wanted.kind), lambda link: (201, cards.order(link, wanted.kind)))
    return _sent(answer)


def _sent(answer: Answer) -> HttpResponse:
    """Byte for byte as it was the first time."""
    sent = HttpResponse(answer.body, status=answer.status, content_type="application/json")
    if answer.again:
        sent["Idempotent-Replayed"] = "true"
    return sent
