"""A provider that fails: after a few questions nobody waits for it, and one probe finds out when it is back."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from flows.engine.commands import AskModel
from flows.understanding.model.port import ModelFailed
from tests.platform.clock import Clock
from tests.tools.models import asked
from tests.tools.models.fake_model import FakeModel, served
from tools.models.address import ModelAddress
from tools.models.problems import NoProcess, ProviderFailed
from tools.models.provider import Provider
from tools.models.streaming import StreamingModel
from tools.models.structured import StructuredModel
from tools.resting import Resting
from voxloom.shared import backing
from voxloom.shared.breakers import LONGEST_REST_S, MOST_FAILURES, PAUSE_S, Breakers, Permit

LONG_MS = 20_000
QUESTION = AskModel("m-1", "main.think", "Sum it up.", LONG_MS, None, {}, (), True)


@pytest.fixture
def fake() -> Iterator[FakeModel]:
    with served() as server:
        server.pieces = ["Hello."]
        yield server


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The breakers of this server, with time standing still."""
    clock = Clock()
    known = Breakers(clock)
    monkeypatch.setattr(backing, "breakers", lambda: known)
    return clock


def ask(fake: FakeModel, times: int = 1, deadline_ms: int = LONG_MS) -> list[str]:
    async def main() -> list[str]:
        model = StreamingModel(
            asked.process(), ModelAddress("openai/fake", fake.address, "secret", deadline_ms, gap_ms=LONG_MS)
        )
        await model.load()
        outcomes = [await model.ask(QUESTION, lambda _piece: None) for _ in range(times)]
        return [outcome.error or outcome.text for outcome in outcomes]

    return asked.run(main())


def test_one_that_fails_is_left_alone_and_found_to_be_back(fake: FakeModel, clock: Clock) -> None:
    fake.status = 503
    assert ask(fake, MOST_FAILURES + 3) == ["unavailable"] * (MOST_FAILURES + 3)
    assert len(fake.requests) == MOST_FAILURES
    fake.status = 200
    assert ask(fake) == ["unavailable"]
    clock.now_s += PAUSE_S
    assert ask(fake, 2) == ["Hello.", "Hello."]


def test_one_that_is_silent_is_left_alone_too(fake: FakeModel) -> None:
    fake.waits, fake.pauses_at = threading.Event(), 0
    answers = ask(fake, MOST_FAILURES + 1, deadline_ms=200)
    fake.waits.set()
    assert answers == ["timeout"] * MOST_FAILURES + ["unavailable"]


def test_what_is_wrong_with_the_question_is_no_failure_of_the_provider(fake: FakeModel) -> None:
    fake.status = 400
    assert ask(fake, MOST_FAILURES + 1) == ["unavailable"] * (MOST_FAILURES + 1)
    assert len(fake.requests) == MOST_FAILURES + 1


def test_all_models_of_a_provider_share_it_and_no_other(fake: FakeModel) -> None:
    async def fill_in(model: str) -> str:
        address = ModelAddress(model, fake.address, "secret", LONG_MS)
        structured = StructuredModel(asked.process(), address)
        await structured.load()
        return await structured.fill_in("Fill it in.", "hi", {})

    fake.status = 500
    ask(fake, MOST_FAILURES)
    fake.status = 200
    with pytest.raises(ModelFailed, match="the provider openai at 127.0.0.1"):
        asked.run(fill_in("openai/another"))
    assert asked.run(fill_in("hosted_vllm/another")) == "{}"


def test_a_question_that_is_taken_back_says_nothing(clock: Clock) -> None:
    known = Breakers(clock)

    async def main() -> None:
        provider = Provider(ModelAddress("openai/fake"), lambda: known)

        async def ask() -> None:
            async with provider.asked():
                await asyncio.Event().wait()

        for _ in range(2 * MOST_FAILURES):
            task = asyncio.create_task(ask())
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        async with provider.asked():
            pass

    asked.run(main())


class Slow:
    """Breakers somewhere else, which may not answer."""

    blocks = True

    def __init__(self) -> None:
        self.known = Breakers()
        self.held = threading.Event()
        self.threads: set[str] = set()
        self.told = threading.Semaphore(0)

    def asked(self, name: str) -> Permit | None:
        self.threads.add(threading.current_thread().name)
        self.held.wait(10)
        return self.known.asked(name)

    def ended(self, name: str, permit: Permit, *, ok: bool | None) -> None:
        self.threads.add(threading.current_thread().name)
        self.known.ended(name, permit, ok=ok)
        self.told.release()

    def rest(self, name: str, seconds: float) -> None:
        self.threads.add(threading.current_thread().name)
        self.known.rest(name, seconds)
        self.told.release()


def fail(provider: Provider) -> Callable[[], None]:
    async def once() -> None:
        async with provider.asked():
            raise ConnectionError

    def run() -> None:
        with pytest.raises(ConnectionError):
            asyncio.run(once())

    return run


def test_where_others_must_be_asked_it_is_done_in_a_thread_and_not_for_long() -> None:
    slow = Slow()
    failing = fail(Provider(ModelAddress("openai/fake"), lambda: slow))
    failing()  # nobody says in time whether it may be asked: then it may
    slow.held.set()
    for _ in range(MOST_FAILURES - 1):
        failing()
    for _ in range(MOST_FAILURES):
        assert slow.told.acquire(timeout=10)
    assert all(name.startswith("breakers") for name in slow.threads)
    with pytest.raises(Resting):
        asyncio.run(_ask(Provider(ModelAddress("openai/fake"), lambda: slow)))


async def _ask(provider: Provider) -> None:
    async with provider.asked():
        pass


def test_what_one_workspace_has_used_up_another_has_not(clock: Clock) -> None:
    known = Breakers(clock)

    def provider(key: str) -> Provider:
        return Provider(ModelAddress("openai/fake", api_key=key, name="fast"), lambda: known)

    for _ in range(MOST_FAILURES):
        fail(provider("sk-one"))()
    with pytest.raises(Resting) as resting:
        asyncio.run(_ask(provider("sk-one")))
    assert "sk-one" not in str(resting.value)
    asyncio.run(_ask(provider("another")))


def test_who_wants_to_be_left_alone_is_by_all_of_its_models_with_that_key(clock: Clock) -> None:
    known = Breakers(clock)

    def provider(model: str, key: str = "sk-one") -> Provider:
        return Provider(ModelAddress(model, api_key=key, name="fast"), lambda: known)

    provider("openai/small").note(ProviderFailed("RateLimitError", 429, 7.0))
    with pytest.raises(Resting, match="wants it so"):
        asyncio.run(_ask(provider("openai/large")))
    asyncio.run(_ask(provider("openai/small", "sk-two")))
    asyncio.run(_ask(provider("mistral/small")))
    clock.now_s += 7
    asyncio.run(_ask(provider("openai/large")))
    provider("openai/small").note(ProviderFailed("RateLimitError", 429, 86_400.0))
    clock.now_s += LONGEST_REST_S
    asyncio.run(_ask(provider("openai/small")))
    provider("openai/small").note(ProviderFailed("InternalServerError", 500, 7.0))
    asyncio.run(_ask(provider("openai/small")))


def test_a_model_that_said_so_over_http_keeps_others_of_its_provider_from_asking(fake: FakeModel) -> None:
    async def main() -> list[str | None]:
        models = [
            StreamingModel(asked.process(), ModelAddress(f"openai/{name}", fake.address, "secret", LONG_MS))
            for name in ("small", "large")
        ]
        return [(await model.ask(QUESTION, lambda _piece: None)).error for model in models]

    fake.script = [{"status": 429, "headers": {"Retry-After": "7"}}, {}]
    assert asked.run(main()) == ["unavailable", "unavailable"]
    assert len(fake.requests) == 1


def test_where_others_are_told_it_is_done_in_a_thread() -> None:
    slow = Slow()
    slow.held.set()
    Provider(ModelAddress("openai/fake"), lambda: slow).note(ProviderFailed("RateLimitError", 429, 7.0))
    assert slow.told.acquire(timeout=10)
    assert all(name.startswith("breakers") for name in slow.threads)
    with pytest.raises(Resting):
        asyncio.run(_ask(Provider(ModelAddress("openai/another"), lambda: slow)))


def test_a_process_that_died_says_nothing_of_the_provider(clock: Clock) -> None:
    known = Breakers(clock)

    async def ask(provider: Provider) -> None:
        async with provider.asked():
            raise NoProcess("it has ended")

    for _ in range(2 * MOST_FAILURES):
        with pytest.raises(NoProcess):
            asyncio.run(ask(Provider(ModelAddress("openai/fake"), lambda: known)))
    asyncio.run(_ask(Provider(ModelAddress("openai/fake"), lambda: known)))
