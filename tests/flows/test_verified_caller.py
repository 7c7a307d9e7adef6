"""The starter bot that verifies callers: what its own tests cannot do, since no page stands behind them."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.record import Turn
from flows.driver.silent_output import SilentOutput
from flows.engine.program import Program
from flows.loader.load import Loaded, load_path
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tests.flows.cli import ROOT
from tests.flows.personal.clinic import KeptTalk
from tests.flows.small_bots import NOW
from tools.box import ToolBox

MEMBER, PIN, PHONE = "407112", "9031", "+12125550123"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_path(ROOT / "templates" / "bots" / "verified_caller.yaml")


@pytest.fixture(scope="module")
def understander(loaded: Loaded, embedder: InProcessEmbedder) -> LocalUnderstanding:
    assert loaded.bot is not None
    return asyncio.run(LocalUnderstanding.train(loaded.bot, embedder))


def _conversation(
    loaded: Loaded, understander: LocalUnderstanding, stubs: Mapping[str, Any], log: Any = None, *, bound: bool = False
) -> Conversation:
    assert loaded.bot is not None
    tools = ToolBox(loaded.bot, stubs, bound=bound)
    return Conversation(Program(loaded.bot), understander, tools, SilentOutput(), FixedClock(NOW), log)


@pytest.mark.parametrize(
    ("phone", "on_file", "known"),
    [
        (PHONE, PHONE, True),
        ("+12125550199", PHONE, False),
        (PHONE, None, False),
        (None, PHONE, False),
        (None, None, False),
    ],
)
def test_a_phone_that_is_known_is_enough(
    loaded: Loaded, understander: LocalUnderstanding, phone: str | None, on_file: str | None, known: bool
) -> None:
    async def main() -> Conversation:
        talk = _conversation(loaded, understander, {"find_member": {"on_file": on_file}})
        await talk.start(values={"phone": phone} if phone is not None else {})
        await talk.hear("i need a new membership card")
        await talk.press(MEMBER)
        return talk

    top = asyncio.run(main()).state.top
    assert top is not None
    assert top.node == ("agree" if known else "ask_pin")


async def _by_code(talk: Conversation, *, right: bool) -> list[Turn]:
    await talk.start()
    turns = [await talk.hear("please replace my card"), await talk.press(MEMBER)]
    turns += [await talk.silence(), await talk.silence()]
    code = next(done["result"]["code"] for turn in turns for done in turn.called if done["tool"] == "make_code")
    said = code if right else f"{(int(code) + 1) % 1_000_000:06}"
    return [*turns, await talk.press(said)]


@pytest.mark.parametrize("right", [True, False])
def test_codes_are_made_and_checked_here(loaded: Loaded, understander: LocalUnderstanding, right: bool) -> None:
    """The functions of this server stand behind the bot; without a database they remember codes in the conversation."""
    talk = _conversation(loaded, understander, {}, bound=True)
    (checked,) = asyncio.run(_by_code(talk, right=right))[-1].called
    assert checked["tool"] == "check_code"
    assert checked["result"] == {"verified": right, "locked": False, "left": 3 if right else 2}


def test_nothing_of_a_secret_stands_in_the_log(loaded: Loaded, understander: LocalUnderstanding) -> None:
    log = KeptTalk(loaded)
    talk = _conversation(loaded, understander, {}, log, bound=True)
    turns = asyncio.run(_by_code(talk, right=True))
    code = next(done["result"]["code"] for turn in turns for done in turn.called if done["tool"] == "make_code")
    assert "⟨code:1⟩" in log.text
    assert not [value for value in (code, MEMBER, PHONE) if value in log.text]


def test_nor_does_a_pin(loaded: Loaded, understander: LocalUnderstanding) -> None:
    log = KeptTalk(loaded)

    async def main() -> None:
        talk = _conversation(loaded, understander, {}, log)
        await talk.start()
        await talk.hear("my card is broken")
        await talk.hear("four zero seven one one two")
        await talk.hear("nine zero three one")
        await talk.hear("yes")

    asyncio.run(main())
    assert "check_pin" in log.text
    assert not [value for value in (MEMBER, PIN, "nine zero", "four zero") if value in log.text]
