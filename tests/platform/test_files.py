"""Files by key: what was put is got, whole or not at all, within bounds; a folder and a bucket alike."""

import asyncio
import contextlib
import os
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.platform.s3_server import s3_server
from voxloom.settings.environment import Environment
from voxloom.settings.file_store import read_file_store
from voxloom.shared import backing, files, s3_files
from voxloom.shared.backing import KeepsFiles
from voxloom.shared.files import BadKey, FilesUnavailable, FileTooBig, FolderFiles
from voxloom.shared.s3_files import Bucket, S3Files


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with s3_server() as running:
        yield running


_folders = iter(range(1_000))


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> KeepsFiles:
    if request.param == "folder":
        return FolderFiles(tmp_path / "files")
    own = replace(request.getfixturevalue("bucket"), prefix=f"test-{next(_folders)}/")
    return S3Files(own)


def test_what_was_put_is_got_and_listed_until_it_is_deleted(store: KeepsFiles) -> None:
    assert store.get("prompts/ab12.clause") is None
    assert store.keys() == []
    for key, data in {
        "prompts/ab12.clause": b"one",
        "prompts/cd.clause": b"",
        "lessons/ab.npz": b"\0\xff" * 999,
    }.items():
        store.put(key, data)
        assert store.get(key) == data
    store.put("prompts/ab12.clause", b"another")
    assert store.get("prompts/ab12.clause") == b"another"
    assert store.keys() == ["lessons/ab.npz", "prompts/ab12.clause", "prompts/cd.clause"]
    assert store.keys("prompts/") == ["prompts/ab12.clause", "prompts/cd.clause"]
    assert store.keys("prompts/ab") == ["prompts/ab12.clause"]
    assert store.keys("none/") == []
    store.delete("prompts/ab12.clause")
    store.delete("prompts/ab12.clause")
    assert store.get("prompts/ab12.clause") is None
    assert store.get("prompts") is None
    store.delete("prompts")
    assert store.keys("prompts/") == ["prompts/cd.clause"]


@pytest.mark.parametrize(
    "key",
    ["", "/", "../x", "a/../b", "a//b", "/etc/passwd", "a/", "A", "a b", ".hidden", "a/.b", "a\0", "é", "a" * 201],
)
def test_what_is_no_key_is_refused(store: KeepsFiles, key: str) -> None:
    uses: list[Callable[[], Any]] = [lambda: store.put(key, b""), lambda: store.get(key), lambda: store.delete(key)]
    for use in uses:
        with pytest.raises(BadKey):
            use()
    if key not in ("", "a/"):
        with pytest.raises(BadKey):
            store.keys(key)


def test_a_file_has_a_largest_size(store: KeepsFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put("big", b"x" * 2_000)
    for module in (files, s3_files):
        monkeypatch.setattr(module, "MAX_BYTES", 1_000)
    store.put("fits", b"x" * 1_000)
    with pytest.raises(FileTooBig):
        store.put("other", b"x" * 1_001)
    assert store.get("other") is None
    assert store.get("fits") == b"x" * 1_000
    with pytest.raises(FileTooBig):
        store.get("big")


def test_a_listing_has_an_end(store: KeepsFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        store.put(f"many/{number}", b"")
    for module in (files, s3_files):
        monkeypatch.setattr(module, "MOST_LISTED", 4)
    assert store.keys() == [f"many/{number}" for number in range(4)]


def test_on_an_event_loop_nothing_is_done(store: KeepsFiles) -> None:
    async def wrong() -> None:
        uses = (lambda: store.put("a", b""), lambda: store.get("a"), lambda: store.delete("a"), store.keys)
        for use in uses:
            with pytest.raises(RuntimeError, match="use a thread"):
                use()
        await asyncio.to_thread(store.put, "a", b"right")

    asyncio.run(wrong())
    assert store.get("a") == b"right"


def test_many_writers_and_readers_see_whole_files_only(store: KeepsFiles) -> None:
    whole = [bytes([letter]) * 50_000 for letter in b"abcd"]
    store.put("same", whole[0])
    seen: list[bytes | None] = []

    def work(data: bytes) -> None:
        for _ in range(5):
            for _ in range(20):  # the bucket of these tests is a fake that stumbles when it is asked twice at once
                with contextlib.suppress(FilesUnavailable):
                    store.put("same", data)
                    seen.append(store.get("same"))
                    break

    threads = [threading.Thread(target=work, args=(data,)) for data in whole]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(seen) == 20
    assert set(seen) <= set(whole)


# -- a folder ----------------------------------------------------------------------------------------------------------


def test_a_file_that_was_not_finished_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderFiles(tmp_path)
    store.put("a/b", b"old")

    def full(_self: Path, _target: Path) -> None:
        assert len(os.listdir(tmp_path / "a")) == 2
        assert store.keys() == ["a/b"]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FilesUnavailable, match="No space left on device"):
        store.put("a/b", b"new")
    assert store.get("a/b") == b"old"
    assert os.listdir(tmp_path / "a") == ["b"]


def test_a_folder_is_for_its_owner_alone_and_one_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    FolderFiles(tmp_path / "made").put("a/b", b"")
    assert stat.S_IMODE((tmp_path / "made" / "a" / "b").stat().st_mode) == 0o600
    (tmp_path / "file").write_text("")
    with pytest.raises(FilesUnavailable, match="cannot be kept"):
        FolderFiles(tmp_path / "file").put("a/b", b"")


# -- a bucket ----------------------------------------------------------------------------------------------------------


def test_a_wrong_key_is_told_without_naming_it(bucket: Bucket) -> None:
    for wrong in (replace(bucket, secret_key="a-secret"), replace(bucket, access_key="a-secret")):
        with pytest.raises(FilesUnavailable) as told:
            S3Files(wrong).get("a")
        assert "refused" in str(told.value)
        assert "a-secret" not in str(told.value)
    with pytest.raises(FilesUnavailable, match="NoSuchBucket"):
        S3Files(replace(bucket, name="no-such-bucket")).put("a", b"")


def test_a_server_that_is_away_or_silent_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONNECT_S", "ANSWER_S"):
        monkeypatch.setattr(s3_files, name, 0.2)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
        store = S3Files(Bucket("voxloom", "", nobody, "us-east-1", "key", "secret"))
        with pytest.raises(FilesUnavailable, match="cannot be reached: EndpointConnectionError"):
            store.get("a")
        listener.listen(8)
        with pytest.raises(FilesUnavailable, match="cannot be reached: (Read|Connect)Timeout"):
            store.put("a", b"data")


def test_a_bucket_is_listed_in_several_looks(bucket: Bucket) -> None:
    store = S3Files(replace(bucket, prefix="thousands/"))
    store.put("0", b"")
    real = store._connected()
    asked: list[dict[str, Any]] = []

    class InSmallLooks:
        """The same server, asked for two keys at a time."""

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def list_objects_v2(self, **fields: Any) -> Any:
            asked.append(fields)
            return real.list_objects_v2(**fields, MaxKeys=2)

    for number in range(1, 5):
        store.put(str(number), b"")
    store._client = InSmallLooks()
    assert store.keys() == ["0", "1", "2", "3", "4"]
    assert len(asked) == 3


# -- settings ----------------------------------------------------------------------------------------------------------


def read(**variables: str) -> tuple[Path | Bucket | None, list[str]]:
    environment = Environment(variables)
    return read_file_store(environment), environment.problems


def test_where_files_lie_is_read_from_the_environment() -> None:
    assert read() == (None, [])
    assert read(FILE_STORE_URL="file:///srv/vox%20loom") == (Path("/srv/vox loom"), [])
    assert read(FILE_STORE_URL="s3://bucket") == (Bucket("bucket"), [])
    given = {
        "FILE_STORE_URL": "s3://bucket/a/b/", "S3_ENDPOINT": "http://minio:9000", "S3_REGION": "eu-west-1",
        "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret",
    }  # fmt: skip
    bucket = Bucket("bucket", "a/b/", "http://minio:9000", "eu-west-1", "key", "secret")
    assert read(**given) == (bucket, [])
    assert "secret" not in repr(bucket)


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"FILE_STORE_URL": "ftp://x"}, "FILE_STORE_URL must be an address that begins with file:// or s3://"),
        ({"FILE_STORE_URL": "file://host/x"}, "FILE_STORE_URL must be as file:///srv/voxloom or s3://bucket/folder"),
        ({"FILE_STORE_URL": "s3://"}, "FILE_STORE_URL must be as file:///srv/voxloom or s3://bucket/folder"),
        ({"FILE_STORE_URL": "s3://[x/a"}, "FILE_STORE_URL must be as file:///srv/voxloom or s3://bucket/folder"),
        ({"FILE_STORE_URL": "s3://bucket/../x"}, "FILE_STORE_URL must be as file:///srv/voxloom or s3://bucket/folder"),
        ({"FILE_STORE_URL": "s3://bucket", "S3_ACCESS_KEY": "k"}, "S3_SECRET_KEY must be set where S3_ACCESS_KEY is"),
    ],
)
def test_what_does_not_fit_is_told(variables: dict[str, str], told: str) -> None:
    assert [problem[: len(told)] for problem in read(**variables)[1]] == [told]


@pytest.mark.usefixtures("anew")
def test_the_make_follows_the_settings(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert backing.shared_files() is None
    backing.files().put("a/b", b"here")
    assert (tmp_path / "files" / "a" / "b").read_bytes() == b"here"
    backing.forget()
    settings.FILE_STORE = tmp_path / "mounted"
    backing.files().put("a/b", b"there")
    assert (tmp_path / "mounted" / "a" / "b").read_bytes() == b"there"
    backing.forget()
    settings.FILE_STORE = Bucket("bucket")
    assert isinstance(backing.shared_files(), S3Files)
