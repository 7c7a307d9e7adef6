"""Asking a real LiteLLM, over HTTP, a model on this machine."""

import threading
from collections.abc import Iterator

import pytest

from flows.understanding.model.port import ModelFailed
from tests.tools.models import asked
from tests.tools.models.fake_model import FakeModel, served
from tools.models.address import ModelAddress
from tools.models.structured import StructuredModel

SCHEMA = {"type": "object", "properties": {"acts": {"type": "array"}}, "required": ["acts"]}


@pytest.fixture
def fake() -> Iterator[FakeModel]:
    with served() as server:
        yield server


def _ask(fake: FakeModel, deadline_ms: int = 20_000) -> str:
    async def run() -> str:
        model = StructuredModel(asked.process(), ModelAddress("openai/fake", fake.address, "secret", deadline_ms))
        return await model.fill_in("you tell what is meant", "hello", SCHEMA)

    return asked.run(run())


def test_the_answer_and_what_was_asked(fake: FakeModel, capfd: pytest.CaptureFixture[str]) -> None:
    fake.content = '{"acts": []}'
    assert _ask(fake) == '{"acts": []}'
    assert capfd.readouterr().out == ""
    (request,) = fake.requests
    assert request["path"] == "/v1/chat/completions"
    assert request["key"] == "Bearer secret"
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert request["messages"][1]["content"] == "hello"
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_refusal_is_no_answer(fake: FakeModel, status: int) -> None:
    fake.status = status
    with pytest.raises(ModelFailed, match="openai/fake"):
        _ask(fake)
    assert len(fake.requests) == 1  # nothing is tried again: the caller waits


def test_an_answer_without_text(fake: FakeModel) -> None:
    fake.content = None
    with pytest.raises(ModelFailed):
        _ask(fake)


def test_nobody_waits_longer_than_the_deadline(fake: FakeModel) -> None:
    fake.waits = threading.Event()
    with pytest.raises(ModelFailed, match="no answer within 300 ms"):
        _ask(fake, 300)


def test_nobody_there() -> None:
    async def run() -> None:
        model = StructuredModel(asked.process(), ModelAddress("openai/fake", "http://127.0.0.1:9/v1", "secret", 10_000))
        await model.fill_in("a", "b", SCHEMA)

    with pytest.raises(ModelFailed):
        asked.run(run())
