"""Examples that lie closer to another intent than to their own, and examples of two intents that are one sentence.

Each example is looked at as if it had not been given, by the vectors and the model that understand callers. It takes
vectors, so it is no part of reading a bot: `bot lint` and whoever else shows findings ask for it. What was learned of
a bot is kept (workshop.py): of the same sentences nothing is made twice.
"""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.definition.bot import Bot
from flows.findings import Finding
from flows.loader.accepted import unanswered
from flows.loader.load import Loaded
from flows.understanding.left_out import Closer, Others
from flows.understanding.lessons import Learned, Lesson
from flows.understanding.port import Embedder
from flows.understanding.slot_names import SlotNames
from flows.understanding.wording import wording
from flows.understanding.workshop import Workshop
from flows.values.language import DEFAULT_LANGUAGE

CODE = "intent.close"
MOST_EXAMPLES = 3_000
"""Their vectors take half a minute the first time; each is compared with each, in 40 MB."""
ONE_SENTENCE = 0.75
"""Likeness of two examples that say the same in the same words: "what's my balance", "what is the balance"."""
MOST_ALIKE = 20
"""Examples in the same words that another one is compared with."""
SHOWN = 80
"""Characters of an example in a message."""
_TWICE = "Keep it for one of the two, or make one intent of them."


async def close_intents(loaded: Loaded, embedder: Embedder, workshop: Workshop) -> list[Finding]:
    """What is told of the intents of a bot that may run, but for what is answered in its text.

    Raises what the embedder raises where its models are missing: ImportError or OSError.
    """
    bot = loaded.bot
    if bot is None or not loaded.runnable or not _can_be_told(bot):
        return []
    lesson = await workshop.here(_lesson, bot)
    if len(lesson.intents) < 2 or len(lesson.examples) > MOST_EXAMPLES:
        return []
    learned = await workshop.learned(lesson, embedder)
    found = await workshop.here(_found, Look(bot, loaded.document), lesson, learned)
    return list(unanswered(found, loaded.document.answers))


def _can_be_told(bot: Bot) -> bool:
    """The bounds were found with English sentences; one of the two models knows no other language."""
    return len(bot.intents) > 1 and bot.language.lower().replace("_", "-").split("-")[0] == DEFAULT_LANGUAGE


def _lesson(bot: Bot) -> Lesson:
    return Lesson.of(bot, SlotNames.of(bot))


def _found(look: Look, lesson: Lesson, learned: Learned) -> list[Finding]:
    return list(_Told(look, lesson, learned).all())


class _Told:
    """What is told of one bot."""

    def __init__(self, look: Look, lesson: Lesson, learned: Learned) -> None:
        self._look = look
        self._texts = [text for intent in lesson.intents for text in look.bot.intents[intent].examples]
        self._places = [(one, at) for one in lesson.intents for at in range(len(look.bot.intents[one].examples))]
        self._lesson = lesson
        self._starts = {
            intent: frozenset(name for name, flow in look.bot.flows.items() if intent in flow.triggers)
            for intent in lesson.intents
        }
        together = [[self._starts[one] == self._starts[two] for two in lesson.intents] for one in lesson.intents]
        self._others = Others(lesson, learned.parts(lesson)[0], together)

    def all(self) -> Iterator[Finding]:
        """One finding an example."""
        told: set[int] = set()
        for one, two in self._one_sentence():
            if not told & {one, two}:
                told |= {one, two}
                stranger = self._others.stranger(one, two)
                message = f"{self._named(stranger)} says the same as {self._named(one + two - stranger)}."
                yield self._finding(stranger, message, _TWICE)
        for closer in self._others.closer(len(self._texts)):
            if closer.example not in told and closer.nearest not in told:
                told.add(closer.example)
                yield self._of(closer)

    def _one_sentence(self) -> Iterator[tuple[int, int]]:
        """Examples of two intents in the same words."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for at, text in enumerate(self._texts):
            if words := wording(text):
                groups.setdefault(words, []).append(at)
        for several in groups.values():
            for place, two in enumerate(several):
                for one in several[: min(place, MOST_ALIKE)]:
                    apart = self._starts[self._places[one][0]] != self._starts[self._places[two][0]]
                    if apart and self._others.likeness(one, two) >= ONE_SENTENCE:
                        yield one, two

    def _of(self, closer: Closer) -> Finding:
        own, other = self._places[closer.example][0], self._lesson.intents[closer.intent]
        nearest = closer.nearest
        near = self._named(nearest) if nearest < len(self._texts) else f"what the intent `{other}` is called"
        message = f"{self._named(closer.example)} is closer to {near} than to the other examples of `{own}`."
        remedy = f"Move it to `{other}` if it belongs there, else give `{own}` more examples like it."
        return self._finding(closer.example, message, remedy)

    def _named(self, example: int) -> str:
        text = " ".join(self._texts[example].split())
        short = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
        return f"`{short}` (`{self._places[example][0]}`)"

    def _finding(self, example: int, message: str, remedy: str) -> Finding:
        intent, at = self._places[example]
        path = ("intents", intent, "examples", at)
        return self._look.finding(CODE, path, message, remedy, "warning")
