"""A real LiteLLM over HTTP, and what it costs: counted by what the provider counts, and not asked beyond the bound."""

from collections.abc import Iterator

import pytest

from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel
from flows.understanding.model.port import ModelFailed
from tests.tools.models import asked
from tests.tools.models.fake_model import FakeModel, served
from tests.tools.models.test_purse import DAY, Own, Sums
from tools.models.address import ModelAddress
from tools.models.question import Limits
from tools.models.streaming import StreamingModel
from tools.models.structured import StructuredModel

pytestmark = pytest.mark.filterwarnings("ignore:Accessing the:DeprecationWarning")  # LiteLLM's own, of the last piece
LONG_MS = 20_000
QUESTION = AskModel("m-1", "main.think", "Sum it up.", LONG_MS, None, {}, (), True)


@pytest.fixture
def fake() -> Iterator[FakeModel]:
    with served() as server:
        server.pieces = ["The roof", " is wet."]
        yield server


def address(fake: FakeModel) -> ModelAddress:
    return ModelAddress("openai/fake", fake.address, "secret", LONG_MS, price=(1.0, 10.0), gap_ms=LONG_MS)


def ask(fake: FakeModel, book: Sums, times: int = 1) -> list[ModelOutcome]:
    async def main() -> list[ModelOutcome]:
        own = Own(book)
        model = StreamingModel(asked.process(), address(fake), own.purse)
        await model.load()
        outcomes = [await model.ask(QUESTION, lambda _piece: None, "small") for _ in range(times)]
        await own.settled()
        own.purse.close()
        return outcomes

    return asked.run(main())


def fill_in(fake: FakeModel, book: Sums) -> str:
    async def main() -> str:
        own = Own(book)
        model = StructuredModel(asked.process(), address(fake), own.purse)
        await model.load()
        try:
            return await model.of_bot("small").fill_in("Fill it in.", "hi", {})
        finally:
            await own.settled()
            own.purse.close()

    return asked.run(main())


def test_what_the_provider_counts_is_what_it_costs(fake: FakeModel) -> None:
    book = Sums(100_000)
    fake.usage = {"prompt_tokens": 70, "completion_tokens": 3, "total_tokens": 73}
    (outcome,) = ask(fake, book)
    assert (outcome.text, outcome.error, outcome.micros) == ("The roof is wet.", None, book.sums["small", DAY])
    assert fake.requests[0]["stream_options"] == {"include_usage": True}
    assert book.sums["small", DAY] == 100


def test_what_nobody_counts_costs_by_its_length(fake: FakeModel) -> None:
    book = Sums(100_000)
    (outcome,) = ask(fake, book)
    assert (outcome.text, outcome.error, outcome.micros) == ("The roof is wet.", None, book.sums["small", DAY])
    assert 30 < book.sums["small", DAY] < 200


def test_who_has_nothing_left_asks_nobody(fake: FakeModel) -> None:
    book = Sums(4_150)  # 400 tokens of an answer are 4,000 at most
    outcomes = ask(fake, book, times=5)
    assert outcomes[0].text == "The roof is wet."
    assert outcomes[-1] == ModelOutcome(error="unavailable")
    asked = sum(outcome.error is None for outcome in outcomes)
    assert len(fake.requests) == asked < 5
    assert book.sums["small", DAY] <= 4_150


def test_who_refuses_takes_no_money(fake: FakeModel) -> None:
    book = Sums(100_000)
    fake.status = 500
    assert ask(fake, book) == [ModelOutcome(error="unavailable")]
    with pytest.raises(ModelFailed):
        fill_in(fake, book)
    assert book.sums["small", DAY] == 0


def test_understanding_is_paid_for_too(fake: FakeModel) -> None:
    book = Sums(100_000)
    assert fill_in(fake, book) == "{}"
    assert book.sums["small", DAY] == 11  # a token of each, as the provider counts
    with pytest.raises(ModelFailed, match="small may spend no more"):
        fill_in(fake, Sums(10))
    assert len(fake.requests) == 1


def test_a_model_without_a_price_is_asked_and_counted_nowhere(fake: FakeModel) -> None:
    async def main() -> ModelOutcome:
        own = Own(Sums(0))
        model = StreamingModel(
            asked.process(), ModelAddress("openai/fake", fake.address, "secret", LONG_MS, gap_ms=LONG_MS), own.purse
        )
        await model.load()
        try:
            return await model.ask(QUESTION, lambda _piece: None, "small")
        finally:
            own.purse.close()

    assert asked.run(main()) == ModelOutcome("The roof is wet.")
    assert "stream_options" not in fake.requests[0]


def ask_within(fake: FakeModel, own_micros: int | None, command: AskModel = QUESTION) -> ModelOutcome:
    async def main() -> ModelOutcome:
        own = Own(Sums(100_000))
        model = StreamingModel(asked.process(), address(fake), own.purse)
        try:
            return await model.ask(command, lambda _piece: None, "small", limits=Limits(own_micros=own_micros))
        finally:
            await own.settled()
            own.purse.close()

    return asked.run(main())


def test_a_question_that_may_cost_more_than_is_left_of_the_call_is_not_asked(fake: FakeModel) -> None:
    assert ask_within(fake, 3_999) == ModelOutcome(error="unavailable")  # 400 tokens of an answer are 4,000 at most
    assert fake.requests == []
    assert ask_within(fake, 4_400).text == "The roof is wet."
    assert ask_within(fake, None).text == "The roof is wet."


def test_an_answer_that_is_sent_back_has_only_what_the_first_one_left(fake: FakeModel) -> None:
    extracts = AskModel("m-1", "main.think", "How many?", LONG_MS, None, {"count": "integer"}, (), False)
    fake.usage = {"prompt_tokens": 100, "completion_tokens": 200, "total_tokens": 300}
    fake.pieces = ["no json"]
    outcome = ask_within(fake, 5_000, extracts)
    assert (outcome.error, outcome.micros) == ("unavailable", 2_100)
    assert len(fake.requests) == 1  # 2,900 are left, and the second one could cost 4,000
    outcome = ask_within(fake, 20_000, extracts)
    assert (outcome.error, outcome.micros) == ("unavailable", 4_200)
    assert len(fake.requests) == 3
