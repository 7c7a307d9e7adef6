"""What was done before a sentence: situations after a task, for the tests of what callers say then."""

from flows.engine.expectation import Expectation
from flows.engine.finished import Done

SENT = Done(
    "transfer",
    {"payee": "john", "amount": 50},
    wrote=True,
    told=("Done. $50 is on its way to john. The reference is 4 4 7 1.",),
)
TOLD = Done("check_balance", {"account": "savings"}, told=("Your savings balance is $1,250.50.",))
BLOCKED = Done("card_lost", {"card": "debit", "confirm_block": True}, wrote=True, told=("Your debit card is blocked.",))
LEFT = Done("transfer", {"payee": "anna"}, left=True)


def after(*done: Done) -> Expectation:
    """Nothing is open, and these tasks are over."""
    return Expectation("anything_else", done=done)
