"""Whom a request asks, and whether it may."""

import hmac
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from deploy.bank.book import Book
from deploy.bank.keys import Keys

BANK = "deploy.bank"
"""Where the server puts the bank, among what it says of a request."""


@dataclass(frozen=True)
class Bank:
    """What a request works on."""

    book: Book
    keys: Keys
    token: str


class Bearer(HttpBearer):
    """The token that the bank was started with."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Whether it is that one; how much of it fits is told by no clock."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), bank_of(request).token.encode()) or None


def bank_of(request: HttpRequest) -> Bank:
    """The one that is asked."""
    return cast(Bank, request.META[BANK])
