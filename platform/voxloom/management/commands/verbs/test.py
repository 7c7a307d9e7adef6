"""`bot test`: run the tests that stand in bots."""

import argparse
import asyncio
import json
from collections.abc import Mapping
from typing import Any

from flows.definition.bot import Bot
from flows.driver.test_runner import TestReport, run_tests
from flows.engine.program import Program
from flows.loader.load import Loaded
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tools.box import ToolBox
from voxloom.management.commands.verbs._bots import Stop, found, usable, warn

NAME = "test"
HELP = "run the tests that stand in bots"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("bots", metavar="FILE|SLUG", nargs="+", help="a YAML file, a folder, or a bot's slug")
    parser.add_argument("--json", action="store_true", help="one JSON object a bot on standard output")


def run(options: dict[str, Any]) -> int:
    """0 all passed, 1 failed tests or a bot with errors, 2 no such bot."""
    try:
        every = [(name, found(name)) for name in options["bots"]]
    except Stop as stop:
        warn(str(stop))
        return stop.code
    embedder = InProcessEmbedder()
    code = 0
    for name, loaded in every:
        try:
            bot = usable(name, loaded)
        except Stop as stop:
            warn(str(stop))
            code = stop.code
            continue
        report = asyncio.run(_run(bot, loaded, embedder))
        if options["json"]:
            print(json.dumps(report.as_json(), ensure_ascii=False, default=str), flush=True)
        else:
            _show(name, report)
        code = code or (1 if report.failed else 0)
    return code


async def _run(bot: Bot, loaded: Loaded, embedder: InProcessEmbedder) -> TestReport:
    def tools_for(stubs: Mapping[str, Any]) -> ToolBox:
        return ToolBox(bot, stubs, bound=False)

    understander = await LocalUnderstanding.train(bot, embedder)
    lines = {name: loaded.document.place(("tests", name)).line for name in bot.tests}
    return await run_tests(Program(bot), understander, tools_for, lines)


def _show(name: str, report: TestReport) -> None:
    print(name)
    for result in report.results:
        print(f"  {'pass' if result.passed else 'FAIL'}  {result.name}")
        for failure in result.failures:
            for field, wanted in failure.expected.items():
                print(f"        turn {failure.turn}: {field} should be {_text(wanted)}")
                print(f"        {' ' * len(f'turn {failure.turn}:')} it was {_text(failure.got[field])}")
    reached = report.coverage
    print(f"  {len(report.results) - report.failed} passed, {report.failed} failed", end="; ")
    print(f"reached {reached.nodes[0]} of {reached.nodes[1]} nodes, {reached.edges[0]} of {reached.edges[1]} edges")


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
