"""What stands in the place of an identity: the same for the same somebody, and of no use to whoever has the database.

A digest without a key would be: member numbers and phones can all be tried. The key is made of that of the audit log,
which stays what it is when the field key is changed.
"""

import hashlib
import hmac
import json
import unicodedata

from django.conf import settings

from voxloom.accounts.isolation import current_workspace


def digest(what: str, *parts: str) -> str:
    """Of some texts, for one purpose, in the workspace at hand. Raises NoWorkspace."""
    text = json.dumps([what, current_workspace().pk, *parts])
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def plain(who: str) -> str:
    """An identity in one form, so that nobody has further attempts by capital letters or spaces."""
    return "".join(unicodedata.normalize("NFKC", who).casefold().split())


def _key() -> bytes:
    return hmac.new(str(settings.AUDIT_KEY).encode(), b"who callers are", hashlib.sha256).digest()
