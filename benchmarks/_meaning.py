"""Whether the bot understood what it heard: the starter bots, brought into the state in which a sentence is said."""

import json
from pathlib import Path
from typing import Any

from benchmarks._callers import ROOT
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.silent_output import SilentOutput
from flows.driver.spoken import Hearing
from flows.engine.expectation import Expectation
from flows.engine.program import Program
from flows.engine.state import State
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tests.flows.held_out_sentences import NOW, Stubs, _exactly, _meant, _opened, _same, open_question

STARTER_BOTS = ("riverbank", "table_booking")
Entry = dict[str, Any]
"""A sentence, the question that is open, and what it means: see recognition.yaml."""


class Meanings:
    """Asks the bots what they understood; the same words in the same state are asked once."""

    def __init__(self, talks: dict[str, Conversation]) -> None:
        self._talks = talks
        self._states: dict[str, State] = {}
        self._known: dict[str, bool] = {}

    @staticmethod
    async def of_starter_bots() -> "Meanings":
        """The starter bots, trained."""
        return await Meanings.of_bots(dict.fromkeys(STARTER_BOTS))

    @staticmethod
    async def of_bots(files: dict[str, Path | None]) -> "Meanings":
        """Bots by name, trained; None stands for the starter bot of that name."""
        embedder, talks = InProcessEmbedder(), {}
        for name, file in files.items():
            bot = load_path(file or ROOT / "templates" / "bots" / f"{name}.yaml").bot
            assert bot is not None
            understander = await LocalUnderstanding.train(bot, embedder)
            talks[name] = Conversation(Program(bot), understander, Stubs(bot), SilentOutput(), FixedClock(NOW))
        return Meanings(talks)

    async def expectation(self, bot: str, entry: Entry) -> Expectation:
        """What the bot expects when the sentence is said."""
        return (await self.talk(bot, entry)).expectation

    async def right(self, bot: str, entry: Entry, text: str) -> bool:
        """Whether words that were heard lead where the sentence should."""
        key = json.dumps([bot, entry, text])
        if key not in self._known:
            self._known[key] = await self._judged(bot, entry, text)
        return self._known[key]

    def word_errors(self, said: str, heard: str) -> tuple[int, int]:
        """Wrong, missing and added words, and how many were said."""
        hearing = Hearing(0, said, heard)
        return hearing.errors, hearing.words

    async def talk(self, name: str, entry: Entry) -> Conversation:
        """The conversation in the state in which the sentence is said."""
        asked, talk = entry.get("asked"), self._talks[name]
        key = json.dumps([name, asked])
        if key not in self._states:
            talk.state = State(talk.program.bot.bot)
            await talk.start()
            if asked is not None:
                await open_question(talk, asked["flow"], asked["slot"])
            self._states[key] = talk.state
        talk.state = self._states[key]
        return talk

    async def _judged(self, name: str, entry: Entry, text: str) -> bool:
        if not text:
            return entry.get("flow") == "null"
        talk = await self.talk(name, entry)
        turn = await talk.hear(text)
        wanted = {slot: _meant(talk.program.bot, slot, value) for slot, value in (entry.get("slots") or {}).items()}
        if "asked" in entry:
            return all(_same(talk.state.slots.get(slot), value) for slot, value in wanted.items())
        if entry["flow"] == "null":
            return not any(act.act in ("start_flow", "fill", "human") for act in turn.acts)
        return _opened(talk, turn, entry["flow"]) and _exactly(turn, wanted)
