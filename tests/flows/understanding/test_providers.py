"""The providers that an operator can choose."""

import asyncio

import pytest

from flows.definition.bot import Bot
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.model.port import PROVIDERS, Provider
from flows.understanding.providers import Understanders
from flows.values.setting import Setting
from tests.flows.understanding.model.test_understanding import BALANCE, PUZZLE, Scripted
from tests.flows.understanding.stage import REQUEST


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_can_be_chosen(
    provider: Provider, starter_bots: dict[str, Bot], embedder: InProcessEmbedder
) -> None:
    made = asyncio.run(Understanders(provider, Scripted(BALANCE)).of(starter_bots["riverbank"], embedder))
    understood = asyncio.run(made.understand(PUZZLE, REQUEST, {}, Setting()))
    wanted = "out_of_scope" if provider == "local" else "start_flow"
    assert [act.act for act in understood.acts] == [wanted]


def test_without_its_model_a_bot_is_understood_all_the_same(
    starter_bots: dict[str, Bot], embedder: InProcessEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    made = asyncio.run(Understanders("llm", Scripted(fails=True)).of(starter_bots["riverbank"], embedder))
    understood = asyncio.run(made.understand("what's my balance", REQUEST, {}, Setting()))
    assert [act.flow for act in understood.acts] == ["check_balance"]
    assert "the model that helps to understand is not there" in caplog.text
