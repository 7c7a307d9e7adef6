"""Making and checking API keys.

A key reads `vx_PREFIX_SECRET`. The secret has 256 random bits, so one round of SHA-256 is enough: there is
nothing to guess that a slow hash would protect.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from voxloom.accounts.isolation import current_workspace, everywhere
from voxloom.accounts.models import ApiKey
from voxloom.audit.actor import note

KEY = re.compile(r"vx_(?P<prefix>[0-9a-f]{12})_[A-Za-z0-9_-]{43}")
SCOPE = re.compile(r"[a-z][a-z0-9:_-]{0,39}")
LONGEST_NAME = 100
LAST_USED_STEP = timedelta(minutes=1)  # finer would cost a write for each request


def create_key(name: str, scopes: Iterable[str] = (), expires: datetime | None = None) -> tuple[ApiKey, str]:
    """Store a new key of the workspace at hand; return it with its plain text, which nobody can read again."""
    if not name.isprintable() or len(name) > LONGEST_NAME:
        raise ValueError(f"The name of a key is a line of at most {LONGEST_NAME} characters.")
    wanted = sorted(set(scopes))
    wrong = [scope for scope in wanted if not SCOPE.fullmatch(scope)]
    if wrong:
        raise ValueError(f"Not a scope: {', '.join(wrong)}. A scope is a lower-case word such as debug.")
    prefix = secrets.token_hex(6)
    plain = f"vx_{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        workspace=current_workspace(), name=name, prefix=prefix, hash=_hash(plain), scopes=wanted, expires=expires
    )
    note("key.make", f"key {prefix}", name=name, scopes=wanted)
    return key, plain


def verify_key(plain: str) -> ApiKey | None:
    """Return the key that `plain` is, or None if there is no such key, it was revoked, or its time is over.

    What is done in its name is done in its workspace: `within(key.workspace_id)`.
    """
    match = KEY.fullmatch(plain)
    if match is None:
        return None
    now = timezone.now()
    with everywhere("a key names its own workspace"):
        valid = ApiKey.objects.filter(Q(expires=None) | Q(expires__gt=now), revoked=None)
        key: ApiKey | None = valid.filter(prefix=match["prefix"]).first()
        if key is None or not hmac.compare_digest(key.hash, _hash(plain)):
            return None
        if key.last_used is None or now - key.last_used > LAST_USED_STEP:
            key.last_used = now
            key.save(update_fields=["last_used"])
    return key


def _hash(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
