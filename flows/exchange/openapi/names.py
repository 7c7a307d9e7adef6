"""Names of a document made into names of a bot."""

import re
import unicodedata

from flows.checks.secret_forms import secret_in, secret_under
from flows.expressions.conditions import RESERVED

MAX_CHARACTERS = 56
"""A name may have 64; a number may come behind it."""
MAX_BASE_CHARACTERS = 28
"""Of the name before `_api`, so that `NAME_SCHEME_client_secret` has 64 at most."""
SERVICE = "service"
"""What a service is called whose title says nothing."""
RESERVED_ARGUMENTS = RESERVED | frozenset("none is elif self super caller".split())
"""Words that mean something else in conditions or texts."""
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_MOST_READ = 200
BASE = re.compile(r"[a-z][a-z0-9_]*\Z")


def snake(text: str, otherwise: str, most: int = MAX_CHARACTERS) -> str:
    """A text as a name: small letters, digits and `_`, its humps parted.

    >>> snake("getHTTPStatus of 2 accountIDs", "operation")
    'get_http_status_of_2_account_ids'
    """
    plain = unicodedata.normalize("NFKD", text[:_MOST_READ]).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", _HUMPS.sub("_", plain).lower()).strip("_")
    if not name:
        return otherwise
    name = (name if name[0].isalpha() else f"x_{name}")[:most].strip("_")
    return name if secret_in(name) is None else otherwise


def argument(text: str) -> str:
    """The name of an argument, which texts can use."""
    name = snake(text, "value")
    return f"{name}_value" if name in RESERVED_ARGUMENTS else name


def base_name(title: str) -> str:
    """What the names of a service begin with, by its title; what looks like a secret is none.

    >>> base_name("Riverbank Open API")
    'riverbank_open'
    """
    name = snake(title, SERVICE, MAX_BASE_CHARACTERS)
    while name.endswith("_api"):
        name = name.removesuffix("_api")
    if name in ("api", "open", "openapi", "swagger") or secret_under("token", f"{name}_token") is not None:
        return SERVICE
    return name


class Taken:
    """Names that are taken, counted on in no more time however many there are."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, name: str) -> str:
        """The name, or with the first number behind it that makes it another one; it is taken then."""
        made, at = name, self._next.get(name, 1)
        while made in self._next:
            at += 1
            made = f"{name}_{at}"
        self._next[made] = 1
        self._next[name] = at
        return made
