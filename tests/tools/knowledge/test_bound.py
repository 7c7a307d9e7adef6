"""What an `answer` node gets: an extract with its source, nothing below the threshold, a model's words where they
hold."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from flows.definition.bot import Bot
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel, LookUp
from flows.loader.load import load_text
from tests.tools.knowledge.hashed import POLICY, HashedEmbedder, document
from tools.knowledge.bases import Bases
from tools.knowledge.bound import BoundKnowledge, WithKnowledge
from tools.knowledge.index import Document
from tools.knowledge.loading import Standing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BOT = """
voxloom: 1
bot: desk
start: main
knowledge: {house: {sources: [policy, {document: fees, fresh_for: 30d}]}}
flows:
  main:
    nodes:
      look: {type: answer, knowledge: house, stub: From a stub., on_unknown: end, on_error: end, next: end}
"""
LOOK = LookUp("l-1", "main.look", "house", "gift cards and tickets", 0.3, 4_000, ("policy", "fees"), {"fees": 720})


class Rows:
    """A database with two documents."""

    def __init__(self) -> None:
        self.standings = {
            "policy": Standing("policy", "the returns policy", 1, None),
            "fees": Standing("fees", "the fees", 2, NOW - timedelta(days=3)),
        }
        self.documents = {1: document(POLICY, "policy"), 2: document("# Fees\n\nA transfer costs 2 euros.\n", "fees")}
        self.away = False

    async def in_workspace(self, workspace: int, work: Callable[..., Any], *given: Any) -> Any:
        """In the place of the real one; what it is asked is known by the name."""
        assert workspace == 7
        if self.away:
            raise OperationalError
        if work.__name__ == "standings":
            return dict(self.standings)
        found: list[Document] = [self.documents[version] for _, version in given[0] if version in self.documents]
        return found


class Model:
    """Says what it is told to say."""

    def __init__(self, text: str, error: str | None = None, **paid: Any) -> None:
        self.text, self.error, self.paid = text, error, paid
        self.asked: list[AskModel] = []

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        """As a model that speaks."""
        self.asked.append(command)
        on_text(self.text)
        return ModelOutcome(self.text, error=self.error, **self.paid)


def bot() -> Bot:
    made = load_text(BOT).bot
    assert made is not None
    return made


def looked_up(command: LookUp = LOOK, rows: Rows | None = None, model: Model | None = None) -> ModelOutcome | None:
    async def run() -> ModelOutcome | None:
        known = rows or Rows()
        bases = Bases(HashedEmbedder(), now=lambda: NOW, in_workspace=known.in_workspace)
        try:
            return await BoundKnowledge(bases, 7, bot(), model).look_up(command)
        finally:
            await bases.aclose()

    return asyncio.run(run())


def test_an_extract_with_its_source() -> None:
    assert looked_up() == ModelOutcome(
        "From the returns policy: What stays with you: Gift cards and tickets.", {}, ("policy",)
    )


def test_below_the_threshold_nobody_guesses() -> None:
    assert looked_up(replace(LOOK, threshold=1.0)) == ModelOutcome(error="unknown")
    assert looked_up(replace(LOOK, question="um")) == ModelOutcome(error="unknown")


def test_only_documents_that_the_command_names_are_used() -> None:
    assert looked_up(replace(LOOK, sources=())) == ModelOutcome(error="unknown")
    found = looked_up(replace(LOOK, sources=("fees",), threshold=0.0))
    assert found is not None
    assert found.sources == ("fees",)


@pytest.mark.parametrize(("age", "sources"), [(timedelta(days=29), ("fees",)), (timedelta(days=31), ()), (None, ())])
def test_what_is_too_old_is_not_quoted(age: timedelta | None, sources: tuple[str, ...]) -> None:
    rows = Rows()
    rows.standings["fees"] = replace(rows.standings["fees"], given=NOW - age if age is not None else None)
    found = looked_up(replace(LOOK, question="what does a transfer cost", sources=("fees",)), rows)
    assert found is not None
    assert found.sources == sources


def test_without_an_index_the_stub_of_the_node_answers() -> None:
    rows = Rows()
    rows.standings = {"fees": replace(rows.standings["fees"], version=None)}
    assert looked_up(rows=rows) is None

    async def run() -> ModelOutcome:
        bases = Bases(HashedEmbedder(), in_workspace=rows.in_workspace)
        models = WithKnowledge(ModelStubs(bot()), BoundKnowledge(bases, 7, bot()))
        try:
            return await models.look_up(LOOK)
        finally:
            await bases.aclose()

    assert asyncio.run(run()) == ModelOutcome("From a stub.")


def test_a_database_that_is_away_is_no_answer() -> None:
    rows = Rows()
    rows.away = True
    assert looked_up(rows=rows) == ModelOutcome(error="unavailable")


ROUTED = replace(LOOK, question="how many days do members have", route="fast")


def test_a_model_phrases_where_the_node_says_so() -> None:
    model = Model("Members have sixty days.")
    found = looked_up(ROUTED, model=model)
    assert found == ModelOutcome("Members have sixty days.", {}, ("policy",))
    [asked] = model.asked
    assert asked.route == "fast"
    assert "Members have 60 days." in asked.prompt
    assert "transfer" not in asked.prompt
    assert asked.timeout_ms < ROUTED.timeout_ms


@pytest.mark.parametrize(
    "model", [Model("Members have ninety days."), Model("", "unavailable"), Model("It is guaranteed.")]
)
def test_where_it_says_something_else_the_extract_is_said(model: Model) -> None:
    assert looked_up(ROUTED, model=model) == ModelOutcome(
        "From the returns policy: Members have 60 days.", {}, ("policy",)
    )
    assert len(model.asked) == 1


def test_a_model_that_finds_no_answer_in_the_extracts_is_believed() -> None:
    assert looked_up(ROUTED, model=Model("Not in the extracts.")) == ModelOutcome(error="unknown")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Members have sixty days.", "Members have sixty days."),
        ("Members have ninety days.", "From the returns policy: Members have 60 days."),
        ("Not in the extracts.", ""),
    ],
)
def test_what_it_cost_and_who_answered_is_told_whatever_became_of_its_words(said: str, told: str) -> None:
    model = Model(said, route="spare", failed=("fast",), micros=250)
    found = looked_up(replace(ROUTED, spent_micros=900), model=model)
    assert found is not None
    assert (found.text, found.route, found.failed, found.micros) == (told, "spare", ("fast",), 250)
    assert model.asked[0].spent_micros == 900  # so that the budget of a call holds for it


def test_a_model_that_failed_is_told_of_beside_the_extract() -> None:
    found = looked_up(ROUTED, model=Model("", "unavailable", failed=("fast", "spare"), micros=70))
    assert found == ModelOutcome(
        "From the returns policy: Members have 60 days.", {}, ("policy",), failed=("fast", "spare"), micros=70
    )


def test_one_that_hangs_is_told_of_as_failed() -> None:
    class Hangs(Model):
        async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
            assert command.timeout_ms >= 0
            raise TimeoutError

    found = looked_up(ROUTED, model=Hangs(""))
    assert found is not None
    assert (found.text, found.failed) == ("From the returns policy: Members have 60 days.", ("fast",))


def test_it_is_not_asked_without_a_route_or_without_time() -> None:
    model = Model("Members have sixty days.")
    looked_up(replace(ROUTED, route=None), model=model)
    looked_up(replace(ROUTED, timeout_ms=500), model=model)
    assert model.asked == []


def test_what_else_models_are_asked_goes_to_them() -> None:
    async def run() -> ModelOutcome:
        inner = ModelStubs(bot(), {"main.other": "Said."})
        models = WithKnowledge(inner, BoundKnowledge(Bases(HashedEmbedder()), 7, bot()))
        return await models.ask(AskModel("m-1", "main.other", "say it", 1_000), lambda _: None)

    assert asyncio.run(run()) == ModelOutcome("Said.")


def test_a_base_that_the_bot_does_not_have_is_not_bound() -> None:
    assert looked_up(replace(LOOK, knowledge="nowhere")) is None
