"""Callers whom somebody else knows: a token (JWT) of an issuer that a workspace trusts says who calls, which bot, and
with which values. Algorithms are those of the issuer and nothing else; a token opens one call."""

import hashlib
import json
import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jwt
from django.db import IntegrityError, transaction

from runtime.models import TokenIssuer, UsedToken
from runtime.signalling.jwks import KeysUnavailable, public_key
from runtime.signalling.tickets import Opened
from voxloom.accounts.isolation import everywhere, within
from voxloom.accounts.sealed import unseal

log = logging.getLogger(__name__)

AUDIENCE = "voxloom"
LONGEST_S = 3_600
"""Between `iat` and `exp`: a token is for the call that begins now, not for next week."""
LEEWAY_S = 30
"""Clocks differ."""
MOST_CHARACTERS = 8_192
TYPES = ("JWT", "voxloom-call+jwt")
REFUSED_HEADERS = ("crit", "jku", "jwk", "x5u", "x5c")
"""Keys and rules that a token brings along itself are worth nothing."""
NEEDED = ["iss", "aud", "exp", "iat", "jti", "bot"]


class TokenRefused(Exception):
    """A token opens nothing; the message is one line for whoever makes tokens."""


def is_token(plain: str) -> bool:
    """Whether this is to be read as one; tickets have no dots."""
    return plain.count(".") == 2


def known_by(plain: str) -> Opened:
    """What a token opens; it is used up. Blocks; not for the event loop. Raises TokenRefused."""
    issuer, algorithm = _issuer_of(plain)
    try:
        key = _key(issuer, plain)
        claims = jwt.decode(
            plain, key, algorithms=[algorithm], audience=AUDIENCE, issuer=issuer.issuer, leeway=LEEWAY_S,
            options={"require": NEEDED, "strict_aud": True},
        )  # fmt: skip
    except (jwt.PyJWTError, KeysUnavailable, ValueError, TypeError) as problem:
        raise TokenRefused(f"The token is refused: {type(problem).__name__}.") from None
    known = _read(claims, issuer)
    _use_up(str(claims["jti"]), issuer, float(claims["exp"]))
    return known


def _issuer_of(plain: str) -> tuple[TokenIssuer, str]:
    """The issuer that the token names, and the algorithm, which must be one of its own."""
    if len(plain) > MOST_CHARACTERS:
        raise TokenRefused("The token is too long.")
    try:
        header = jwt.get_unverified_header(plain)
        claims = jwt.decode(plain, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise TokenRefused("The token cannot be read.") from None
    if any(name in header for name in REFUSED_HEADERS) or header.get("typ", "JWT") not in TYPES:
        raise TokenRefused("The token has a header that is not taken here.")
    named = str(claims.get("iss"))
    with everywhere("a token names its issuer"):
        known = TokenIssuer.objects.filter(issuer=named[:300], active=True)
        issuer = known.first() if named.isprintable() else None  # a database takes no zero bytes
    algorithm = str(header.get("alg"))
    if issuer is None or algorithm not in issuer.algorithms:
        raise TokenRefused("The token is of no issuer that is known here, or of another algorithm.")
    return issuer, algorithm


def _key(issuer: TokenIssuer, plain: str) -> Any:
    if issuer.sealed_secret:
        return unseal(issuer.sealed_secret).decode()
    return public_key(issuer.keys_url, str(jwt.get_unverified_header(plain).get("kid", "")))


def _read(claims: Mapping[str, Any], issuer: TokenIssuer) -> Opened:
    lasts_s = float(claims["exp"]) - float(claims["iat"])
    if not 0 < lasts_s <= LONGEST_S:
        raise TokenRefused(f"The token is valid for too long; at most {LONGEST_S} s.")
    bot, variables, scopes = claims["bot"], claims.get("variables", {}), claims.get("scopes", [])
    plain = isinstance(variables, dict) and isinstance(scopes, list) and all(isinstance(name, str) for name in scopes)
    if not isinstance(bot, str) or not bot.isprintable() or not plain:
        raise TokenRefused("The token has a claim of another kind than is taken here.")
    if not set(scopes) <= set(issuer.scopes):
        raise TokenRefused("The token asks for a scope that its issuer may not give.")
    return Opened(bot, frozenset(scopes), issuer.workspace_id, known=True, variables=variables)


def _use_up(number: str, issuer: TokenIssuer, expires_s: float) -> None:
    """Once: the second insert fails, on whatever process."""
    digest = hashlib.sha256(json.dumps([issuer.pk, number]).encode()).hexdigest()
    kept_until = datetime.fromtimestamp(expires_s + 2 * LEEWAY_S, tz=UTC)
    try:
        with within(issuer.workspace_id), transaction.atomic():
            UsedToken.objects.create(issuer=issuer, digest=digest, expires=kept_until)
    except IntegrityError:
        raise TokenRefused("The token was used already.") from None


def forget_used(now_s: float | None = None) -> None:
    """Drop the numbers of tokens that are too old to be used again."""
    moment = datetime.fromtimestamp(now_s or time.time(), tz=UTC)
    with everywhere("old numbers of tokens"):
        UsedToken.objects.filter(expires__lt=moment).delete()
