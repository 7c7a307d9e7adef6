"""Bots made ready for calls: read, compiled, trained, their prompts on the way to be spoken. Kept by content hash."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from channels.db import database_sync_to_async

from flows.catalogue import Published, published, version_of_hash
from flows.definition.bot import Bot
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import Models
from flows.engine.program import Program
from flows.loader.load import load_text
from flows.personal.fields import PersonalFields, personal_fields
from flows.understanding import mood
from flows.understanding.model.port import ModelFailed
from flows.understanding.port import Embedder, Understander
from flows.understanding.providers import Understanders
from flows.understanding.workshop import Shared, Workshop
from runtime.sessions.learning import learning_process
from runtime.sessions.switched import SwitchedRoutes
from runtime.sessions.switches import Tried
from runtime.sessions.wording import Wording, wording
from runtime.signalling.tickets import UnknownBot
from tools.bindings.outside import Given
from tools.knowledge.bases import Bases
from tools.knowledge.bound import BoundKnowledge, WithKnowledge
from tools.models.bound import BoundModels
from tools.models.routes import Routes

log = logging.getLogger(__name__)

AGAIN_S = 60.0
"""After which a version that could not be made is tried again; one that does not compile never is."""
NEWER_S = 4.0
"""How long callers wait for a version that was just published, from when the first of them came: most are ready then,
and whoever published it and calls at once gets it. A version that takes longer keeps nobody waiting."""
MAX_KEPT = 32
"""Versions kept in memory; each is about 1 MB."""


@dataclass(frozen=True)
class ServedBot:
    """One version of a bot, ready to take calls; shared by all of them."""

    program: Program
    understander: Understander
    content_hash: str
    version: int
    workspace: int = 0
    """The key of the one that it belongs to."""
    personal: PersonalFields = field(default_factory=PersonalFields)
    """Where personal values stand in its conversations."""
    routes: Routes | None = None
    """What `generate` nodes ask; without it their stubs answer."""
    bases: Bases | None = None
    """What `answer` nodes ask; without it their stubs answer."""

    @property
    def bot(self) -> Bot:
        """The definition."""
        return self.program.bot

    def new_models(self, given: Given | None = None, tried: Tried | None = None) -> Models:
        """What answers the models and knowledge bases of one call. `given`: to the bots of its workspace; `tried`: what
        who tries a draft wants to go wrong."""
        routes = self.routes if tried is None else SwitchedRoutes(self.routes, self.bot, tried)
        models: Models = ModelStubs(self.bot) if routes is None else BoundModels(routes, self.bot, given)
        if self.bases is None or not self.bot.knowledge:
            return models
        phrases = models if self.routes is not None else None
        return WithKnowledge(models, BoundKnowledge(self.bases, self.workspace, self.bot, phrases))

    @cached_property
    def wording(self) -> Wording:
        """What it says in the same words again and again. The shelf works it out beforehand."""
        return wording(self.program)


async def _at_once(_content_hash: str) -> None:
    """Nobody else learns it."""


class BotShelf:
    """Finds a bot by slug and makes it ready once a version. Reading and compiling run in a thread of their own."""

    def __init__(
        self,
        embedder: Embedder,
        folder: Path | None = None,
        understanders: Understanders | None = None,
        routes: Routes | None = None,
        shared: Shared | None = None,
        before: Callable[[str], Awaitable[None]] = _at_once,
        bases: Bases | None = None,
        newer_s: float = NEWER_S,
    ) -> None:
        """`folder`: where what was learned of bots is kept; `understanders`: what understands callers; `routes`: the
        models that speak to them; `shared`: what other machines learned;
        `before`: waits for who learns the text of a hash elsewhere; `bases`: what knowledge bases are asked by;
        `newer_s`: how long a call waits for a newer version."""
        self._newer_s = newer_s
        self._before = before
        self._routes = routes
        self._bases = bases
        self._embedder = embedder
        self._understanders = understanders or Understanders()
        self._kept: dict[str, ServedBot] = {}
        self._answering: dict[str, ServedBot] = {}
        self._making: dict[str, asyncio.Task[ServedBot]] = {}
        self._awaited_until: dict[str, float] = {}
        self._wanted: dict[str, str] = {}
        self._not_before: dict[str, float] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="bots")
        self.workshop = Workshop(folder, self._thread, learning_process, shared)

    async def get(self, slug: str) -> ServedBot:
        """The published version of a bot; the one before it where the new one takes long to be made ready. Raises
        UnknownBot."""
        found = await database_sync_to_async(published)(slug)
        if found is None:
            raise UnknownBot(slug)
        self._wanted[found.slug] = found.content_hash
        before = self._answering.get(found.slug)
        if before is not None and before.content_hash == found.content_hash:
            return before
        if before is None:
            served = self._answering[found.slug] = await self._ready(found)
            return served
        now = asyncio.get_running_loop().time()
        if found.content_hash not in self._making and now >= self._not_before.get(found.content_hash, now):
            task = asyncio.create_task(self._ready(found), name=f"bot {found.slug} version {found.version}")
            self._making[found.content_hash] = task
            task.add_done_callback(partial(self._made, found))
            self._awaited_until[found.content_hash] = now + self._newer_s
        if (making := self._making.get(found.content_hash)) is not None:
            await asyncio.wait((making,), timeout=max(0.0, self._awaited_until[found.content_hash] - now))
        return self._answering[found.slug]

    async def version(self, slug: str, content_hash: str) -> ServedBot:
        """A version by its hash, whether or not it answers new calls. Raises UnknownBot."""
        kept = self._kept.get(content_hash)
        if kept is not None and kept.bot.bot == slug:
            return kept
        found = await database_sync_to_async(version_of_hash)(slug, content_hash)
        if found is None:
            raise UnknownBot(slug)
        return await self._ready(found)

    def _made(self, found: Published, task: "asyncio.Task[ServedBot]") -> None:
        """The new version answers from now on; one that cannot be made is tried again later, or never."""
        if task.cancelled():
            log.info("bot %s version %d is not made any more", found.slug, found.version)
        elif (failure := task.exception()) is not None:
            pause_s = math.inf if isinstance(failure, UnknownBot) else AGAIN_S
            self._not_before[found.content_hash] = task.get_loop().time() + pause_s
            log.error("bot %s version %d is not ready", found.slug, found.version, exc_info=failure)
        elif self._wanted.get(found.slug) == found.content_hash:  # not one that was taken back meanwhile
            self._answering[found.slug] = task.result()
        self._making.pop(found.content_hash, None)
        self._awaited_until.pop(found.content_hash, None)

    async def _ready(self, found: Published) -> ServedBot:
        try:
            async with self._locks.setdefault(found.content_hash, asyncio.Lock()):
                if (kept := self._kept.get(found.content_hash)) is None:
                    kept = await self._make(found)
                    while len(self._kept) >= MAX_KEPT:
                        self._kept.pop(next(iter(self._kept)))
                    self._kept[found.content_hash] = kept
        finally:
            self._locks.pop(found.content_hash, None)
        return kept

    async def _make(self, found: Published) -> ServedBot:
        program, personal = await asyncio.get_running_loop().run_in_executor(self._thread, _compile, found)
        await self._before(found.content_hash)
        understander = await self._understanders.of(program.bot, self._embedder, self.workshop)
        served = ServedBot(
            program,
            understander,
            found.content_hash,
            found.version,
            found.workspace,
            personal,
            self._routes,
            self._bases,
        )
        if self._routes is not None:
            with suppress(ModelFailed):  # it is tried again when it is asked, and told of
                await self._routes.load()
        await asyncio.get_running_loop().run_in_executor(self._thread, lambda: served.wording)
        log.info("bot %s version %d is ready", found.slug, found.version)
        return served

    def close(self) -> None:
        """End the thread, and what is being made."""
        for task in list(self._making.values()):
            task.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)


def _compile(found: Published) -> tuple[Program, PersonalFields]:
    loaded = load_text(found.text, f"{found.slug}.yaml")
    if loaded.bot is None or not loaded.runnable:
        raise UnknownBot(found.slug)
    program = Program(loaded.bot)
    program.warm()
    mood.kept()  # a file, which the first sentence would read on the event loop
    return program, personal_fields(loaded)
