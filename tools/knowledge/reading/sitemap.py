"""The addresses in a sitemap, by its pattern alone: nothing of XML is worked out that a stranger wrote."""

import re
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

_PLACE = re.compile(r"<loc>([^<]{1,2000}|[^<]{0,99}<!\[CDATA\[[^<\]]{1,2000}\]\]>[^<]{0,99})</loc>", re.IGNORECASE)

MOST_LISTED = 5_000
"""Of which five hundred are read; a file of 20 MB may hold a million, and taking them apart would hold up calls."""


def addresses(text: str) -> list[str]:
    """Each of the first addresses once, in their order; what is none is left out."""
    found = (_bare(match[1]) for match in islice(_PLACE.finditer(text), MOST_LISTED))
    return list(dict.fromkeys(address for address in found if _is_page(address)))


def lists_sitemaps(text: str) -> bool:
    """Whether it is a list of other sitemaps."""
    return "<sitemapindex" in text[:5_000].lower()


def _bare(written: str) -> str:
    return unescape(written.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip())


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
