"""Where a service sends a request on to, for tools that allow it."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from tools.bindings.credentials import NOBODY, Credentials
from tools.bindings.exchange import Answer
from tools.bindings.filling import Filled

ONWARD, AS_IT_WAS = frozenset({301, 302, 303, 307, 308}), frozenset({307, 308})
"""After the others a request that sends something would become a GET (RFC 9110 §15.4), and its effect be unknown."""
READS = frozenset({"GET", "HEAD"})
SENT = frozenset({"content-type", "idempotency-key"})
"""Headers of what is sent."""
OWN = frozenset({"accept", "user-agent", "accept-encoding", "content-type", "idempotency-key"})
"""Headers that say nothing of who asks: another host is told no others."""


@dataclass(frozen=True)
class Onward:
    """The request as it goes on."""

    filled: Filled
    auth: Credentials


def at(filled: Filled, where: str, auth: Credentials) -> Onward | None:
    """A question to where the answer to a request says that more is to be had; None where nobody may follow."""
    read = Filled("GET", filled.url, tuple(pair for pair in filled.headers if pair[0].lower() not in SENT), None)
    return followed(read, Answer(307, "", b"", {"location": where}), auth)


def followed(filled: Filled, answer: Answer, auth: Credentials) -> Onward | None:
    """None where the answer leads nowhere, or where nobody may follow: not from https to http, and what sends
    something only where it stays what it is. The host is for whoever asks to look at."""
    where = answer.headers.get("location", "")
    if answer.status not in ONWARD or not where or (filled.method not in READS and answer.status not in AS_IT_WAS):
        return None
    try:
        url = urljoin(filled.url, where)
        before, after = urlsplit(filled.url), urlsplit(url)
        same = (before.scheme, before.hostname, before.port) == (after.scheme, after.hostname, after.port)
    except ValueError:
        return None
    if after.scheme not in ("http", "https") or (before.scheme == "https" and after.scheme == "http"):
        return None
    if after.username is not None or after.password is not None or not after.hostname:
        return None
    if same:
        return Onward(Filled(filled.method, url, filled.headers, filled.body), auth)
    told = tuple((name, value) for name, value in filled.headers if name.lower() in OWN)
    return Onward(Filled(filled.method, url, told, filled.body), NOBODY)
