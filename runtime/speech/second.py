"""The second opinion as the process of the calls sees it: who is asked, how long it is waited for, what it adds.

The first recogniser's words are never late because of it, where an answer is quick and the first one is sure.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from flows.driver.ballot import Ballot
from runtime.speech import models
from runtime.speech.agreeing import meant
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.process import WorkerProcess
from runtime.speech.results import Transcript

log = logging.getLogger(__name__)

Share = tuple[str, float]
Vote = tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an answer may wait for a second opinion, in ms from the pause on: `ms` a doubtful one, `sure_ms` one of
    which the first recogniser is sure; 0: that one is not asked about at all."""

    ms: int
    sure_ms: int = 0

    def lasts_ms(self, confidence: float) -> int:
        """For an answer of which the first recogniser is so sure (0 to 1)."""
        return self.ms if confidence < SURE_CONFIDENCE else min(self.ms, self.sure_ms)


PIECE_BY_PIECE = Patience(1_000, sure_ms=140)
"""People pause between the pieces, so the bot holds as long where it is in doubt; a code that is wrong costs a turn.
A whole code of which the first one is sure is answered as soon as its words are there, with whatever votes came."""
ORDINARY = Patience(300, sure_ms=200)
"""Two votes are there after 200 ms where a core is free; with more patience answers would take half a second."""
QUICK = Patience(250)
"""Answered at once, and mostly heard well."""
PATIENCE: Mapping[str, Patience] = {
    **dict.fromkeys(("choice", "yes_no"), QUICK),
    **dict.fromkeys(("date", "time", "datetime", "duration", "integer", "number", "money"), ORDINARY),
    **dict.fromkeys(("spelled", "postcode", "iban", "card_number", "digits", "phone"), PIECE_BY_PIECE),
    **dict.fromkeys(("email", "person", "address"), PIECE_BY_PIECE),
}
"""By slot type. Free text and open requests are not among them: there is no value to agree on."""
SURE_CONFIDENCE = 0.7
"""Of a quick answer: from here on nine of ten are right without a second opinion."""
_DEADLINE_MS = 5_000


class SecondOpinion:
    """Owns the process of the second opinion, if there is one. Start and use it in one event loop."""

    def __init__(self, worker: WorkerProcess | None) -> None:
        """None: there is no second opinion."""
        self._worker = worker
        self._starting: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be asked."""
        return self._worker is not None and self._worker.ready

    @property
    def worker(self) -> WorkerProcess | None:
        """The process."""
        return self._worker

    def start(self) -> None:
        """Begin to load it; calls need not wait. What is wrong with it is told in one line, and it is left out."""
        if self._worker is not None and self._starting is None:
            self._starting = asyncio.create_task(self._start(self._worker), name="speech-second-start")

    async def aclose(self) -> None:
        """End it. May be called twice."""
        starting, self._starting = self._starting, None
        if starting is not None:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
        if self._worker is not None:
            await self._worker.aclose()

    def ask(self, payload: bytes, hints: Sequence[str], kind: str) -> "Inquiry | None":
        """Ask about a clip that answers a question for a slot of type `kind`; None where nobody is to be asked."""
        patience = PATIENCE.get(kind)
        if patience is None or self._worker is None or not self._worker.ready:
            return None
        return Inquiry(self._worker, payload, {"hints": list(hints), "kind": kind}, patience)

    async def _start(self, worker: WorkerProcess) -> None:
        try:
            await worker.start()
        except SpeechUnavailable as problem:
            log.warning("answers are heard without a second opinion: %s", problem)
            await worker.aclose()


class Inquiry:
    """A clip with the second opinion. Use it as a context: its end cancels what is not done yet."""

    def __init__(self, worker: WorkerProcess, payload: bytes, fields: Mapping[str, object], patience: Patience) -> None:
        self._worker, self._payload, self._fields, self._patience = worker, payload, fields, patience
        self._kind = str(fields.get("kind", ""))
        self._began = asyncio.get_running_loop().time()
        self._votes: list[Vote] = []
        self._news = asyncio.Event()
        self._asking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Inquiry":
        if self._patience.sure_ms:
            self._begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def beside(self, first: Transcript, own: Vote) -> Transcript:
        """The first recogniser's transcript with all votes, as far as they have come when its patience ends."""
        lasts_ms = self._patience.lasts_ms(first.confidence)
        if not own or not lasts_ms:
            return first
        self._begin()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._began + lasts_ms / 1000):
                await self._enough(own)
        if not self._votes:
            return first
        every = [share for vote in (own, *self._votes) for share in vote]
        return first.with_others(Ballot(first.others, every))

    async def _enough(self, own: Vote) -> None:
        """Until all have voted, or the best guesses of two mean the same."""
        asking = self._asking
        while asking is not None and not asking.done():
            if any(agree(one, other, self._kind) for one, other in combinations((own, *self._votes), 2)):
                return
            self._news.clear()
            news = asyncio.ensure_future(self._news.wait())
            try:
                await asyncio.wait({news, asking}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                news.cancel()

    def _begin(self) -> None:
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask(), name="speech-second-opinion")

    async def _ask(self) -> None:
        stream = self._worker.stream("vote", self._fields, self._payload, deadline_ms=_DEADLINE_MS)
        try:
            async with contextlib.aclosing(stream) as replies:
                async for reply in replies:
                    if vote := read_shares(reply.fields.get("shares")):
                        self._votes.append(vote)
                    self._news.set()
        except SpeechUnavailable as problem:
            log.info("no second opinion: %s", problem.code)


def agree(one: Vote, other: Vote, kind: str) -> bool:
    """Whether what two recognisers hold for the likeliest means the same as the value of a slot of type `kind`: then no
    third one need be waited for."""
    if not one or not other:
        return False
    first, second = meant(one[0][0], kind), meant(other[0][0], kind)
    return bool(first) and first == second


def read_shares(given: object) -> Vote:
    """A vote as it comes from a worker; empty when it is none."""
    pairs = given if isinstance(given, list) else []
    return tuple((str(text), float(share)) for text, share in pairs)


def worker_of_second_opinion() -> WorkerProcess | None:
    """The process, where its models are installed; otherwise a line in the log says what to install."""
    problems = models.missing(*sorted(models.OPTIONAL))
    if problems:
        log.warning("answers are heard without a second opinion: %s", problems[0])
        return None
    return WorkerProcess("second")
