"""Which make is used: those of one process, or those of several where there is a Redis."""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from voxloom.shared.breakers import Breakers, Permit
from voxloom.shared.files import FolderFiles
from voxloom.shared.leases import Holder, Leases
from voxloom.shared.rates import Rates
from voxloom.shared.s3_files import S3Files
from voxloom.shared.seats import Group, Seats
from voxloom.shared.states import KnownState, States

if TYPE_CHECKING:
    import redis


class CountsClients(Protocol):
    """How often clients may do something; both makes pass the same tests."""

    def wait_s(self, client: str, per_minute: int) -> float:
        """How long the client must wait; 0 when it may do it now. Nothing is counted."""

    def allows(self, client: str, per_minute: int) -> bool:
        """Whether the client may do it once more now; if so, it counts."""


class KeepsLeases(Protocol):
    """Who has what for a while, as a hint; both makes pass the same tests."""

    def take(self, name: str, owner: str, seconds: float) -> int | None:
        """The epoch; None while somebody else has it, `leases.UNKNOWN` when nobody can tell."""

    def renew(self, name: str, owner: str, seconds: float) -> bool | None:
        """Whether it is still theirs, and now is for so long; None when nobody can tell."""

    def release(self, name: str, owner: str, *, forget: bool = False) -> None:
        """Give it back, if it is theirs; `forget` it where nobody will ask for it again."""

    def holder(self, name: str) -> Holder | None:
        """Who has it now; None for nobody, or when nobody can tell."""


class KeepsBreakers(Protocol):
    """Who is left alone for a while; both makes pass the same tests."""

    @property
    def blocks(self) -> bool:
        """Whether asking waits for somebody, so that it is not for an event loop."""

    def asked(self, name: str) -> Permit | None:
        """Whether somebody may ask what is called so; then they must tell what came of it."""

    def ended(self, name: str, permit: Permit, *, ok: bool | None) -> None:
        """What came of it: an answer, a failure, or neither (None)."""

    def rest(self, name: str, seconds: float) -> None:
        """Who is called so wants to be left alone for so long, at most `breakers.LONGEST_REST_S`."""

    def opened(self) -> list[str]:
        """Who is left alone, or was and has not been asked since; by name. It may wait for somebody."""


class CountsSeats(Protocol):
    """How many of something go on at once; both makes pass the same tests."""

    def take(self, holder: str, groups: Sequence[Group], seconds: float) -> str | None:
        """A seat in each group, or in none; the name of the first group that is full."""

    def renew(self, holders: Iterable[tuple[str, Sequence[Group]]], seconds: float) -> None:
        """Those who sit go on sitting; who was forgotten meanwhile sits again."""

    def release(self, holder: str, groups: Sequence[Group]) -> None:
        """Give the seats back."""

    def count(self, name: str) -> int:
        """How many seats of a group are taken."""


class KeepsStates(Protocol):
    """The last states of conversations, with tokens, as a hint; both makes pass the same tests."""

    def put(self, call: str, known: KnownState) -> None:
        """Keep the state of a call for `states.LIFE_S`."""

    def get(self, call: str) -> KnownState | None:
        """The last state of a call, if it is known."""

    def drop(self, call: str) -> None:
        """The call is over."""


class KeepsFiles(Protocol):
    """Files by key; both makes pass the same tests. Not for an event loop. All raise FilesUnavailable, BadKey."""

    def put(self, key: str, data: bytes) -> None:
        """Keep a file, in the place of one that was there. Raises FileTooBig."""

    def get(self, key: str) -> bytes | None:
        """A file; None when there is none. Raises FileTooBig."""

    def delete(self, key: str) -> None:
        """Let a file go; one that is not there is no problem."""

    def keys(self, prefix: str = "") -> list[str]:
        """Those that begin so, in their order."""


@cache
def rates() -> CountsClients:
    """Those of this server."""
    if not settings.REDIS_URL:
        return Rates()
    from voxloom.shared.redis_rates import RedisRates  # noqa: PLC0415  the library takes 0.1 s, and commands have no use for it

    return RedisRates(_redis())


@cache
def leases() -> KeepsLeases:
    """Those of this server."""
    if not settings.REDIS_URL:
        return Leases()
    from voxloom.shared.redis_leases import RedisLeases  # noqa: PLC0415  as in `rates`

    return RedisLeases(_redis())


@cache
def breakers() -> KeepsBreakers:
    """Those of this server."""
    if not settings.REDIS_URL:
        return Breakers()
    from voxloom.shared.redis_breakers import RedisBreakers  # noqa: PLC0415  as in `rates`

    return RedisBreakers(_redis())


@cache
def seats() -> CountsSeats:
    """Those of this server."""
    if not settings.REDIS_URL:
        return Seats()
    from voxloom.shared.redis_seats import RedisSeats  # noqa: PLC0415  as in `rates`

    return RedisSeats(_redis())


@cache
def states() -> KeepsStates:
    """Those of this server."""
    if not settings.REDIS_URL:
        return States()
    from voxloom.shared.redis_states import RedisStates  # noqa: PLC0415  as in `rates`

    return RedisStates(_redis())


@cache
def shared_files() -> KeepsFiles | None:
    """What several machines share; None where each keeps its own."""
    store = settings.FILE_STORE
    if store is None:
        return None
    return FolderFiles(store) if isinstance(store, Path) else S3Files(store)


@cache
def files() -> KeepsFiles:
    """Those of this server: what is shared, else a folder of this machine."""
    return shared_files() or FolderFiles(Path(settings.DATA_DIR) / "files")


@cache
def _redis() -> "redis.Redis":
    """One pool of connections for all of them."""
    from voxloom.shared.redis_link import connect  # noqa: PLC0415  as in `rates`

    return connect(settings.REDIS_URL)


def forget() -> None:
    """Look at the settings anew; for tests."""
    for kept in (breakers, rates, leases, seats, states, shared_files, files, _redis):
        kept.cache_clear()
