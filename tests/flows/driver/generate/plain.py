"""A small world for the tests of the single parts: understanding by whole sentences, and no model to load."""

import asyncio
from collections.abc import Mapping
from typing import Any

from flows.definition.bot import Bot
from flows.definition.test_case import TestTurn
from flows.driver.generate.answers import Answers
from flows.driver.generate.constants import Constants
from flows.driver.generate.moves import Moves
from flows.driver.generate.results import Results
from flows.driver.generate.world import Point, World
from flows.driver.test_runner import DEFAULT_NOW
from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation
from flows.engine.program import Program
from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.small_bots import bot
from tools.box import ToolBox

CUES = {"yes": "affirm", "no": "deny", "no thanks": "deny", "goodbye": "goodbye", "help": "help"}

DOOR = """
slots: {age: {type: integer, min: 1, max: 120}, sure: {type: yes_no}}
variables: {free: {type: yes_no}}
intents:
  enter: {description: coming in, examples: [let me in, open the door]}
  leave: {description: going out, examples: [let me out]}
tools: {seats: {returns: {free: boolean}, stub: {free: true}}}
flows:
  main: {nodes: {hello: {type: say, say: Hello., next: end}}}
  enter:
    triggers: [enter]
    nodes:
      old:
        type: ask
        slot: age
        say: How old are you?
        validate: [{if: age > 99, say: That is hard to believe.}]
        next: [{if: age < 18, go: child}, {else: look}]
      child: {type: say, say: Come back later., next: end}
      look: {type: call, tool: seats, save: {free: result.free}, on_error: broken}
      fork: {type: decide, next: [{if: free, go: come}, {else: full}]}
      come: {type: say, say: Come in., next: end}
      full: {type: say, say: We are full., next: end}
      broken: {type: say, say: I cannot see the seats., next: handoff}
  leave:
    triggers: [leave]
    nodes: {bye: {type: end, say: Good night.}}
"""


class WholeSentences:
    """An example asks for its flow, the words above mean what they say, and an answer is read by its slot."""

    def __init__(self, made: Bot) -> None:
        self._bot = made
        self.heard: list[str] = []
        self.deaf = False
        """Nothing that is said means anything."""
        self.flow_of = {
            example: name
            for name, flow in made.flows.items()
            for intent in flow.triggers
            for example in made.intents[intent].examples
        }

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        self.heard.append(text)
        return Understanding(text, tuple(self._acts(text, expectation, setting)))

    def _acts(self, text: str, expectation: Expectation, setting: Setting) -> list[Act]:
        if self.deaf:
            return []
        if text in self.flow_of:
            return [Act("start_flow", flow=self.flow_of[text])]
        if expectation.kind == "slot" and expectation.slot is not None:
            found = self._bot.slots[expectation.slot].find(Words.of(text, setting), asked=True)[:1]
            return [Act("fill", slot=expectation.slot, value=one.value) for one in found]
        return [Act(CUES[text])] if text in CUES else []  # type: ignore[arg-type]


class Plain:
    """A bot and the parts that look for its conversations."""

    def __init__(self, text: str = DOOR) -> None:
        self.bot = bot(text, warnings=True)
        self.program = Program(self.bot)
        self.understander = WholeSentences(self.bot)
        constants = Constants(self.bot)
        self.world = World(self.program, self.understander, Results(self.bot, constants))
        self.moves = Moves(self.world, Answers(self.bot, constants, self.program.setting(DEFAULT_NOW)))

    def tools_for(self, stubs: Mapping[str, Any]) -> ToolBox:
        """The tools of one test."""
        return ToolBox(self.bot, stubs, bound=False)

    def begin(self) -> Point:
        """The point after the greeting."""
        return asyncio.run(self.world.begin())[0]

    def after(self, *said: str | TestTurn) -> Point:
        """The point to which these steps lead while the bot's own stubs answer."""
        point = self.begin()
        for step in said:
            point = self.take(point, step)[0]
        return point

    def take(self, point: Point, step: str | TestTurn) -> list[Point]:
        """Every point to which one step leads."""
        turn = TestTurn(user=step) if isinstance(step, str) else step
        return asyncio.run(self.world.take(point, turn))

    def tried(self, point: Point) -> list[TestTurn]:
        """What is tried at a point."""
        return asyncio.run(self.moves.at(point))
