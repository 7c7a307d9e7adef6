"""The tests of a bot as a job runs them: the report of `bot test`, by sentence vectors of another loop."""

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from flows.understanding.port import Vectors
from runtime.preparing.place import Place, Progress
from runtime.preparing.testing import run_all

TEXT = """
voxloom: 1
bot: small
start: welcome
slots: {code: {type: digits, length: 2}}
flows:
  welcome:
    nodes:
      which: {type: ask, slot: code, say: "An automated assistant here. Which code?", on_fail: handoff}
      done: {type: say, say: "Code {{ code }}.", next: end}
tests:
  right: {turns: [{user: one two, expect: {slots: {code: "12"}, says: "Code"}}]}
  wrong: {turns: [{user: one two, expect: {slots: {code: "13"}}}]}
"""


class Embedder:
    """Vectors of one, made on the loop that it belongs to."""

    versions = "made up"

    def __init__(self) -> None:
        self.threads: set[int] = set()

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        self.threads.add(threading.get_ident())
        return np.ones((len(sentences), 4), np.float32)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_the_report_is_that_of_bot_test() -> None:
    embedder, progress = Embedder(), Progress()

    async def work() -> object:
        return await run_all(TEXT, Place(embedder, None), progress)  # type: ignore[arg-type]

    report = asyncio.run(work())
    assert isinstance(report, dict)
    assert (report["passed"], report["failed"]) == (1, 1)
    assert [(test["name"], test["passed"], test["line"]) for test in report["tests"]] == [
        ("right", True, 12),
        ("wrong", False, 13),
    ]
    assert progress.note == "wrong"
    assert embedder.threads <= {threading.get_ident()}


def test_a_text_that_cannot_run_has_none() -> None:
    async def work() -> object:
        return await run_all("flows: [", Place(Embedder(), None), Progress())  # type: ignore[arg-type]

    assert asyncio.run(work()) == {}
