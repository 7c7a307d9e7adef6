"""Golden conversations with turns that are tried: the same log, turns and calls as without, byte for byte."""

import asyncio
import json
import random
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.definition.bot import Bot
from flows.definition.nodes.call import Call
from flows.driver.branch import Branch
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.driver.generate.world import Remembering
from flows.driver.ports import ToolOutcome, Tools
from flows.driver.record import Turn
from flows.driver.replay import read_log, replay
from flows.engine.commands import CallTool
from flows.engine.program import Program
from flows.engine.state import state_from_json, state_to_json
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from flows.understanding.port import Vectors
from tests.flows.driver.fakes import WritingOutput
from tests.flows.driver.virtual_time import run_virtual
from tests.flows.golden_conversations import do_step
from tests.flows.small_bots import NOW
from tools.box import ToolBox

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "golden").glob("*/*.yaml"))
PAUSES_S = (0.0, 0.05, 0.15, 0.25, 1.0)
"""Before a turn on trial is decided: shorter and longer than a tool takes."""
TOOL_S = 0.2


class Inline:
    """Vectors without a thread, which virtual time would not wait for."""

    def __init__(self, inner: InProcessEmbedder) -> None:
        self._inner = inner
        self.versions = inner.versions

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        return self._inner._embed(list(sentences))


class Steady:
    """Tools of which one call gives the same however often it is sent, as reading does; they take some time."""

    def __init__(self, inner: Tools) -> None:
        self._inner = inner
        self._known: dict[str, ToolOutcome] = {}
        self.sent: list[str] = []

    async def call(self, command: CallTool) -> ToolOutcome:
        key = json.dumps([command.id, command.tool, command.effect, command.arguments], default=str)
        self.sent.append(key)
        await asyncio.sleep(TOOL_S)
        if key not in self._known:
            self._known[key] = await self._inner.call(command)
        return self._known[key]


@dataclass
class Held:
    """All that came of a conversation."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)
    done: list[tuple[str, str]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    committed: int = 0
    discarded: int = 0


def _with(thing: Any, **fields: Any) -> Any:
    """A copy of a frozen part of a bot with other values in it, which are not checked again."""
    other = copy(thing)
    for name, value in fields.items():
        object.__setattr__(other, name, value)
    return other


def tried_everywhere(bot: Bot) -> Any:
    """A bot all of whose calls of tools may be tried."""
    flows = {}
    for name, flow in bot.flows.items():
        nodes = {
            key: _with(node, speculate=True) if isinstance(node, Call) else node for key, node in flow.nodes.items()
        }
        flows[name] = _with(flow, nodes=nodes)
    return _with(bot, flows=flows)


@pytest.fixture(scope="module")
def bots(starter_bots: dict[str, Bot]) -> dict[str, Bot]:
    found = dict(starter_bots)
    for path in sorted((ROOT / "golden_bots").glob("*.yaml")):
        loaded = load_path(path)
        assert loaded.bot is not None
        found[path.stem] = loaded.bot
    return {slug: tried_everywhere(bot) for slug, bot in found.items()}


@pytest.fixture(scope="module")
def understanders(bots: dict[str, Bot], embedder: InProcessEmbedder) -> dict[str, Remembering]:
    inline = Inline(embedder)
    return {slug: Remembering(asyncio.run(LocalUnderstanding.train(bot, inline))) for slug, bot in bots.items()}


async def _discard(talk: Conversation, text: str, pause_s: float) -> None:
    branch = Branch(talk)
    task = asyncio.create_task(branch.hear(text), name="branch")
    await asyncio.sleep(pause_s)
    branch.discard()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert branch.fits


async def _commit(talk: Conversation, text: str, pause_s: float) -> tuple[Conversation, Turn]:
    branch = Branch(talk)
    task = asyncio.create_task(branch.hear(text), name="branch")
    await asyncio.sleep(pause_s)
    committed = branch.commit()
    return committed, await task


async def _hold(bot: Bot, words: Remembering, golden: dict[str, Any], chance: random.Random | None) -> Held:
    """The conversation; with `chance`, sentences and their beginnings are tried before they are heard."""
    held, output = Held(), WritingOutput()
    tools = Steady(ToolBox(bot, golden.get("stubs") or {}, bound=False))
    log = EventLog(held.lines.append, bot.bot, "hash")
    talk = Conversation(Program(bot), words, tools, output, FixedClock(NOW), log)
    held.turns.append(json.dumps((await talk.start()).as_json(talk.state), default=str))
    for step in golden["turns"]:
        talk.state = state_from_json(json.loads(json.dumps(state_to_json(talk.state))))
        text, turn = step.get("user"), None
        if chance is not None:
            for _ in range(chance.choice((0, 0, 1, 2))):
                known = (text or "yes please").split()
                beginning = " ".join(known[: chance.randint(1, len(known) or 1)])
                await _discard(talk, beginning, chance.choice(PAUSES_S))
                held.discarded += 1
            if text is not None and chance.random() < 0.7:
                talk, turn = await _commit(talk, text, chance.choice(PAUSES_S))
                held.committed += 1
        turn = turn or await do_step(talk, step)
        held.turns.append(json.dumps(turn.as_json(talk.state), default=str))
    assert len(asyncio.all_tasks()) == 1
    held.done = [(kind, text) for kind, text, _ in output.lines if kind != "filler"]
    held.sent = tools.sent
    return held


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_conversation_does_not_show_what_was_tried(
    path: Path, bots: dict[str, Bot], understanders: dict[str, Remembering]
) -> None:
    golden = yaml.safe_load(path.read_text(encoding="utf-8"))
    bot, words = bots[path.parent.name], understanders[path.parent.name]
    plain = run_virtual(_hold(bot, words, golden, None))
    recorded = [json.dumps(line) for line in plain.lines]
    assert replay(Program(bot), read_log(recorded)) is None

    @given(st.randoms(use_true_random=False))
    @settings(max_examples=4)
    def whatever_is_tried(chance: random.Random) -> None:
        tried = run_virtual(_hold(bot, words, golden, chance))
        assert [json.dumps(line) for line in tried.lines] == recorded
        assert tried.turns == plain.turns
        assert tried.done == plain.done
        writes = [key for key in plain.sent if json.loads(key)[2] == "write"]
        assert [key for key in tried.sent if json.loads(key)[2] == "write"] == writes
        assert all(tried.sent.count(key) >= plain.sent.count(key) for key in plain.sent)
        if not tried.discarded:
            assert tried.sent == plain.sent  # each once, also those that were sent early

    whatever_is_tried()


def test_tools_are_really_tried(bots: dict[str, Bot], understanders: dict[str, Remembering]) -> None:
    early = 0
    for path in [path for path in FILES if path.parent.name == "riverbank"]:
        golden = yaml.safe_load(path.read_text(encoding="utf-8"))
        plain, tried = (
            run_virtual(_hold(bots["riverbank"], understanders["riverbank"], golden, chance))
            for chance in (None, random.Random(1))
        )
        early += len(tried.sent) - len(plain.sent)
    assert early > 0
