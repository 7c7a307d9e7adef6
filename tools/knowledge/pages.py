"""Reading what a version is made of, one page at a time: a page is stored with its passages or not at all."""

import hashlib
import json
from collections.abc import Iterator, Sequence

from django.db import transaction

from tools.knowledge import chunking
from tools.knowledge.chunking import Passage, passages
from tools.knowledge.fetching import MOST_PAGES, MOST_SITEMAPS, MayAsk, fetch, listed
from tools.knowledge.index import vocabulary
from tools.knowledge.models import Chunk, Document, DocumentVersion, Page, Words
from tools.knowledge.reading.blocks import CannotRead, Reading
from tools.knowledge.reading.read import kind_of, read
from tools.knowledge.rows import passage_of
from voxloom.given.keeping import everything
from voxloom.shared.backing import files
from voxloom.shared.files import FilesUnavailable

MOST_PASSAGES = 20_000
"""Of one document: a thousand pages have some three thousand."""
WORDS_AT_ONCE = 200
"""In one row with their vectors: 360 kB."""
MOST_WORDS = 20_000
"""Whose vectors are kept, of one document; a book has ten thousand."""


class TooMuch(CannotRead):
    """Not one page too many, but the whole document."""


def read_page(document: Document, version: DocumentVersion, page: Page) -> None:
    """Read one page of a version and store what is in it. A page of a sitemap that cannot be read is left out, and why
    is noted; raises CannotRead for any other, and where there is too much."""
    try:
        if page.lists:
            _list(document, version, page)
        else:
            _cut(document, version, page)
    except CannotRead as problem:
        if page.place == 0 or isinstance(problem, TooMuch):
            raise
        page.problem, page.done = str(problem)[:300], True
        page.save(update_fields=("problem", "done"))


def all_read(version: DocumentVersion) -> None:
    """Every page is read: what the version is known by, and its words. Raises CannotRead where there is nothing."""
    pages = list(version.pages.filter(lists=False).values_list("digest", "problem"))
    digests = [digest for digest, _ in pages if digest]
    if not digests:
        problems = [problem for _, problem in pages if problem]
        raise CannotRead(problems[-1] if problems else "There are no words in it.")
    alone = digests[0] if len(pages) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    rows = Chunk.objects.filter(version=version).defer("vector", "sentence_vectors").iterator(500)
    words = vocabulary([passage_of(row) for row in rows])[:MOST_WORDS]
    with transaction.atomic():
        version.word_rows.all().delete()
        Words.objects.bulk_create(
            Words(version=version, place=place, words=words[begin : begin + WORDS_AT_ONCE])
            for place, begin in enumerate(range(0, len(words), WORDS_AT_ONCE))
        )
        version.content_hash = alone
        version.save(update_fields=("content_hash",))


def _list(document: Document, version: DocumentVersion, page: Page) -> None:
    """What a sitemap lists is read after it: pages of its own host, and other sitemaps."""
    pages, maps = listed(page.address, document.address, everything().may_ask)
    known = dict(Page.objects.filter(version=version).values_list("address", "lists"))
    room = {True: MOST_SITEMAPS - sum(known.values()), False: MOST_PAGES - sum(not lists for lists in known.values())}
    new = [(address, False) for address in pages if address not in known][: max(0, room[False])]
    new += [(address, True) for address in maps if address not in known][: max(0, room[True])]
    if page.place == 0 and not new:
        raise CannotRead("The sitemap lists no page of its own host.")
    with transaction.atomic():
        Page.objects.bulk_create(
            Page(version=version, place=place, address=address, lists=lists)
            for place, (address, lists) in enumerate(new, len(known))
        )
        page.done = True
        page.save(update_fields=("done",))


def _cut(document: Document, version: DocumentVersion, page: Page) -> None:
    reading = read_file(document) if not page.address else _page(page.address, everything().may_ask)
    found = passages(reading.blocks)
    if not found:
        raise CannotRead("There are no words in it.")
    count = version.passages + len(found)
    if count > MOST_PASSAGES:
        raise TooMuch(f"It has {count:,} passages and more; {MOST_PASSAGES:,} can be searched. Split it.")
    with transaction.atomic():
        Chunk.objects.bulk_create(_rows(version, reading.address, found), batch_size=500)
        version.passages = count
        version.title = reading.title[:200] if page.place == 0 else ""
        version.save(update_fields=("passages", "title"))
        page.digest, page.done = _digest(reading.address, found, version.made_with), True
        page.save(update_fields=("digest", "done"))


def _rows(version: DocumentVersion, address: str, found: Sequence[Passage]) -> Iterator[Chunk]:
    for place, passage in enumerate(found, version.passages):
        told = [[sentence.text, sentence.part] for sentence in passage.sentences]
        yield Chunk(
            version=version, place=place, headings=list(passage.headings), sentences=told, page=passage.page,
            address=address[:1000],
        )  # fmt: skip


def _digest(address: str, found: Sequence[Passage], versions: str) -> str:
    told = [[address, passage.headings, [[each.text, each.part] for each in passage.sentences]] for passage in found]
    return hashlib.sha256(json.dumps([chunking.VERSION, versions, told]).encode()).hexdigest()


def read_file(document: Document) -> Reading:
    """A file that was given. Raises CannotRead."""
    try:
        data = files().get(document.file_key)
    except FilesUnavailable:
        raise CannotRead("The files of this server cannot be read now. Try again later.") from None
    if data is None:
        raise CannotRead("Its file is gone. Add it again.")
    return read(data, kind_of(document.file_name, data))


def _page(address: str, may_ask: MayAsk) -> Reading:
    fetched = fetch(address, may_ask)
    name = fetched.address.partition("?")[0].rpartition("/")[2]
    reading = read(fetched.data, kind_of(name, fetched.data, fetched.content_type))
    return Reading(reading.title, reading.blocks, fetched.address)
