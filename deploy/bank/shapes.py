"""What goes in and comes out, as the OpenAPI document tells it."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

MOST_AMOUNT = 1_000_000
"""In dollars. More is a slip."""


def _number(value: Any) -> Any:
    """JSON has numbers: an amount in quotes is somebody's mistake, and `true` is no 1."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is needed, such as 12.5")
    return value


Amount = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(gt=0, le=MOST_AMOUNT, decimal_places=2),
    WithJsonSchema(
        {
            "type": "number",
            "exclusiveMinimum": 0,
            "maximum": MOST_AMOUNT,
            "description": "In dollars, with two decimals at most.",
        }  # fmt: skip
    ),
]
Name = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")]
Kind = Literal["debit", "credit"]


class Strict(Schema):
    """A field that nobody knows is a slip, and is told."""

    model_config = ConfigDict(extra="forbid")


class Account(Schema):
    """An account of the customer."""

    id: str
    name: str
    number: str
    currency: str
    balance: float


class Accounts(Schema):
    """All of them."""

    accounts: list[Account]


class Balance(Schema):
    """What is on an account now."""

    account: str
    balance: float
    currency: str
    at: str


class Transaction(Schema):
    """Money that came (more than 0) or went."""

    id: int
    at: str
    description: str
    amount: float
    currency: str
    reference: str | None
    """Of the transfer that it is a part of, if any."""


class Transactions(Schema):
    """The newest first."""

    account: str
    transactions: list[Transaction]


class TransferIn(Strict):
    """Money that shall go."""

    source: Annotated[Name, Field(alias="from", description="The account that it comes from.")]
    target: Annotated[Name, Field(alias="to", description="Another account, or a saved payee.")]
    amount: Amount
    memo: Annotated[str, Field(max_length=140)] = ""


class Transfer(Schema):
    """Money that has gone."""

    reference: str
    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    amount: float
    currency: str
    memo: str
    balance: Annotated[float, Field(description="What is left on the account that it came from.")]
    at: str


class Card(Schema):
    """A card of the customer."""

    id: str
    kind: Kind
    last_four: str
    status: Literal["active", "blocked", "ordered"]
    since: Annotated[str, Field(description="When it came to be so.")]


class Cards(Schema):
    """The oldest first."""

    cards: list[Card]


class BlockIn(Strict):
    """How to block a card."""

    replace: Annotated[bool, Field(strict=True, description="Whether a new card is to be sent.")] = False


class Blocked(Schema):
    """A card that nobody can pay with any more."""

    blocked: bool
    card: Card
    replacement: Annotated[Card | None, Field(description="The new card that is on its way, if any.")]


class OrderIn(Strict):
    """Which card is wanted."""

    kind: Kind


class Health(Schema):
    """That the bank answers."""

    ok: bool


class Reason(Schema):
    """Why something was not done."""

    code: Annotated[str, Field(description="For programs.")]
    message: Annotated[str, Field(description="For a person.")]


class Problem(Schema):
    """Something was not done."""

    error: Reason
