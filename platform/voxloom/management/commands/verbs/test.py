"""`bot test`: run the tests that stand in bots, spoken if wanted, and write tests for what they do not reach."""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from flows.definition.bot import Bot
from flows.driver.generate.generator import Generated, generate
from flows.driver.spoken import HearBack
from flows.driver.test_runner import TestReport, run_tests
from flows.engine.program import Program
from flows.loader.load import Loaded
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.providers import Understanders
from tools.box import ToolBox
from voxloom.management.commands.verbs._bots import Stop, found, usable, warn, workshop
from voxloom.management.commands.verbs._generated import add_to_file, show_generated

NAME = "test"
HELP = "run the tests that stand in bots"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add = parser.add_argument
    add("bots", metavar="FILE|SLUG", nargs="+", help="a YAML file, a folder, or a bot's slug")
    add("--json", action="store_true", help="one JSON object a bot on standard output")
    add("--spoken", action="store_true", help="say the caller's words aloud and test what the recogniser hears")
    add("--generate", action="store_true", help="write tests for the edges that no test reaches, as YAML")
    add("--write", action="store_true", help="with --generate: add the tests to the file")


def run(options: dict[str, Any]) -> int:
    """0 all passed, 1 failed tests or a bot with errors, 2 no such bot, or nothing to speak or hear with."""
    try:
        if options["write"] and not options["generate"]:
            raise Stop(2, "--write goes with --generate.")
        every = [(name, found(name)) for name in options["bots"]]
        return asyncio.run(_run(every, options))
    except Stop as stop:
        warn(str(stop))
        return stop.code


async def _run(every: list[tuple[str, Loaded]], options: dict[str, Any]) -> int:
    embedder = InProcessEmbedder()
    code = 0
    async with _hearing(wanted=bool(options["spoken"])) as hear_back:
        for name, loaded in every:
            try:
                bot = usable(name, loaded)
            except Stop as stop:
                warn(str(stop))
                code = stop.code
                continue
            report = await _test(name, bot, loaded, embedder, hear_back, options)
            code = code or (1 if report.failed else 0)
    return code


@asynccontextmanager
async def _hearing(*, wanted: bool) -> AsyncIterator[HearBack | None]:
    if not wanted:
        yield None
        return
    # The media libraries and the recogniser take seconds to load, which other tests must not pay.
    from voxloom.management.commands.verbs._spoken import hearing  # noqa: PLC0415

    async with hearing() as hear_back:
        yield hear_back


async def _test(
    name: str,
    bot: Bot,
    loaded: Loaded,
    embedder: InProcessEmbedder,
    hear_back: HearBack | None,
    options: dict[str, Any],
) -> TestReport:
    """Run one bot's tests and tell of them."""
    program = Program(bot)
    understander = await Understanders().of(bot, embedder, workshop())
    tools_for = partial(_stubbed, bot)
    lines = {test: loaded.document.place(("tests", test)).line for test in bot.tests}
    report = await run_tests(program, understander, tools_for, lines, hear_back)
    show = warn if options["generate"] else partial(print, flush=True)
    if not options["json"]:
        for line in _text_of(name, report):
            show(line)
    generated = await generate(program, understander, tools_for, report) if options["generate"] else None
    _tell(name, report, generated, options)
    return report


def _stubbed(bot: Bot, stubs: Mapping[str, Any]) -> ToolBox:
    """The tools of a test; nothing real is called."""
    return ToolBox(bot, stubs, bound=False)


def _tell(name: str, report: TestReport, generated: Generated | None, options: dict[str, Any]) -> None:
    if options["json"]:
        told = {**report.as_json(), **(generated.as_json() if generated is not None else {})}
        print(json.dumps(told, ensure_ascii=False, default=str), flush=True)
    if generated is None:
        return
    show_generated(generated, as_yaml=not options["json"] and not options["write"])
    if options["write"]:
        add_to_file(name, generated)


def _text_of(name: str, report: TestReport) -> list[str]:
    """The report for people."""
    lines = [name]
    for result in report.results:
        lines.append(f"  {'pass' if result.passed else 'FAIL'}  {result.name}")
        lines += [
            f"        turn {hearing.turn}: {_json(hearing.said)} was heard as {_json(hearing.heard)}"
            for hearing in result.heard
            if hearing.differs
        ]
        for failure in result.failures:
            for field, wanted in failure.expected.items():
                turn = f"turn {failure.turn}:"
                lines.append(f"        {turn} {field} should be {_json(wanted)}")
                lines.append(f"        {' ' * len(turn)} it was {_json(failure.got[field])}")
    passed, reached = len(report.results) - report.failed, report.coverage
    nodes, edges = (f"{count} of {of}" for count, of in (reached.nodes, reached.edges))
    return [*lines, f"  {passed} passed, {report.failed} failed; reached {nodes} nodes, {edges} edges"]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
