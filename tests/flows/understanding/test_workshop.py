"""Learning, and recalling what was learned."""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flows.definition.bot import Bot
from flows.understanding import workshop as tested
from flows.understanding.lessons import Learned, Lesson
from flows.understanding.slot_names import SlotNames
from flows.understanding.workshop import MOST_KEPT, Workshop, keep, recall


class Counting:
    """Vectors by chance; counts how often they are asked for."""

    def __init__(self, versions: str = "one") -> None:
        self.versions = versions
        self.asked = 0

    async def embed(self, sentences: Sequence[str]) -> np.ndarray:
        self.asked += 1
        rows = np.random.default_rng(len(sentences)).normal(size=(len(sentences), 8)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def lesson(starter_bots: dict[str, Bot]) -> Lesson:
    bot = starter_bots["riverbank"]
    return Lesson.of(bot, SlotNames.of(bot))


def _learn(workshop: Workshop, lesson: Lesson, embedder: Counting) -> Learned:
    return asyncio.run(workshop.learned(lesson, embedder))


def test_is_learned_once(tmp_path: Path, lesson: Lesson) -> None:
    embedder = Counting()
    first, second = (_learn(Workshop(tmp_path / "new"), lesson, embedder) for _ in range(2))
    assert embedder.asked == 1
    assert all(np.array_equal(first.arrays()[name], second.arrays()[name]) for name in first.arrays())
    assert [file.suffix for file in (tmp_path / "new").iterdir()] == [".npz"]


def test_other_vectors_are_another_lesson(tmp_path: Path, lesson: Lesson) -> None:
    for versions in ("one", "two"):
        embedder = Counting(versions)
        _learn(Workshop(tmp_path), lesson, embedder)
        assert embedder.asked == 1


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_made_anew(tmp_path: Path, lesson: Lesson, content: bytes) -> None:
    embedder = Counting()
    (tmp_path / f"{lesson.key('one')}.npz").write_bytes(content)
    for _ in range(2):
        _learn(Workshop(tmp_path), lesson, embedder)
    assert embedder.asked == 1


def test_a_file_that_would_run_code_is_not_read(tmp_path: Path, lesson: Lesson) -> None:
    path = tmp_path / "bad.npz"
    np.savez(path, vectors=np.array([print], dtype=object), allow_pickle=True)
    assert recall(path, lesson) is None


def test_goes_on_without_room_for_files(tmp_path: Path, lesson: Lesson) -> None:
    (tmp_path / "file").write_text("in the way")
    embedder = Counting()
    _learn(Workshop(tmp_path / "file" / "folder"), lesson, embedder)
    assert embedder.asked == 1


def test_the_files_that_were_not_used_for_longest_go(tmp_path: Path, lesson: Lesson) -> None:
    for number in range(MOST_KEPT):
        file = tmp_path / f"{number}.npz"
        file.touch()
        os.utime(file, (number, number))
    keep(tmp_path / "new.npz", _learn(Workshop(), lesson, Counting()))
    kept = {file.name for file in tmp_path.iterdir()}
    assert len(kept) == MOST_KEPT
    assert "0.npz" not in kept
    assert "new.npz" in kept


class Broken(Executor):
    """A process that dies."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        del function, arguments, named
        raise BrokenProcessPool("gone")


@pytest.mark.parametrize("apart", [Broken, lambda: ThreadPoolExecutor(1, thread_name_prefix="apart")])
def test_a_large_lesson_is_learned_apart_or_here_if_that_fails(
    monkeypatch: pytest.MonkeyPatch, lesson: Lesson, apart: Callable[[], Executor]
) -> None:
    monkeypatch.setattr(tested, "SMALL", 1)
    made = _learn(Workshop(apart=apart), lesson, Counting())
    assert made.intents.weights.shape == (len(lesson.intents), 8)
