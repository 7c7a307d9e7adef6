"""A version is read page by page: each is stored whole or not at all, and a sitemap's in steps of one page each."""

import pytest

from tests.platform.http_server import Quiet, serving
from tests.tools.knowledge.test_indexing import Embeds, fresh, given, work
from tools.knowledge import pages
from tools.knowledge.indexing import make
from tools.knowledge.keeping import add_address, index
from tools.knowledge.loading import loaded, standings
from tools.knowledge.models import Chunk, Document, DocumentVersion
from tools.knowledge.reading.blocks import CannotRead
from voxloom.given.keeping import allow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


def test_a_file_that_is_gone_is_told() -> None:
    document = given()
    Document.objects.update(file_key="knowledge/1/nothing")
    with pytest.raises(CannotRead, match="Add it again"):
        make(fresh(document), work())


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PASSAGES", 2)
    with pytest.raises(CannotRead, match="Split it"):
        make(given(), work())


class Site(Quiet):
    """A sitemap, two pages, and one that is not there."""

    def do_GET(self) -> None:
        pages = {
            "/a": b"<main><h1>Fees</h1><p>A transfer costs 2 euros.</p></main>",
            "/b": b"<main><h1>Hours</h1><p>We open at 9.</p></main>",
            "/map.xml": "".join(f"<loc>{self.server.at}/{page}</loc>" for page in ("a", "gone", "b")).encode(),
        }
        found = pages.get(self.path)
        self.answer(200 if found else 404, found or b"", Content_Type="text/html")


@pytest.mark.usefixtures("outgoing_loopback")
def test_the_pages_of_a_sitemap_are_one_document() -> None:
    with serving(Site) as site:
        allow("127.0.0.1")
        document = add_address("site", f"{site.at}/map.xml", sitemap=True, title="our site")
        assert make(document, work())
        document = fresh(document)
        assert document.given is not None
        addresses = list(Chunk.objects.values_list("address", flat=True))
        assert addresses == [f"{site.at}/a", f"{site.at}/b"]
        page = add_address("page", f"{site.at}/a")
        make(page, work())
        assert fresh(page).called == "Fees"


class Growing(Quiet):
    """A list of sitemaps: one of eight pages, one of a host that nobody named, one that lies inside, and one that is
    not there. What a page says hangs on what the test has written."""

    asked: list[str] = []
    text = "A transfer costs 2 euros."

    def do_GET(self) -> None:
        here = self.server.at
        type(self).asked.append(self.path)
        inside = "<loc>http://169.254.169.254/latest/meta-data</loc><loc>http://[::1]:9/map.xml</loc>"
        listed = "".join(f"<loc>{here}/{number}</loc>" for number in range(8))
        if self.path == "/map.xml":
            other = "<loc>http://other.example/map.xml</loc>"
            found = f"<sitemapindex><loc>{here}/pages.xml</loc><loc>{here}/gone.xml</loc>{other}{inside}</sitemapindex>"
            self.answer(200, found.encode())
        elif self.path == "/pages.xml":
            self.answer(200, f"<urlset>{listed}<loc>{here}/broken</loc>{inside}</urlset>".encode())
        elif self.path in ("/gone.xml", "/broken"):
            self.answer(404, b"")
        else:
            page = f"<title>Page</title><main><h1>Fees {self.path[1:]}</h1><p>{self.text}</p></main>"
            self.answer(200, page.encode(), Content_Type="text/html")


@pytest.fixture
def growing() -> type[Growing]:
    """With nothing asked yet."""
    Growing.asked, Growing.text = [], "A transfer costs 2 euros."
    return Growing


def in_parts(document: Document, embed: Embeds | None = None) -> int:
    """Parts whose time is over when they begin, until it is whole; how many."""
    parts = 1
    while not make(fresh(document), work(embed, seconds=0.0)):
        parts += 1
        assert parts < 60
    return parts


@pytest.mark.usefixtures("outgoing_loopback")
def test_a_sitemap_is_read_in_steps_that_go_on_where_they_stopped(growing: type[Growing]) -> None:
    with serving(growing) as site:
        allow("127.0.0.1")
        document = add_address("site", f"{site.at}/map.xml", sitemap=True)
        told: list[float] = []
        parts = 1
        while not make(fresh(document), work(seconds=0.0, tell=lambda share, _: told.append(share))):
            parts += 1
        assert parts >= 12  # a step each: two sitemaps, nine pages, one that is gone, and vectors
        assert sorted(growing.asked) == sorted(
            ["/map.xml", "/pages.xml", "/gone.xml", "/broken", *(f"/{number}" for number in range(8))]
        )
        assert told == sorted(told)
        assert len(set(told)) > 8
        document = fresh(document)
        assert (document.state, document.current.passages) == ("ready", 8)
        assert list(Chunk.objects.values_list("place", flat=True)) == list(range(8))
        assert "2 of 12 pages are left out" in document.problem
        assert document.called == ""  # a sitemap calls itself nothing


@pytest.mark.usefixtures("outgoing_loopback")
def test_the_pages_of_before_answer_while_a_sitemap_is_read_again(growing: type[Growing]) -> None:
    with serving(growing) as site:
        allow("127.0.0.1")
        document = add_address("site", f"{site.at}/map.xml", sitemap=True)
        in_parts(document)
        before = fresh(document).current_id
        index(fresh(document))
        embeds = Embeds()
        in_parts(document, embeds)
        assert (fresh(document).current_id, embeds.calls) == (before, [])  # nothing has changed
        growing.text = "A transfer costs 3 euros."
        index(fresh(document))
        assert not make(fresh(document), work(seconds=0.0))
        assert loaded([("site", standings("hashed 1")["site"].version or 0)])[0].passages[0].text == (
            "A transfer costs 2 euros."
        )
        in_parts(document)
        assert loaded([("site", standings("hashed 1")["site"].version or 0)])[0].passages[0].text == growing.text


@pytest.mark.usefixtures("outgoing_loopback")
def test_what_was_never_whole_is_let_go(growing: type[Growing]) -> None:
    with serving(growing) as site:
        allow("127.0.0.1")
        document = add_address("site", f"{site.at}/map.xml", sitemap=True)
        for _ in range(3):
            for _ in range(4):
                make(fresh(document), work(seconds=0.0))
            index(fresh(document))
        make(fresh(document), work(seconds=0.0))
        assert DocumentVersion.objects.count() == 1


@pytest.mark.usefixtures("outgoing_loopback")
def test_bounds_of_a_sitemap(growing: type[Growing], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 3)
    with serving(growing) as site:
        allow("127.0.0.1")
        document = add_address("site", f"{site.at}/map.xml", sitemap=True)
        in_parts(document)
        assert fresh(document).current.passages == 3
        monkeypatch.setattr(pages, "MOST_PASSAGES", 2)
        index(fresh(document))
        with pytest.raises(CannotRead, match="Split it"):
            in_parts(document)


@pytest.mark.usefixtures("outgoing_loopback")
def test_a_sitemap_without_pages_is_told(growing: type[Growing]) -> None:
    with serving(growing) as site:
        allow("127.0.0.1")
        with pytest.raises(CannotRead, match="no page of its own host"):
            make(add_address("site", f"{site.at}/1", sitemap=True), work())


@pytest.mark.usefixtures("outgoing_loopback")
def test_a_host_that_nobody_allowed_is_not_asked() -> None:
    with serving(Site) as site, pytest.raises(CannotRead, match="hosts --allow 127.0.0.1"):
        make(add_address("page", f"{site.at}/a"), work())
