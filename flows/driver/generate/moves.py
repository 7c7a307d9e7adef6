"""What a caller may do at a point of a conversation: ask for something, answer, stay silent, and the rest of it."""

from collections.abc import AsyncIterator
from itertools import combinations, islice

from flows.definition.bot import Bot
from flows.definition.nodes.ask import FINISH_KEY, Ask
from flows.definition.repair import repair_flows
from flows.definition.test_case import TestTurn
from flows.driver.generate.answers import Answer, Answers
from flows.driver.generate.world import Point, World
from flows.engine.acts import Act
from flows.engine.expectation import Expectation

CUES = {
    "on_repeat": "say that again",
    "on_wait": "hold on",
    "on_help": "help",
    "on_chitchat": "how are you",
    "on_cancel": "cancel that",
    "on_goodbye": "goodbye",
    "on_handoff": "i want to talk to a human",
    "on_no_match": "blah blah blah",
    "on_cannot_help": "blah blah blah",
    "on_refuse": "i'd rather not say",
}
"""What callers say for which these repair flows answer; tried where a bot has one of its own."""
MAX_AMBIGUOUS = 100
"""Mixtures of two requests tried for a sentence that the bot has to ask back about."""
MAX_DIGRESSIONS = 3
SILENCE = TestTurn(silence=True)


class Moves:
    """The moves with one bot."""

    def __init__(self, world: World, answers: Answers) -> None:
        self._world = world
        self._answers = answers
        self._own_repairs = [name for name in world.program.bot.flows if name in repair_flows()]
        self._requests: dict[str, str] = {}
        """Flow to a sentence that asks for it and says nothing else."""
        self._rich_requests: list[str] = []
        """Sentences that ask for a flow and answer some of its questions already."""
        self._ambiguous: str | None = None
        self.unheard: dict[str, tuple[str, str]] = {}
        """Flow that none of its examples asks for to an example and the act that it is taken for."""
        self.answered: dict[str, bool] = {}
        """Slot that was asked for to whether any answer to the question was understood."""

    async def prepare(self, begin: Point) -> None:
        """Find a sentence for each flow among the examples of its intents."""
        bot = self._world.program.bot
        for name, flow in bot.flows.items():
            if name in repair_flows():
                continue
            examples = [text for intent in flow.triggers for text in bot.intents[intent].examples]
            asking = [(count, text) for text in examples if (count := await self._asks_for(begin, text, name))]
            if asking:
                least, most = min(count for count, _ in asking), max(count for count, _ in asking)
                self._requests[name] = min((text for count, text in asking if count == least), key=len)
                if most > least:
                    self._rich_requests.append(min((text for count, text in asking if count == most), key=len))
            elif examples:
                acts = (await self._world.understood(begin, examples[0])).acts
                self.unheard[name] = (examples[0], acts[0].act if acts else "out_of_scope")
        if "on_clarify" in self._own_repairs:
            self._ambiguous = await self._find_ambiguous(begin, bot)

    async def _asks_for(self, begin: Point, text: str, flow: str) -> int:
        """How many acts a sentence is that asks for this flow; 0 for other sentences."""
        acts = (await self._world.understood(begin, text)).acts
        return len(acts) if acts and acts[0].act == "start_flow" and acts[0].flow == flow else 0

    async def _find_ambiguous(self, begin: Point, bot: Bot) -> str | None:
        """A sentence that may ask for two flows: an example, two requests in one, or halves of two."""
        examples = [text for intent in bot.intents.values() for text in intent.examples]
        pairs = (f"{one} or {other}" for one, other in combinations(self._requests.values(), 2))
        halves = (f"{_half(one, 0)} {_half(other, 1)}" for one, other in combinations(examples, 2))
        for text in (*examples, *islice(pairs, MAX_AMBIGUOUS), *islice(halves, MAX_AMBIGUOUS)):
            acts = (await self._world.understood(begin, text)).acts
            if acts and acts[0].act == "clarify":
                return text
        return None

    async def at(self, point: Point) -> list[TestTurn]:
        """Everything that is worth trying, the most natural first."""
        expectation = self._world.expectation(point)
        return [step async for step in self._at(point, expectation)]

    async def _at(self, point: Point, expectation: Expectation) -> AsyncIterator[TestTurn]:
        match expectation.kind:
            case "slot" | "confirm":
                async for step in self._to_question(point, expectation):
                    yield step
            case "request" | "anything_else":
                for text in (*self._requests.values(), *self._rich_requests):
                    yield TestTurn(user=text)
                if self._own_repairs:
                    yield TestTurn(user="no thanks")
                    yield TestTurn(user="yes")
            case "clarify":
                for name in expectation.candidates[:1]:
                    yield TestTurn(user=name.replace("_", " "))
            case _:
                return
        for step in self._beside(expectation):
            yield step

    async def _to_question(self, point: Point, expectation: Expectation) -> AsyncIterator[TestTurn]:
        node = self._node(expectation)
        slot = expectation.slot or ""
        if expectation.kind == "confirm":
            yield TestTurn(user="yes")
            yield TestTurn(user="no")
        else:
            understood = [text for answer in self._answers.to(slot) if (text := await self._said(point, slot, answer))]
            self.answered[slot] = bool(understood) or self.answered.get(slot, False)
            for text in understood:
                yield TestTurn(user=text)
            for keys in node.dtmf if node is not None and not understood else ():
                if keys != FINISH_KEY:
                    yield TestTurn(dtmf=keys)
        top = point.state.top
        if node is not None and top is not None and top.question is not None:
            attempts = node.attempts or self._world.program.bot.defaults.attempts
            yield TestTurn(silence=max(1, attempts - top.question.failures))

    async def _said(self, point: Point, slot: str, answer: Answer) -> str | None:
        """The first way to say a value that is understood here."""
        for text in answer.texts:
            if any(_gives(act, slot, answer.value) for act in (await self._world.understood(point, text)).acts):
                return text
        return None

    def _beside(self, expectation: Expectation) -> list[TestTurn]:
        """What callers do instead of answering; only where the bot has repair flows of its own for it."""
        steps = [TestTurn(user=text) for name, text in CUES.items() if name in self._own_repairs]
        if {"on_no_input", "on_goodbye"} & set(self._own_repairs):
            steps.append(SILENCE)
        if "on_resume" in self._own_repairs and expectation.flow is not None:
            others = [text for name, text in self._requests.items() if name not in expectation.open_flows]
            steps += [TestTurn(user=text) for text in others[:MAX_DIGRESSIONS]]
        if "on_correction" in self._own_repairs:
            steps += [
                TestTurn(user=f"no, {answer.texts[0]}")
                for slot in expectation.filled_slots
                for answer in self._answers.to(slot)[:2]
            ]
        if self._ambiguous is not None and expectation.flow is None:
            steps.append(TestTurn(user=self._ambiguous))
        return steps

    def _node(self, expectation: Expectation) -> Ask | None:
        flow = self._world.program.flows.get(expectation.flow or "")
        node = flow.nodes.get(expectation.node or "") if flow is not None else None
        return node if isinstance(node, Ask) else None


def _half(text: str, which: int) -> str:
    words = text.split()
    middle = len(words) // 2
    return " ".join(words[middle:] if which else words[:middle])


def _gives(act: Act, slot: str, value: object) -> bool:
    given = act.new if act.act == "correct" else act.value
    return act.act in ("fill", "correct") and act.slot == slot and type(given) is type(value) and given == value
