"""What is worked out while the caller pauses: what the words mean, how long to wait, and the answer.

The caller pauses, and may yet go on. By the time the silence has lasted long enough, the answer is there and its first
words have sound; when the caller goes on, nothing of it was ever done.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from flows.driver.branch import Branch
from flows.driver.conversation import Conversation
from flows.driver.ports import Spoken
from flows.driver.record import Turn
from flows.engine.acts import Understanding
from flows.engine.commands import AskModel, Say
from flows.engine.state import State
from runtime.sessions.prompts import Draft
from runtime.sessions.streamed import Streamed
from runtime.speech.hearing import words as words_of
from runtime.speech.results import Transcript
from runtime.turns.completeness import likely_finished
from runtime.turns.detector import UNDECIDED_MS
from runtime.turns.hold import NOTHING_MS, Hold, hold
from runtime.turns.pace import Pace
from voxloom.telemetry import metrics

log = logging.getLogger(__name__)

UNHEARD = Hold(NOTHING_MS, "unheard")
"""The recogniser was not there."""
UNDECIDED = Hold(UNDECIDED_MS, "undecided")
"""The turn was over before its words were known."""


class Voice(Protocol):
    """Makes ready what may be said soon. Nothing where nothing has to be made ready."""

    def prepare(self, command: Say) -> Draft | None:
        """A text."""

    def prepare_stream(self, command: AskModel, spoken: Spoken) -> Streamed | None:
        """A text that a model begins to write."""


@dataclass
class Counts:
    """Of one call: answers that were worked out before it was certain that they are needed, and what that cost."""

    started: int = 0
    kept: int = 0
    discarded: int = 0
    models_wasted: int = 0
    characters_wasted: int = 0
    """Of text that language models gave for nothing."""


@dataclass
class Trial:
    """One pause. `branch` is None where only its words are read."""

    transcript: Transcript
    hold: Hold | None = None
    understanding: Understanding | None = None
    read_in: State | None = None
    """Where the conversation stood when the words were read: elsewhere they may mean something else."""
    branch: Branch | None = None
    turn: "asyncio.Task[Turn] | None" = None
    drafts: list[Draft | Streamed] = field(default_factory=list)
    reading: "asyncio.Task[None] | None" = None

    def known_in(self, state: State) -> Understanding | None:
        """What the words mean in this state, if they were read in it."""
        return self.understanding if state is self.read_in else None


class Trials:
    """Belongs to one call; its methods run in the call's actor."""

    def __init__(
        self,
        conversation: Callable[[], Conversation],
        *,
        may_try: Callable[[], bool],
        voice: Callable[[], Voice],
        decide: Callable[[int, int], None],
        post: Callable[[Callable[[], None]], None],
        name: str,
    ) -> None:
        """`may_try`: whether an answer may be worked out now; `voice` makes it sound;

        `decide(revision, hold_ms)` is told how long the silence of a pause must last.
        """
        self._conversation = conversation
        self._may_try = may_try
        self._voice = voice
        self._tell = decide
        self._post = post
        self._name = name
        self._trial: Trial | None = None
        self._hold = UNDECIDED
        self._over_revision = 0
        self._taken: list[Trial] = []  # of turns that are over and wait for their place in the conversation
        self._ending: set[asyncio.Task[object]] = set()
        self.pace = Pace()
        self.counts = Counts()

    def begin(self, revision: int, transcript: Transcript | None) -> None:
        """A pause's words are known; None when the recogniser was not there."""
        if transcript is None:
            self.drop()
            self._decide(revision, UNHEARD)
            return
        current = self._trial
        if current is not None and _same(current.transcript, transcript) and current.hold is not None:
            self._decide(revision, current.hold)  # looked at once more, and nothing new was seen
            return
        self.drop()
        trial = self._trial = Trial(transcript)
        trial.reading = asyncio.create_task(self._read(revision, trial), name=f"{self._name}:pause {revision}")

    def ignore(self, revision: int) -> None:
        """A pause's words ask for nothing."""
        self.drop()
        self._decide(revision, UNHEARD)

    def resumed(self, after_ms: int) -> None:
        """The caller went on after so long a pause."""
        self.pace = self.pace.paused(after_ms)
        self._hold = UNDECIDED
        self.drop()

    def cut_off(self) -> None:
        """The caller's turn was taken for over, and they went on with it."""
        self.pace = self.pace.cut_off()

    def over(self, revision: int) -> Hold:
        """The turn is over with this pause: how long its silence had to last, and why."""
        decided, self._hold, self._over_revision = self._hold, UNDECIDED, revision
        return decided

    def drop(self) -> None:
        """What was worked out is worth nothing any more."""
        trial, self._trial = self._trial, None
        if trial is not None:
            self._discard(trial)

    def take(self, transcript: Transcript) -> Trial | None:
        """The turn is over with these words: what was worked out for them. `count` must follow."""
        trial, self._trial = self._trial, None
        if trial is None:
            return None
        if not _same(trial.transcript, transcript) or (trial.branch is not None and not trial.branch.fits):
            self._discard(trial)
            return None
        self._taken.append(trial)
        return trial

    def count(self, trial: Trial) -> Conversation | None:
        """The turn counts: the conversation that goes on, or None when there is nothing to go on with."""
        self._taken.remove(trial)
        if trial.branch is None or trial.turn is None or not trial.branch.fits:
            self._discard(trial)
            return None
        self.counts.kept += 1
        metrics.speculation_kept()
        return trial.branch.commit()

    async def aclose(self) -> None:
        """End everything that is being worked out."""
        self.drop()
        while self._taken:
            self._discard(self._taken.pop())
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _discard(self, trial: Trial) -> None:
        for draft in trial.drafts:
            draft.discard()
        if trial.branch is not None:
            trial.branch.discard()
            self.counts.discarded += 1
            self.counts.models_wasted += trial.branch.spent.models
            self.counts.characters_wasted += trial.branch.spent.characters
            metrics.speculation_discarded(trial.branch.spent.models, trial.branch.spent.characters)
        for task in (trial.reading, trial.turn):
            if task is not None and not task.done():
                task.cancel()
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)

    def _decide(self, revision: int, decided: Hold) -> None:
        if revision > self._over_revision:  # words that are late must not pass for a decision about the next turn
            self._hold = decided
        self._tell(revision, decided.ms)

    async def _read(self, revision: int, trial: Trial) -> None:
        """What the words mean decides how long to wait, and what to answer."""
        conversation, heard = self._conversation(), trial.transcript
        words = heard.text.strip()
        try:
            understood = await conversation.read(words, heard.others) if words else Understanding("")
        except Exception:
            log.exception("%s: a pause could not be understood", self._name)
            return  # the turn itself will say so
        expectation = conversation.expectation
        slot = conversation.program.bot.slots.get(expectation.slot or "")
        likely = likely_finished((words, *heard.others), conversation.program.bot.language)
        found = hold(words, understood.acts, expectation, slot, finished=likely, pace=self.pace)
        trial.hold, trial.understanding, trial.read_in = found, understood, conversation.state
        self._post(lambda: self._known(revision, trial, understood))

    def _known(self, revision: int, trial: Trial, understood: Understanding) -> None:
        if trial is not self._trial or trial.hold is None:
            return
        if trial.transcript.text.strip() and self._may_try():
            self._try(trial, understood)
        self._decide(revision, trial.hold)

    def _try(self, trial: Trial, understood: Understanding) -> None:
        def say(command: Say) -> None:
            if (draft := self._voice().prepare(command)) is not None:
                trial.drafts.append(draft)

        def stream(command: AskModel, spoken: Spoken) -> Streamed | None:
            if (streamed := self._voice().prepare_stream(command, spoken)) is not None:
                trial.drafts.append(streamed)
            return streamed

        self.counts.started += 1
        trial.branch = Branch(self._conversation(), on_say=say, on_stream=stream)
        heard = trial.branch.hear(understood.text, understood)
        trial.turn = asyncio.create_task(heard, name=f"{self._name}:trial")


def _same(one: Transcript, other: Transcript) -> bool:
    """Whether they say the same; case and punctuation wobble from one look to the next."""
    return words_of(one.text) == words_of(other.text)
