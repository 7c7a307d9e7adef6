import asyncio
import os
from pathlib import Path

import pytest

from runtime.media import opus
from runtime.speech import store as store_module
from runtime.speech.results import SpokenClause
from runtime.speech.store import ClauseStore

PACKET = opus.SILENCE_20_MS


def clause(text: str, packets: int = 3, size: int = 60) -> SpokenClause:
    made = tuple(PACKET + bytes([number % 256]) * size for number in range(packets))
    return SpokenClause(text, made, packets * 20, 0)


def kept(store: ClauseStore, *texts: str, speed: float = 1.0) -> list[SpokenClause]:
    return asyncio.run(store.load("joe", speed, texts))


def keep(store: ClauseStore, *clauses: SpokenClause) -> None:
    async def each() -> None:
        for one in clauses:
            await store.keep("joe", 1.0, one)

    asyncio.run(each())


def test_another_process_finds_what_was_kept(tmp_path: Path) -> None:
    keep(ClauseStore(tmp_path), clause("Hello."), clause("Goodbye.", packets=1, size=0))
    store = ClauseStore(tmp_path)
    assert not store.holds("joe", 1.0, "Hello.")
    assert kept(store, "Goodbye.", "Nothing.", "Hello.") == [clause("Goodbye.", packets=1, size=0), clause("Hello.")]
    assert store.holds("joe", 1.0, "Hello.")
    assert not store.holds("joe", 1.0, "Nothing.")
    assert kept(store, "Hello.", speed=1.1) == []


def test_another_model_or_sound_has_clauses_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(ClauseStore(tmp_path), clause("Hello."))
    monkeypatch.setattr(store_module, "_voice_version", lambda: "another one")
    assert kept(ClauseStore(tmp_path), "Hello.") == []


def test_no_words_stand_on_the_disk(tmp_path: Path) -> None:
    keep(ClauseStore(tmp_path), clause("Hello."))
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert b"Hello" not in path.read_bytes() + str(path).encode()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:7],
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: b"XXXX" + data[4:],
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
    ],
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: object, caplog: pytest.LogCaptureFixture) -> None:
    store = ClauseStore(tmp_path)
    keep(store, clause("Hello."), clause("Goodbye."))
    path = store.path("joe", 1.0, "Hello.")
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert kept(store, "Hello.", "Goodbye.") == [clause("Goodbye.")]
    assert "cannot be used" in caplog.text
    assert not store.holds("joe", 1.0, "Hello.")
    keep(store, clause("Hello."))
    assert kept(store, "Hello.") == [clause("Hello.")]


def test_what_is_no_opus_is_not_played(tmp_path: Path) -> None:
    store = ClauseStore(tmp_path)
    keep(store, SpokenClause("Hello.", (b"",), 20, 0), SpokenClause("Goodbye.", (), 0, 0))
    assert kept(store, "Hello.", "Goodbye.") == []


def test_what_was_unused_for_longest_goes_first(tmp_path: Path) -> None:
    store = ClauseStore(tmp_path, limit_bytes=1_800)
    big = [clause(f"{number}.", packets=10, size=40) for number in range(4)]
    for age, one in enumerate(big[:3]):
        keep(store, one)
        os.utime(store.path("joe", 1.0, one.text), (1000 + age, 1000 + age))
    assert kept(store, "0.") == big[:1]  # used just now
    assert 1_200 < sum(path.stat().st_size for path in tmp_path.rglob("*.clause")) <= 1_800
    keep(store, big[3])
    assert kept(store, "0.", "1.", "2.", "3.") == [big[0], big[2], big[3]]
    keep(store, clause("5.", packets=100))
    assert kept(store, "5.") == []  # larger than all room
    assert not store.holds("joe", 1.0, "1.")


def test_a_disk_that_takes_nothing_is_a_line_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "prompts").write_text("a file where the folder should be")
    store = ClauseStore(tmp_path / "prompts")
    keep(store, clause("Hello."), clause("Goodbye."))
    assert caplog.text.count("prompts cannot be kept") == 1
    store.close()
