"""The speech workers as a call uses them: transcribe, speak, embed."""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from flows.vectors.versions import versions
from runtime.speech.cache import ClauseCache
from runtime.speech.clauses import clauses as split_clauses
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.hosted.relay import Mouth, relayed
from runtime.speech.process import Reply, WorkerProcess
from runtime.speech.results import OPUS_PACKET_MS, SpokenClause, Transcript
from runtime.speech.second import SecondOpinion, read_shares
from runtime.speech.spares import Worker, with_spares
from runtime.speech.store import ClauseStore
from runtime.speech.urgency import BACKGROUND, NOW, Urgency
from voxloom.telemetry import gauges
from voxloom.workers.frames import FrameError, unpack_list

log = logging.getLogger(__name__)

TRANSCRIBE_DEADLINE_MS = 5_000  # ten times the longest turn's own time: the caller has waited too long by then
SPEAK_DEADLINE_MS = 5_000  # for each clause
EMBED_DEADLINE_MS = 5_000
LEARN_DEADLINE_MS = 60_000  # for 500 sentences: two seconds of a core, which calls may need
PREPARE_DEADLINE_MS = 60_000  # nobody waits
CALM_S, MOST_CALM_S = 8.0, 20.0
"""Since the last words of any caller or bot, and at most. With two cores, prompts that were made meanwhile kept the
words of a first caller for half a second longer (643 ms instead of 115)."""
_MOST_SENTENCES = 500
MOST_MOUTHS = 200
"""Hosted voices that are known at once; the bots of a process are fewer."""
_MOST_SPOKEN = 8  # a caller's sentence and its parts


class SpeechWorkers:
    """Owns the worker processes. Start and use it in one event loop."""

    def __init__(
        self,
        *,
        recogniser: Worker | None = None,
        voice: Worker | None = None,
        vectors: WorkerProcess | None = None,
        second: WorkerProcess | None = None,
        cache: ClauseCache | None = None,
        store: ClauseStore | None = None,
        spares: int = 0,
    ) -> None:
        """`spares`: how many stand by for each of recogniser and voice.

        `store`: where prompts outlive the process; without one they are made anew at each start.

        `second`: gives a second opinion on answers; without one they are heard by the first recogniser alone.
        """
        self.recogniser = recogniser or with_spares("recogniser", spares)
        self.voice = voice or with_spares("voice", spares)
        self.vectors = vectors or WorkerProcess("vectors")
        self.second = SecondOpinion(second)
        self.cache = cache if cache is not None else ClauseCache()
        self.store = store
        self._mouths: OrderedDict[str, Mouth] = OrderedDict()
        self._preparing: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()
        self._talked_at = -CALM_S

    def know(self, voice: str, mouth: Mouth) -> None:
        """From now on that voice is a hosted one."""
        self._mouths[voice] = mouth
        self._mouths.move_to_end(voice)
        while len(self._mouths) > MOST_MOUTHS:
            self._mouths.popitem(last=False)

    @property
    def ready(self) -> bool:
        """All three models are loaded and warm."""
        return self.recogniser.ready and self.voice.ready and self.vectors.ready

    @cached_property
    def versions(self) -> str:
        """Which sentence vectors `embed` makes."""
        return versions()

    async def start(self) -> None:
        """Start the workers at once, each loading and warming its model. Raises SpeechUnavailable when one cannot.

        Also then `aclose` must be called; workers that failed are tried again until it is.
        """
        self.second.start()
        for worker in self._workers():
            gauges.register("voxloom_speech_waiting", partial(getattr, worker, "waiting"), worker=worker.name)
            gauges.register("voxloom_speech_ready", partial(getattr, worker, "ready"), worker=worker.name)
        workers = (self.recogniser, self.voice, self.vectors)
        ended = await asyncio.gather(*(worker.start() for worker in workers), return_exceptions=True)
        for result in ended:
            if isinstance(result, BaseException):
                raise result

    async def aclose(self) -> None:
        """End the workers and all that is under way. May be called twice."""
        for worker in self._workers():
            gauges.unregister("voxloom_speech_waiting", worker=worker.name)
            gauges.unregister("voxloom_speech_ready", worker=worker.name)
        preparing = list(self._preparing)
        for task in preparing:
            task.cancel()
        await asyncio.gather(*preparing, return_exceptions=True)
        await self.second.aclose()
        await asyncio.gather(self.recogniser.aclose(), self.voice.aclose(), self.vectors.aclose())
        if self.store is not None:
            self.store.close()

    def _workers(self) -> list[Worker]:
        second = self.second.worker
        return [self.recogniser, self.voice, self.vectors, *([second] if second is not None else [])]

    async def transcribe(
        self,
        pcm: npt.NDArray[np.int16],
        *,
        hints: Sequence[str] = (),
        asks: str = "",
        deadline_ms: int = TRANSCRIBE_DEADLINE_MS,
    ) -> Transcript:
        """What is said in a clip (16 kHz mono). Cancelling it drops work not begun.

        `hints` are likely words. `asks` is the type of the slot that was asked for: it decides about a second opinion.
        """
        self._talks()
        payload = np.ascontiguousarray(pcm, dtype="<i2").tobytes()
        inquiry = self.second.ask(payload, hints, asks)
        if inquiry is None:
            return _transcript(await self._first(payload, hints, deadline_ms))
        async with inquiry:
            first = _transcript(await self._first(payload, hints, deadline_ms))
            return await inquiry.beside(first, first.shares)

    async def _first(self, payload: bytes, hints: Sequence[str], deadline_ms: int) -> dict[str, Any]:
        """The answer of the first recogniser."""
        fields = {"hints": list(hints)}
        return (await self.recogniser.request("transcribe", fields, payload, deadline_ms=deadline_ms)).fields

    async def speak(
        self,
        text: str | Sequence[str],
        *,
        voice: str,
        speed: float = 1.0,
        deadline_ms: int = SPEAK_DEADLINE_MS,
        urgency: Urgency | None = None,
    ) -> AsyncGenerator[SpokenClause]:
        """The text clause by clause, the first one short; clauses that were cut already are spoken as they are.

        `deadline_ms` is for each one; closing it stops the voice.
        """
        self._talks()
        cut = split_clauses(text) if isinstance(text, str) else tuple(text)
        speaking = self._speak(cut, voice, speed, deadline_ms, urgency or Urgency(NOW))
        async with contextlib.aclosing(speaking) as spoken:
            async for clause in spoken:
                yield clause

    def prepare(
        self,
        clauses: Sequence[str],
        *,
        voice: str,
        speed: float = 1.0,
        after: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Make clauses before they are needed, in the background; a call's own request interrupts it.

        `after` waits for others, who may make them as well.
        """
        work = self._prepare(tuple(dict.fromkeys(clauses)), voice, speed, after)
        task = asyncio.create_task(work, name="speech-prepare")
        self._preparing.add(task)
        task.add_done_callback(self._preparing.discard)

    async def embed(self, sentences: Sequence[str], *, deadline_ms: int | None = None) -> npt.NDArray[np.float32]:
        """One vector of 896 values and length 1 for each sentence.

        A caller's sentence goes before the examples of a bot that is being learned, which may wait longer.
        """
        spoken = len(sentences) <= _MOST_SPOKEN
        priority = 0 if spoken else 1
        deadline_ms = deadline_ms or (EMBED_DEADLINE_MS if spoken else LEARN_DEADLINE_MS)
        made = []
        for start in range(0, len(sentences), _MOST_SENTENCES):
            batch = list(sentences[start : start + _MOST_SENTENCES])
            reply = await self.vectors.request(
                "embed", {"sentences": batch}, deadline_ms=deadline_ms, priority=priority
            )
            values = np.frombuffer(reply.payload, dtype="<f4").astype(np.float32)
            made.append(values.reshape(len(batch), -1))
        return np.concatenate(made) if made else np.zeros((0, 896), dtype=np.float32)

    async def quick(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        """The 512 values of the Universal Sentence Encoder alone, of length 1: of a clause that waits to be spoken."""
        fields = {"sentences": list(sentences), "quick": True}
        reply = await self.vectors.request("embed", fields, deadline_ms=EMBED_DEADLINE_MS)
        values = np.frombuffer(reply.payload, dtype="<f4").astype(np.float32)
        return values.reshape(len(sentences), -1)

    async def _speak(
        self, clauses: tuple[str, ...], voice: str, speed: float, deadline_ms: int, urgency: Urgency
    ) -> AsyncGenerator[SpokenClause]:
        await self._fetch([clause for clause in clauses if self._is_stored(voice, speed, clause)], voice, speed)
        if (mouth := self._mouths.get(voice)) is not None:
            spoken = self._relayed(mouth, clauses, voice, speed, deadline_ms, urgency)
        else:
            spoken = self._spoken_here(clauses, voice, speed, deadline_ms, urgency)
        async with contextlib.aclosing(spoken) as made:
            async for clause in made:
                yield clause

    def _relayed(
        self, mouth: Mouth, clauses: tuple[str, ...], voice: str, speed: float, deadline_ms: int, urgency: Urgency
    ) -> AsyncGenerator[SpokenClause]:
        return relayed(
            mouth,
            clauses,
            lambda clause: self._kept_ready(voice, speed, clause),
            lambda clause: self.cache.put(voice, speed, clause),
            lambda rest: self._speak(tuple(rest), mouth.stands_in, speed, deadline_ms, urgency),
        )

    async def _spoken_here(
        self, clauses: tuple[str, ...], voice: str, speed: float, deadline_ms: int, urgency: Urgency
    ) -> AsyncGenerator[SpokenClause]:
        kept = [self._kept_ready(voice, speed, clause) for clause in clauses]
        missing = [clause for clause, found in zip(clauses, kept, strict=True) if found is None]
        fields = {"voice": voice, "speed": speed, "clauses": missing}
        stream = self.voice.stream("speak", fields, deadline_ms=deadline_ms, priority=urgency) if missing else None
        try:
            for clause, found in zip(clauses, kept, strict=True):
                if found is not None:
                    yield found
                elif stream is not None:
                    made = _spoken(clause, await anext(stream))
                    self.cache.put(voice, speed, made)
                    yield made
        finally:
            if stream is not None:
                await stream.aclose()

    def _kept_ready(self, voice: str, speed: float, clause: str) -> SpokenClause | None:
        """A clause that was made before."""
        found = self.cache.get(voice, speed, clause)
        return replace(found, took_ms=0) if found is not None else None

    def _is_stored(self, voice: str, speed: float, clause: str) -> bool:
        """Whether a clause is on disk and had to go from the memory."""
        if self.store is None or self.cache.get(voice, speed, clause) is not None:
            return False
        return self.store.holds(voice, speed, clause)

    async def _fetch(self, clauses: Sequence[str], voice: str, speed: float) -> None:
        """Bring from the disk into the memory what is there."""
        if self.store is not None and clauses:
            for clause in await self.store.load(voice, speed, clauses):
                self.cache.put(voice, speed, clause)

    def _talks(self) -> None:
        """Something of a call is under way."""
        self._talked_at = asyncio.get_running_loop().time()

    async def _calm(self) -> None:
        """Until nobody talks: what is made beforehand takes a core that callers wait for. Not for ever: where somebody
        always talks, prompts are still made, one now and then."""
        loop = asyncio.get_running_loop()
        until = loop.time() + MOST_CALM_S
        while (now := loop.time()) < min(until, self._talked_at + CALM_S):
            await asyncio.sleep(min(until, self._talked_at + CALM_S) - now)

    async def _prepare(
        self, clauses: tuple[str, ...], voice: str, speed: float, after: Callable[[], Awaitable[None]] | None
    ) -> None:
        if after is not None:
            await after()
        try:
            async for _ in self.prepared(clauses, voice=voice, speed=speed):
                pass
        except SpeechUnavailable as failure:
            log.warning("prompts were not made beforehand: %s", failure)

    async def prepared(self, clauses: Sequence[str], *, voice: str, speed: float = 1.0) -> AsyncGenerator[str]:
        """Make clauses that are not kept, here or where machines share them; each is given when it is there.

        Two who want the same make it once. Raises SpeechUnavailable.
        """
        await self._fetch([clause for clause in clauses if not self.cache.get(voice, speed, clause)], voice, speed)
        for clause in clauses:
            if not self._is_kept(voice, speed, clause) and not await self._from_others(voice, speed, clause):
                await self._calm()
                async with self._one_at_a_time:
                    if not self._is_kept(voice, speed, clause):
                        await self._make(voice, speed, clause)
            yield clause

    def _is_kept(self, voice: str, speed: float, clause: str) -> bool:
        """Whether it need not be made: it is on the disk, or in the memory where there is no disk."""
        if self.store is not None:
            return self.store.holds(voice, speed, clause)
        return self.cache.get(voice, speed, clause) is not None

    async def _from_others(self, voice: str, speed: float, clause: str) -> bool:
        made = await self.store.fetch(voice, speed, clause) if self.store is not None else None
        if made is not None:
            self.cache.put(voice, speed, made)
        return made is not None

    async def _make(self, voice: str, speed: float, clause: str) -> None:
        if (mouth := self._mouths.get(voice)) is not None:
            made = await mouth.make(clause)  # who does not speak now is not stood in for: nobody waits
            if made is not None:
                self.cache.put(voice, speed, made)
                await self._store(voice, speed, made)
                return
            voice = mouth.stands_in  # its key is not given, so this one will speak
            if self._is_kept(voice, speed, clause):
                return
        spoken = self._speak((clause,), voice, speed, PREPARE_DEADLINE_MS, Urgency(BACKGROUND))
        async with contextlib.aclosing(spoken) as parts:
            async for part in parts:
                await self._store(voice, speed, part)

    async def _store(self, voice: str, speed: float, clause: SpokenClause) -> None:
        if self.store is not None:
            await self.store.keep(voice, speed, clause)


def _transcript(header: Mapping[str, Any]) -> Transcript:
    return Transcript(
        text=str(header["text"]),
        confidence=float(header["confidence"]),
        no_speech=float(header["no_speech"]),
        audio_ms=int(header["audio_ms"]),
        took_ms=int(header["took_ms"]),
        others=tuple(str(text) for text in header.get("others", ())),
        shares=read_shares(header.get("shares")),
    )


def _spoken(clause: str, reply: Reply) -> SpokenClause:
    try:
        packets = unpack_list(reply.fields["lengths"], reply.payload)
    except (KeyError, TypeError, FrameError) as error:
        raise SpeechUnavailable("speech_failed", "The voice answered something else.", "Try again.") from error
    return SpokenClause(clause, packets, len(packets) * OPUS_PACKET_MS, int(reply.fields["took_ms"]))
