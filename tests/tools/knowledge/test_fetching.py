"""Pages are read from hosts that may be asked, within bounds, redirects included."""

import pytest

from tests.platform.http_server import Quiet, serving
from tools.knowledge import fetching
from tools.knowledge.fetching import MOST_REDIRECTS, fetch, listed
from tools.knowledge.reading.blocks import CannotRead

pytestmark = pytest.mark.usefixtures("outgoing_loopback")


class Site(Quiet):
    """Pages, one that leads on, one that leads round, a large one, and sitemaps."""

    def do_GET(self) -> None:
        here = self.server.at
        if self.path == "/moved":
            self.answer(302, Location="/page")
        elif self.path == "/away":
            self.answer(302, Location="http://other.example/")
        elif self.path == "/round":
            self.answer(301, Location="/round")
        elif self.path == "/large":
            self.answer(200, b"a" * 2_000)
        elif self.path == "/index.xml":
            self.answer(
                200, f"<sitemapindex><loc>{here}/map.xml</loc><loc>{here}/index.xml</loc></sitemapindex>".encode()
            )
        elif self.path == "/map.xml":
            self.answer(200, f"<loc>{here}/page</loc><loc>http://other.example/x</loc>".encode())
        elif self.path == "/empty.xml":
            self.answer(200, b"<urlset></urlset>")
        elif self.path == "/page":
            self.answer(200, b"<p>Hello</p>", Content_Type="text/html")
        else:
            self.answer(404)


def here_only(host: str) -> bool:
    return host == "127.0.0.1"


def test_a_page_and_where_it_moved_to() -> None:
    with serving(Site) as site:
        found = fetch(f"{site.at}/moved", here_only)
        assert (found.address, found.data, found.content_type) == (f"{site.at}/page", b"<p>Hello</p>", "text/html")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/away", "other.example is not among"),
        ("/round", f"more than {MOST_REDIRECTS}"),
        ("/gone", "404"),
        ("/large", "MB"),
    ],
)
def test_what_is_refused(path: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000)
    with serving(Site) as site, pytest.raises(CannotRead, match=says):
        fetch(f"{site.at}{path}", here_only)


def test_a_network_inside_is_not_asked(settings: object) -> None:
    settings.OUTGOING_NETWORKS = ()  # type: ignore[attr-defined]
    with serving(Site) as site, pytest.raises(CannotRead, match="OUTGOING_NETWORKS"):
        fetch(f"{site.at}/page", here_only)


def test_who_is_not_there() -> None:
    with serving(Site) as site:
        at = site.at
    with pytest.raises(CannotRead, match="cannot be reached"):
        fetch(f"{at}/page", here_only)


def test_a_sitemap_lists_pages_of_its_own_host() -> None:
    with serving(Site) as site:
        root = f"{site.at}/index.xml"
        assert listed(root, root, here_only) == ([], [f"{site.at}/map.xml", root])
        assert listed(f"{site.at}/map.xml", root, here_only) == ([f"{site.at}/page"], [])
        assert listed(f"{site.at}/empty.xml", root, here_only) == ([], [])
        assert listed(f"{site.at}/map.xml", "http://third.example/index.xml", here_only) == ([], [])


def test_all_that_leads_on_has_the_time_of_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    def asked(_address: str, seconds: float) -> str:
        given.append(seconds)
        return "/round"

    now = iter(range(0, 100, 6))
    monkeypatch.setattr(fetching, "monotonic", lambda: float(next(now)))
    monkeypatch.setattr(fetching, "_asked", asked)
    with pytest.raises(CannotRead):
        fetch("http://127.0.0.1/round", here_only, seconds=20.0)
    assert given == [14.0, 8.0, 2.0, 0.1]
