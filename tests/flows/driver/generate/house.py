"""Generating for a bot in a test: real understanding, its own stubs."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from flows.definition.bot import Bot
from flows.definition.test_case import TestCase
from flows.driver.generate.generator import Generated, generate
from flows.driver.generate.mutants import changed
from flows.driver.test_runner import TestReport, run_test, run_tests
from flows.engine.program import Program
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tools.box import ToolBox

_cases = TypeAdapter(dict[str, TestCase])


def without_tests(bot: Bot) -> Bot:
    """The bot, with everything still to be tested."""
    made: Bot = changed(bot, tests={})
    return made


def with_tests(bot: Bot, tests: Mapping[str, dict[str, Any]]) -> Bot:
    """The bot with these tests, as they are read from YAML, and no others."""
    made: Bot = changed(bot, tests=_cases.validate_json(json.dumps(dict(tests))))
    return made


class House:
    """One bot with its understanding, trained once for all that is tried with it."""

    def __init__(self, bot: Bot, embedder: InProcessEmbedder) -> None:
        self.bot = bot
        self.understander = asyncio.run(LocalUnderstanding.train(bot, embedder))

    def run(self, bot: Bot) -> TestReport:
        """Run the tests that stand in a bot with the same intents."""
        return asyncio.run(run_tests(Program(bot), self.understander, self._tools_for))

    def fails(self, bot: Bot, flow: str) -> bool:
        """Whether any test of a bot fails; those of one flow are run first, and none after the first that fails."""
        program = Program(bot)
        for name, test in sorted(bot.tests.items(), key=lambda item: not item[0].startswith(flow)):
            tools = self._tools_for(test.stubs)
            if not asyncio.run(run_test(program, self.understander, tools, name, test)).passed:
                return True
        return False

    def generate(self) -> Generated:
        """What is written for what the bot's own tests do not reach."""
        report = self.run(self.bot)
        return asyncio.run(generate(Program(self.bot), self.understander, self._tools_for, report))

    def _tools_for(self, stubs: Mapping[str, Any]) -> ToolBox:
        return ToolBox(self.bot, stubs, bound=False)
