"""A yes to a question that the caller never heard is no consent: it is put again."""

import asyncio
from pathlib import Path

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.silent_output import SilentOutput
from flows.engine.acts import Act, Understanding
from flows.engine.program import Program
from flows.loader.load import load_path
from tools.box import ToolBox

RIVERBANK = load_path(Path(__file__).resolve().parents[3] / "templates" / "bots" / "riverbank.yaml").bot


class NoUnderstander:
    """Every sentence of this test comes understood."""

    async def understand(self, text: str, expectation: object, known: object, setting: object) -> Understanding:
        raise AssertionError(text)


async def _talk(heard: str | None) -> list[str]:
    assert RIVERBANK is not None
    talk = Conversation(
        Program(RIVERBANK),
        NoUnderstander(),
        ToolBox(RIVERBANK),
        SilentOutput(),
        FixedClock("2026-03-02T10:00:00+00:00"),
    )
    await talk.start()
    acts = (Act("start_flow", flow="card_lost"), Act("fill", slot="card", value="credit"))
    await talk.hear("i lost my credit card", Understanding("i lost my credit card", acts))
    if heard is not None:
        await talk.interrupt(heard)
    yes = Understanding("yes", (Act("fill", slot="confirm_block", value=True),))
    turn = await talk.hear("yes", yes)
    return [called["tool"] for called in turn.called]


@pytest.mark.parametrize(
    ("heard", "called"),
    [
        (None, ["block_card"]),
        ("", []),
        ("Shall I", []),
        ("Shall I block your credit card now? It cannot", ["block_card"]),
    ],
)
def test_a_yes_counts_when_the_question_was_heard(heard: str | None, called: list[str]) -> None:
    assert asyncio.run(_talk(heard)) == called
