"""Where an OpenAPI document comes from: a file, or an address that is asked once, by checked lines and not for ever."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flows.exchange.openapi.document import MOST_BYTES
from flows.exchange.openapi.plain import one_line
from voxloom.management.commands.verbs._bots import Stop
from voxloom.management.commands.verbs._files import unreadable

if TYPE_CHECKING:
    import httpx

MOST_SHOWN_CHARACTERS = 200
FETCH_S = 30.0
"""For all of a document of some megabytes."""
_ACCEPT = "application/json, application/yaml, text/yaml, */*;q=0.5"


def is_address(name: str) -> bool:
    """Whether a document is named by an address."""
    return "://" in name


def shown_name(name: str) -> str:
    """A file or an address in one line, of an address without what may be secret in it."""
    if is_address(name):
        plain = name.partition("?")[0].partition("#")[0]
        scheme, _, rest = plain.partition("://")
        place, slash, path = rest.partition("/")
        name = f"{scheme}://{place.rpartition('@')[2]}{slash}{path}"
    return one_line(name, MOST_SHOWN_CHARACTERS)


def document_bytes(name: str) -> bytes:
    """The bytes of a document, one more than it may have at most. Raises Stop."""
    if is_address(name):
        return fetched(name)
    path = Path(name)
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "does not exist"
            raise Stop(2, f"{shown_name(name)} {what}; give the file of an OpenAPI document, or its https address.")
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except ValueError:
        raise Stop(2, "That cannot be the name of a file.") from None
    except OSError as problem:
        raise unreadable(path, problem) from None


def fetched(url: str, client: "Callable[[], AbstractContextManager[httpx.Client]] | None" = None) -> bytes:
    """What lies at an address. Raises Stop."""
    import httpx  # noqa: PLC0415  it takes 0.1 s, and other documents are files

    from voxloom.outgoing.client import AddressRefused, checked_client  # noqa: PLC0415  as above

    shown = shown_name(url)
    try:
        if urlsplit(url).scheme.lower() != "https":
            raise Stop(2, f"{shown} is no https address.")
        made = client() if client is not None else checked_client(FETCH_S)
        headers = {"Accept": _ACCEPT, "Accept-Encoding": "identity", "User-Agent": "Voxloom"}
        with made as asking, asking.stream("GET", url, headers=headers) as answer:
            if answer.is_redirect:
                raise Stop(
                    1, f"{shown} leads elsewhere, and no redirect is followed; give the address of the document."
                )
            if not answer.is_success:
                raise Stop(1, f"{shown} answers with the status {answer.status_code}.")
            if answer.headers.get("content-encoding", "identity").lower() not in ("identity", ""):
                raise Stop(1, f"{shown} answers with something packed, which nobody asked for.")
            return _body(answer)
    except AddressRefused as problem:
        raise Stop(1, f"{shown} cannot be asked: {str(problem).rstrip('.')}.") from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as problem:
        raise Stop(1, f"{shown} cannot be fetched: {type(problem).__name__}.") from None


def _body(answer: "httpx.Response") -> bytes:
    pieces, size = [], 0
    for piece in answer.iter_raw():
        size += len(piece)
        pieces.append(piece)
        if size > MOST_BYTES:
            break
    return b"".join(pieces)
