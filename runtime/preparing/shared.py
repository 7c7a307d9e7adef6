"""What machines share of what they made for bots. A store that is away costs time, and is no reason to fail."""

import logging
import time
from collections.abc import Callable

from voxloom.shared.backing import KeepsFiles, shared_files
from voxloom.shared.files import BadKey, FilesUnavailable, FileTooBig

log = logging.getLogger(__name__)

REST_S = 30.0
"""After a failure it is left alone for so long: each try may take seconds, and a bot has hundreds of prompts."""


class SharedFiles:
    """Some of the files of a store, under one name. Blocks; for threads."""

    def __init__(self, files: KeepsFiles, under: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._files = files
        self._under = under
        self._clock = clock
        self._away_until = float("-inf")

    def get(self, name: str) -> bytes | None:
        """A file, if it can be had."""
        return self._ask(lambda: self._files.get(f"{self._under}/{name}"))

    def put(self, name: str, data: bytes) -> None:
        """Keep one, if that can be done."""
        self._ask(lambda: self._files.put(f"{self._under}/{name}", data))

    def _ask(self, question: Callable[[], bytes | None]) -> bytes | None:
        if self._clock() < self._away_until:
            return None
        try:
            return question()
        except (FileTooBig, BadKey) as problem:
            log.warning("%s of bots are not shared: %s", self._under, problem)
        except FilesUnavailable as problem:
            self._away_until = self._clock() + REST_S
            log.warning("%s of bots are not shared for %.0f s: %s", self._under, REST_S, problem)
        return None


def shared_lessons() -> SharedFiles | None:
    """What was learned of bots."""
    return _shared("lessons")


def shared_prompts() -> SharedFiles | None:
    """What bots say in the same words again and again."""
    return _shared("prompts")


def _shared(under: str) -> SharedFiles | None:
    files = shared_files()
    return SharedFiles(files, under) if files is not None else None
