"""Vectors of passages searched by PostgreSQL, where its extension `vector` (pgvector 0.7 or newer) is installed: for
bases too large to be in the memory of each process.

The rows of passages have a column more there, which is no field: databases without the extension lack it, and what is
in it can be made again from the rows. It is made after each migration, so whoever installs the extension later migrates
once more. The search is exact: one version at a time is looked at, by the index of places that there is.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from tools.knowledge.chunking import Passage
from tools.knowledge.models import Chunk
from tools.knowledge.rows import passage_of
from tools.knowledge.vectors import Halves, Near, Places, Vectors, step_of
from voxloom.accounts.isolation import everywhere

log = logging.getLogger(__name__)

COLUMN = "embedding"
TYPE = "halfvec"
"""16-bit numbers: a row of 896 is 1.8 kB and stays in its page, where one of 32 bits is stored apart and read twice as
slowly. Rankings are the same (`tools.knowledge.vectors.Halves`)."""
NEAREST = 50
"""Passages that the database gives, of which twelve are looked at: those with the question's words are asked for
besides."""
AT_ONCE = 200
_PLACE = f'"{Chunk._meta.db_table}"."{COLUMN}"'


def prepare() -> None:
    """Make the column where the database can have it, and fill it for passages that are there. Never fails: where it
    cannot be, vectors are searched in memory."""
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic():
            ready = is_there() or _made()
    except DatabaseError as problem:
        log.info("vectors are searched in memory, not by the database: %s", type(problem).__name__)
        return
    if ready:
        with everywhere("vectors of passages are given to the database"):
            _fill()


def _made() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
        if cursor.fetchone() is None:
            return False
        cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
        cursor.execute("SELECT to_regtype(%s)", [TYPE])
        if cursor.fetchone()[0] is None:
            log.info("vectors are searched in memory: pgvector is older than 0.7")
            return False
        table = connection.ops.quote_name(Chunk._meta.db_table)
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {COLUMN} {TYPE}")
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {COLUMN} SET STORAGE MAIN")
    return True


def _fill() -> None:
    left = Chunk.objects.exclude(vector=None).filter(_is_missing()).defer("sentence_vectors")
    while rows := list(left.order_by("pk")[:AT_ONCE]):
        keep(rows)


def is_there() -> bool:
    """Whether the database at hand can search vectors."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = %s AND NOT attisdropped",
            [Chunk._meta.db_table, COLUMN],
        )
        return cursor.fetchone() is not None


def keep(rows: Sequence[Chunk]) -> None:
    """Give the database the vectors of passages, where it searches them."""
    if not rows or not is_there():
        return
    table = connection.ops.quote_name(Chunk._meta.db_table)
    given = [value for row in rows for value in (row.pk, _written(np.frombuffer(row.vector or b"", "<f4")))]
    values = ", ".join([f"(%s, %s::{TYPE})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS kept SET {COLUMN} = given.vector "  # noqa: S608 - names of ours
            f"FROM (VALUES {values}) AS given (pk, vector) WHERE kept.id = given.pk",
            given,
        )


def searches(versions: Sequence[int]) -> bool:
    """Whether these are searched there: they are large enough together, and all their vectors are there."""
    rows = Chunk.objects.filter(version__in=versions)
    least = settings.KNOWLEDGE_IN_DATABASE_FROM
    if not least or not is_there() or rows.count() < least:
        return False
    return not rows.filter(_is_missing()).exists()


def _is_missing() -> RawSQL:
    return RawSQL(f"{_PLACE} IS NULL", [], models.BooleanField())  # noqa: S611 - names of ours


def _distance(vector: Vectors) -> RawSQL:
    """The negative product."""
    return RawSQL(f"{_PLACE} <#> %s::{TYPE}", [_written(vector)], models.FloatField())  # noqa: S611 - as above


@dataclass(frozen=True)
class Kept:
    """A version whose vectors stay there. `places`: of its passages, in their order; `sample`: every so-many-th
    vector."""

    version: int
    places: npt.NDArray[np.int64]
    sample: Halves


def loaded(version: int, rows: "models.QuerySet[Chunk]") -> tuple[tuple[Passage, ...], Kept]:
    """The passages of a version, read without their vectors but for those of the sample."""
    found = [(row.place, row.pk, passage_of(row)) for row in rows.defer("vector", "sentence_vectors").iterator(500)]
    sampled = [pk for _, pk, _ in found[:: step_of(len(found))]]
    vectors = dict(Chunk.objects.filter(pk__in=sampled).values_list("pk", "vector"))
    sample = np.stack([np.frombuffer(bytes(vectors[pk]), "<f4") for pk in sampled]).astype(np.float16)
    places = np.array([place for place, _, _ in found])
    return tuple(passage for _, _, passage in found), Kept(version, places, sample)


class InDatabase:
    """Vectors of some documents, asked in the workspace at hand. Raises DatabaseError."""

    asks_database = True

    def __init__(self, documents: Mapping[str, Kept]) -> None:
        """`documents`: by name, in the order of the index."""
        self._documents = documents
        self._begins = dict[int, int]()
        begin = 0
        for kept in documents.values():
            self._begins[kept.version] = begin
            begin += len(kept.places)
        self._at = {
            (kept.version, int(place)): self._begins[kept.version] + number
            for kept in documents.values()
            for number, place in enumerate(kept.places)
        }

    def near(self, vector: Vectors, among: npt.NDArray[np.bool_], also: Places) -> Near:
        """The nearest ones and those that are asked for besides, as of now: a version that is gone has none."""
        used = [version for version, begin in self._begins.items() if among[begin]]
        rows = Chunk.objects.filter(version__in=used).annotate(distance=_distance(vector))
        shown = ("version_id", "place", "distance")
        found = list(rows.order_by("distance").values_list(*shown)[:NEAREST])
        if len(also):
            found += rows.filter(self._rows_of(also)).order_by().values_list(*shown)
        likeness = {self._at[version, place]: -distance for version, place, distance in found}
        return Near(np.array(list(likeness), np.int64), np.array(list(likeness.values()), np.float32))

    def usual(self, document: str, vector: Vectors) -> Vectors:
        """Of the sample, which is in memory."""
        products: Vectors = self._documents[document].sample.astype(np.float32) @ vector
        return products

    def sentences(self, places: Sequence[int]) -> list[Vectors]:
        """One row a sentence; none where a passage is gone."""
        rows = (
            Chunk.objects.filter(self._rows_of(places))
            .order_by()
            .values_list("version_id", "place", "sentence_vectors")
        )
        width = next(iter(self._documents.values())).sample.shape[1] if self._documents else 0
        found = {
            self._at[version, place]: np.frombuffer(bytes(made), "<f2").reshape(-1, width).astype(np.float32)
            for version, place, made in rows
        }
        return [found.get(place, np.zeros((0, width), np.float32)) for place in places]

    def _rows_of(self, places: Iterable[Any]) -> Q:
        wanted: dict[int, list[int]] = {}
        for place in places:
            kept = self._document_of(int(place))
            wanted.setdefault(kept.version, []).append(int(kept.places[int(place) - self._begins[kept.version]]))
        condition = Q(pk__in=())
        for version, some in wanted.items():
            condition |= Q(version=version, place__in=some)
        return condition

    def _document_of(self, place: int) -> Kept:
        return next(kept for kept in reversed(tuple(self._documents.values())) if place >= self._begins[kept.version])


def _written(vector: npt.NDArray[np.floating]) -> str:
    """As PostgreSQL reads it."""
    return "[" + ",".join(f"{value:.6g}" for value in vector.tolist()) + "]"
