"""Pages and sitemaps are read from hosts that the workspace allows, within bounds. Blocks; for jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urljoin, urlsplit

import httpx

from tools.knowledge.addresses import checked_address, is_address
from tools.knowledge.reading.blocks import CannotRead
from tools.knowledge.reading.read import MOST_BYTES
from tools.knowledge.reading.sitemap import addresses, lists_sitemaps
from voxloom.outgoing.client import AddressRefused, checked_client

READ_S = 20.0
"""For one page, however slowly it comes and wherever it has moved to."""
MOST_PAGES = 500
"""Of a sitemap: a page takes a second or two, so that it is some ten jobs."""
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
    """A page; redirects are followed as far as the workspace allows their hosts, all within the time. Raises
    CannotRead."""
    until = monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        host = (urlsplit(checked_address(address)).hostname or "").lower()
        if not may_ask(host):
            raise CannotRead(f"{host} is not among the hosts that may be asked: `manage.py hosts --allow {host}`.")
        try:
            answer = _asked(address, max(0.1, until - monotonic()))
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


def listed(sitemap: str, of: str, may_ask: MayAsk) -> tuple[list[str], list[str]]:
    """What a sitemap lists: pages, and other sitemaps; those alone that lie on the host of the address `of`, which
    somebody named. Raises CannotRead."""
    host = urlsplit(checked_address(of)).hostname
    text = fetch(sitemap, may_ask).data.decode("utf-8", "replace")
    found = [address for address in addresses(text) if urlsplit(address).hostname == host and is_address(address)]
    return ([], found) if lists_sitemaps(text) else (found, [])
