"""A model's text on its way to the caller: each clause goes through the guardrails before it is spoken."""

import asyncio
import re
from collections.abc import Callable
from functools import partial

from flows.driver.pieces import Pieces
from flows.engine.trips import Trip
from flows.guardrails.checking import Checked, Context
from flows.guardrails.guard import Guard

_END = re.compile(r"[.!?…;:,](?=\s)|[.!?…](?=[\"'”’)]\s)")
LONGEST_CLAUSE = 25
"""Words without a comma; a voice does not wait for more."""
SENTENCE_END = (".", "!", "?", "…")


class GuardedText:
    """Collects pieces, hands on what may be said. `stop`: what ended it."""

    def __init__(self, guard: Guard, pieces: Pieces, context: Callable[[str], Context]) -> None:
        """`context` gives what is known around a clause, for the words that were handed on before it."""
        self._guard, self._pieces, self._context = guard, pieces, context
        self._left = ""
        self._sentence = ""
        self._clauses: asyncio.Queue[str | None] = asyncio.Queue()
        self.trips: list[Trip] = []
        self.stop: Trip | None = None
        self.stopped = asyncio.Event()
        self.text = ""
        """What was handed on."""
        self._task = (
            asyncio.create_task(self._in_order(), name="guardrails of a text") if guard.output_by_meaning else None
        )

    def add(self, piece: str) -> None:
        """The next piece of the model."""
        self._left += piece
        while (end := _end_of_clause(self._left)) is not None:
            clause, self._left = self._left[:end], self._left[end:]
            self._look_at(clause)

    async def finish(self, whole: str) -> None:
        """That was all; `whole` is the text, of which pieces may have come or not."""
        if not self._left and not self._sentence and not self.text and not self.trips:
            self.add(whole)
        rest, self._left = self._left, ""
        if rest.strip():
            self._look_at(rest)
        if self._task is not None:
            self._clauses.put_nowait(None)
            await self._task

    async def aclose(self) -> None:
        """Nothing more is said."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _look_at(self, clause: str) -> None:
        if self._task is not None:
            self._clauses.put_nowait(clause)
        elif self.stop is None:
            self._hand_on(clause, self._by_words(clause))

    async def _in_order(self) -> None:
        while (clause := await self._clauses.get()) is not None:
            if self.stop is not None:
                continue
            by_words = partial(self._by_words, clause)
            self._hand_on(clause, await self._guard.written_wholly(by_words, f"{self._sentence}{clause}"))

    def _by_words(self, clause: str) -> Checked:
        """In its sentence: what is forbidden may begin in the clause before. What is taken out is taken out of it."""
        context = self._context(self.text)
        alone = self._guard.written(clause, context)
        if alone.stop is not None or not self._sentence:
            return alone
        together = self._guard.written(f"{self._sentence}{clause}", context)
        known = {trip.rule for trip in (*alone.trips, *self.trips)}
        return Checked(alone.text, (*alone.trips, *(trip for trip in together.trips if trip.rule not in known)))

    def _hand_on(self, clause: str, checked: Checked) -> None:
        self.trips += checked.trips
        if checked.stop is not None:
            self.stop = checked.stop
            self.stopped.set()
            return
        self._sentence = "" if clause.rstrip().endswith(SENTENCE_END) else f"{self._sentence}{clause}"
        if checked.text.strip():
            lead = clause[: len(clause) - len(clause.lstrip())]
            kept = clause if checked.text == clause else f"{lead}{checked.text.strip()} "
            self.text += kept
            self._pieces.add(kept)


def _end_of_clause(text: str) -> int | None:
    """Behind the first clause and the space after it; None while it may go on."""
    found = _END.search(text)
    if found is not None:
        at = found.end()
        while at < len(text) and text[at] in "\"'”’)":
            at += 1
        return at
    words = list(re.finditer(r"\S+\s", text))
    return words[LONGEST_CLAUSE - 1].end() if len(words) >= LONGEST_CLAUSE else None
