"""What pages of the administration may do that no other page may (docs/adr/0043-two-policies.md).

Unfold runs on Alpine, which makes functions of the attributes of a page, and it writes its colours into a style
element. No script may stand in the page itself all the same, and scripts come from here alone.
"""

from typing import Any

from django.conf import settings

LOOSER: dict[str, list[Any]] = {
    **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": ["'self'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],  # a nonce beside it would switch it off
}
