"""Pages and sitemaps are read from hosts that the workspace allows, within bounds. Blocks; for jobs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from tools.knowledge.addresses import checked_address
from tools.knowledge.reading.blocks import CannotRead
from tools.knowledge.reading.read import MOST_BYTES
from tools.knowledge.reading.sitemap import addresses, lists_sitemaps
from voxloom.outgoing.client import AddressRefused, checked_client

READ_S = 20.0
"""For one page, however slowly it comes."""
MOST_PAGES = 500
"""Of a sitemap: a page takes a second or two."""
MOST_REDIRECTS = 3
MOST_SITEMAPS = 20
AGENT = "Voxloom (reads pages that its operator names)"
MayAsk = Callable[[str], bool]


@dataclass(frozen=True)
class Fetched:
    """One page as it came."""

    address: str
    data: bytes
    content_type: str


def fetch(address: str, may_ask: MayAsk, *, seconds: float = READ_S) -> Fetched:
    """A page; redirects are followed as far as the workspace allows their hosts. Raises CannotRead."""
    for _ in range(MOST_REDIRECTS + 1):
        host = (urlsplit(checked_address(address)).hostname or "").lower()
        if not may_ask(host):
            raise CannotRead(f"{host} is not among the hosts that may be asked: `manage.py hosts --allow {host}`.")
        try:
            answer = _asked(address, seconds)
        except AddressRefused:
            raise CannotRead(f"{host} lies in a network that may not be asked (OUTGOING_NETWORKS).") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
            raise CannotRead(f"{host} cannot be reached ({type(problem).__name__}). Try again later.") from None
        if isinstance(answer, Fetched):
            return answer
        address = urljoin(address, answer)
    raise CannotRead(f"{host} leads on more than {MOST_REDIRECTS} times. Give the address at the end.")


def _asked(address: str, seconds: float) -> Fetched | str:
    """The page, or where it has moved. Raises CannotRead, what the client raises."""
    headers = {"User-Agent": AGENT, "Accept": "text/html, application/xhtml+xml, application/pdf, text/*, */*;q=0.1"}
    with checked_client(seconds) as client, client.stream("GET", address, headers=headers) as response:
        if response.is_redirect and (there := response.headers.get("location")):
            return str(there)
        if response.status_code != httpx.codes.OK:
            raise CannotRead(f"{address[:200]} answers with {response.status_code}. Look at it in a browser.")
        data = bytearray()
        for piece in response.iter_bytes():
            data += piece
            if len(data) > MOST_BYTES:
                raise CannotRead(f"{address[:200]} has more than {MOST_BYTES // 1_000_000} MB.")
        return Fetched(address, bytes(data), response.headers.get("content-type", ""))


def pages_of(sitemap: str, may_ask: MayAsk) -> list[str]:
    """The pages that a sitemap lists, those of its own host alone; the first `MOST_PAGES`. Raises CannotRead."""
    host = urlsplit(checked_address(sitemap)).hostname
    pages = dict.fromkeys(page for page in _listed(sitemap, may_ask) if urlsplit(page).hostname == host)
    if not pages:
        raise CannotRead("The sitemap lists no page of its own host.")
    return list(pages)[:MOST_PAGES]


def _listed(sitemap: str, may_ask: MayAsk) -> Iterator[str]:
    waiting, seen = [sitemap], set[str]()
    while waiting and len(seen) < MOST_SITEMAPS:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        text = fetch(address, may_ask).data.decode("utf-8", "replace")
        found = addresses(text)
        if lists_sitemaps(text):
            waiting += found
        else:
            yield from found
