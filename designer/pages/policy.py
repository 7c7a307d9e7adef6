"""What pages of the designer may load and do: only what we serve and name, and no string becomes markup or code."""

from typing import Any

from csp.constants import NONCE
from django.conf import settings

STRICT: dict[str, list[Any]] = {
    "default-src": ["'none'"],
    # The bundle loads its YAML editor when that is opened: what a trusted script loads is trusted.
    "script-src": [NONCE, "'strict-dynamic'"],
    "style-src": ["'self'", NONCE],  # the editor writes one style element, with the nonce
    "style-src-attr": ["'none'"],
    "img-src": ["'self'", "data:"],  # the editor underlines findings by such images
    "font-src": ["'self'"],
    "connect-src": ["'self'", *settings.OWN_SOCKETS],
    "media-src": ["'self'", "blob:"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
}
