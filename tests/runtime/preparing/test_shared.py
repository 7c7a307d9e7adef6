"""What machines share: a store that is away or too small is a line in the log, and is left alone for a while."""

import pytest

from runtime.preparing.shared import REST_S, SharedFiles
from tests.platform.clock import Clock
from voxloom.shared.files import FilesUnavailable, FileTooBig


class Store:
    """Files in memory; may be away."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.problem: Exception | None = None
        self.asked = 0

    def put(self, key: str, data: bytes) -> None:
        self._may_fail()
        self.kept[key] = data

    def get(self, key: str) -> bytes | None:
        self._may_fail()
        return self.kept.get(key)

    def delete(self, key: str) -> None: ...

    def keys(self, prefix: str = "") -> list[str]:
        return list(self.kept)

    def _may_fail(self) -> None:
        self.asked += 1
        if self.problem is not None:
            raise self.problem


def test_files_lie_under_their_name() -> None:
    store = Store()
    shared = SharedFiles(store, "lessons")
    shared.put("a.npz", b"1")
    assert store.kept == {"lessons/a.npz": b"1"}
    assert (shared.get("a.npz"), shared.get("b.npz")) == (b"1", None)


def test_a_store_that_is_away_is_left_alone_for_a_while(caplog: pytest.LogCaptureFixture) -> None:
    store, clock = Store(), Clock()
    shared = SharedFiles(store, "prompts", clock)
    store.problem = FilesUnavailable("It is away.")
    for _ in range(5):
        assert shared.get("a") is None
        shared.put("a", b"1")
    assert store.asked == 1
    assert caplog.text.count("prompts of bots are not shared for 30 s: It is away.") == 1
    store.problem = None
    clock.now_s += REST_S
    shared.put("a", b"1")
    assert shared.get("a") == b"1"


def test_a_file_that_is_too_big_is_not_shared_and_others_are(caplog: pytest.LogCaptureFixture) -> None:
    store = Store()
    shared = SharedFiles(store, "lessons")
    store.problem = FileTooBig("It is too big.")
    shared.put("big", b"1")
    store.problem = None
    shared.put("small", b"1")
    assert store.kept == {"lessons/small": b"1"}
    assert "not shared: It is too big." in caplog.text
