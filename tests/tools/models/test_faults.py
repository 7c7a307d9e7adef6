"""What a caller hears when a model fails in each of its ways, what was sent, and what it cost.

Through the driver, a real LiteLLM in its own process, and a server that speaks the real protocol.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.driver.replay import read_log, replay
from flows.engine.program import Program
from tests.flows.driver.fakes import KnownSentences, SlowTools, StreamingOutput
from tests.flows.small_bots import NOW, bot
from tests.platform.clock import Clock
from tests.tools.models import asked
from tests.tools.models.fake_model import FakeModel, served
from tests.tools.models.test_purse import DAY, Own, Sums
from tools.models.bound import BoundModels
from tools.models.routes import Routes
from voxloom.shared import backing
from voxloom.shared.breakers import MOST_FAILURES, Breakers

pytestmark = pytest.mark.usefixtures("outgoing_loopback")

BOT = """
variables: {topic: {type: text}, urgent: {type: boolean}}
routes:
  fast: {model: openai/fast, api_base: "{{ env.models }}", key: fast_key, first_token: FIRST, gap: GAP,
         fallbacks: [spare], price: {question: 1, answer: 10}, max_tokens: 20}
  spare: {model: openai/spare, api_base: "{{ env.models }}", first_token: 20s, price: {question: 1, answer: 10}}
flows:
  on_start: {nodes: {quiet: {type: decide, next: [{else: end}]}}}
  main:
    nodes:
      think: {type: generate, prompt: Say hello., EXTRACTtimeout: 15s, on_error: sorry, next: end}
      sorry: {type: say, say: No words today., next: end}
"""
LONG_MS = 15_000
SAID = ["The roof", " is wet."]
SPARE = {"pieces": ["The spare", " speaks."]}
JSON = ['{"words_to_say": "I see.", ', '"topic": "roof", "urgent": null}']


@dataclass
class Workspace:
    """What is given to the bots of one."""

    address: str
    secrets: dict[str, str] = field(default_factory=lambda: {"fast_key": "sk-fast"})

    async def names(self) -> dict[str, str]:
        return {"models": self.address}

    async def secret(self, name: str) -> str | None:
        return self.secrets.get(name)

    async def may_ask(self, host: str) -> bool:
        return host == "127.0.0.1"


@dataclass
class Heard:
    """What came of a turn."""

    words: list[str]
    said: list[str]
    requests: list[dict[str, Any]]
    cost: int
    log: list[dict[str, Any]]
    state: Any

    @property
    def returned(self) -> dict[str, Any]:
        return next(line["event"] for line in self.log[1:] if line["event"]["event"] == "model_returned")

    @property
    def models(self) -> list[str]:
        return [request["model"] for request in self.requests]


@pytest.fixture
def fake() -> Iterator[FakeModel]:
    with served() as server:
        server.pieces = list(SAID)
        yield server


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The breakers of this server, with time standing still."""
    clock = Clock()
    known = Breakers(clock)
    monkeypatch.setattr(backing, "breakers", lambda: known)
    return clock


def talk(
    fake: FakeModel,
    first: str = "20s",
    gap: str = "20s",
    *,
    extract: str = "",
    bound: int = 1_000_000,
    times: int = 1,
    text: str = BOT,
    meanwhile: Callable[[], None] | None = None,
) -> Heard:
    """The bot is called so many times; what is told is of the last call."""
    program = Program(bot(text.replace("FIRST", first).replace("GAP", gap).replace("EXTRACT", extract), warnings=True))
    book = Sums(bound)

    async def main() -> Heard:
        own = Own(book)
        routes = Routes(asked.process(), None, own.purse)
        for _ in range(times):
            models = BoundModels(routes, program.bot, Workspace(fake.address))
            output, lines = StreamingOutput(), list[dict[str, Any]]()
            log = EventLog(lines.append, "small", "hash")
            talk = Conversation(program, KnownSentences(), SlowTools(0), output, FixedClock(NOW), log, models)
            before = len(fake.requests)
            turn = await talk.start()
        await own.settled()
        own.purse.close()
        words = [text for what, text, _ in output.lines if what in ("piece", "say")]
        cost = book.sums["small", DAY]
        return Heard(words, turn.said, fake.requests[before:], cost, lines, talk.state)

    heard = asked.run(main())
    assert replay(program, read_log([json.dumps(line) for line in heard.log])) is None
    assert heard.state.spent_micros == (heard.cost if times == 1 else heard.state.spent_micros)
    return heard


def test_when_nothing_is_wrong(fake: FakeModel) -> None:
    heard = talk(fake)
    assert (heard.words, heard.said, heard.models) == (SAID, ["The roof is wet."], ["fast"])
    assert (heard.returned["route"], heard.returned["failed"]) == ("fast", [])
    assert heard.requests[0]["key"] == "Bearer sk-fast"
    assert heard.requests[0]["max_tokens"] == 20
    assert 30 < heard.cost < 200


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_a_refusal_has_the_next_route_asked(fake: FakeModel, status: int) -> None:
    fake.script = [{"status": status, "headers": {"Retry-After": "7"}}, SPARE]
    heard = talk(fake)
    assert (heard.said, heard.models) == (["The spare speaks."], ["fast", "spare"])
    assert (heard.returned["route"], heard.returned["failed"]) == ("spare", ["fast"])
    assert heard.requests[1]["key"] == "Bearer none"  # not the operator's, nor that of the other route
    assert heard.state.failed_routes == {"fast": 1}
    assert heard.cost < 200  # who refuses takes no money


def test_who_asks_to_be_left_alone_is(fake: FakeModel) -> None:
    fake.script = [{"status": 429, "headers": {"Retry-After": "30"}}, SPARE]
    heard = talk(fake, times=2)
    assert (heard.said, heard.models) == (["The spare speaks."], ["spare"])


def test_a_slow_first_word_has_the_next_route_asked(fake: FakeModel) -> None:
    fake.script = [{"waits": threading.Event(), "pauses_at": 0}, SPARE]
    heard = talk(fake, "300ms")
    assert (heard.said, heard.models) == (["The spare speaks."], ["fast", "spare"])
    assert fake.left.wait(10)


def test_a_stall_in_the_middle_keeps_what_was_said_and_asks_nobody_else(fake: FakeModel) -> None:
    fake.script = [{"waits": threading.Event(), "pauses_at": 1}, SPARE]
    heard = talk(fake, gap="300ms")
    assert heard.words == ["The roof", "No words today."]
    assert (heard.said, heard.models) == (["The roof", "No words today."], ["fast"])
    assert (heard.returned["error"], heard.returned["text"]) == ("timeout", "The roof")
    assert fake.left.wait(10)
    assert 0 < heard.cost < 200  # what was written is paid for


@pytest.mark.parametrize("how", ["breaks_at", "resets_at"])
@pytest.mark.parametrize("at", [0, 1])
def test_a_line_that_breaks(fake: FakeModel, how: str, at: int) -> None:
    fake.script = [{how: at}, SPARE]
    heard = talk(fake)
    if at == 0:
        assert (heard.said, heard.models) == (["The spare speaks."], ["fast", "spare"])
    else:
        assert (heard.said, heard.models) == (["The roof", "No words today."], ["fast"])
        assert heard.returned["error"] == "unavailable"


def test_junk_in_the_stream_ends_it(fake: FakeModel) -> None:
    fake.script = [{"junk_at": 1}, SPARE]
    heard = talk(fake)
    assert heard.said == ["The roof", "No words today."]
    fake.script = [{"junk_at": 0}, SPARE]
    fake.requests.clear()
    assert talk(fake).said == ["The spare speaks."]


def test_a_text_without_end_is_ended(fake: FakeModel) -> None:
    fake.endless = True
    heard = talk(fake)
    assert heard.said[-1] == "No words today."
    assert 100 < len(heard.said[0]) <= 20 * 8
    assert fake.left.wait(10)


def test_an_answer_without_words_is_none(fake: FakeModel) -> None:
    fake.script = [{"pieces": [" ", ""]}, SPARE]
    heard = talk(fake)
    assert (heard.said, heard.models) == (["The spare speaks."], ["fast", "spare"])
    fake.script = [{"pieces": []}]
    assert talk(fake).said == ["No words today."]


def test_a_wrong_schema_is_sent_back_once(fake: FakeModel) -> None:
    fake.script = [{"pieces": ['{"words_to_say": 5, "urgent": "very"}']}, {"pieces": JSON}]
    heard = talk(fake, extract="extract: {topic: text, urgent: boolean}, ")
    assert (heard.said, heard.models) == (["I see."], ["fast", "fast"])
    *_, answered, problem = heard.requests[1]["messages"]
    assert answered == {"role": "assistant", "content": '{"words_to_say": 5, "urgent": "very"}'}
    assert "`urgent`, `words_to_say`" in problem["content"]
    assert heard.state.variables == {"topic": "roof", "urgent": None}


def test_what_is_wrong_twice_has_the_next_route_asked(fake: FakeModel) -> None:
    fake.script = [{"pieces": ["I see."]}, {"pieces": ["I see."]}, {"pieces": JSON}]
    heard = talk(fake, extract="extract: {topic: text, urgent: boolean}, ")
    assert (heard.said, heard.models) == (["I see."], ["fast", "fast", "spare"])
    assert heard.returned["failed"] == ["fast"]


def test_there_is_no_time_for_a_repair_that_comes_too_late(fake: FakeModel) -> None:
    fake.script = [{"pieces": ["I see."]}, {"waits": threading.Event(), "pauses_at": 0}]
    text = BOT.replace("timeout: 15s", "timeout: 600ms").replace("fallbacks: [spare], ", "")
    heard = talk(fake, extract="extract: {topic: text}, ", text=text)
    assert (heard.said, heard.returned["error"]) == (["No words today."], "timeout")


def test_all_of_them_down_is_an_end_by_the_flow(fake: FakeModel) -> None:
    fake.status = 503
    heard = talk(fake, times=MOST_FAILURES + 2)
    assert (heard.said, heard.models) == (["No words today."], [])  # their breakers are open: nobody waits
    assert heard.returned["failed"] == ["fast", "spare"]
    assert heard.cost == 0


def test_a_budget_that_is_used_up_asks_nobody(fake: FakeModel) -> None:
    heard = talk(fake, bound=100)
    assert (heard.said, heard.requests, heard.cost) == (["No words today."], [], 0)
    text = BOT.replace("max_tokens: 20}", "max_tokens: 20, budget: {call: 0.0001}}")
    heard = talk(fake, text=text)
    assert heard.models == ["spare"]
    text = BOT.replace("max_tokens: 20}", "max_tokens: 20, budget: {day: 0.0001}}")
    fake.requests.clear()
    assert talk(fake, text=text).models == ["spare"]


def test_a_process_that_dies_while_it_is_asked_is_no_exception(fake: FakeModel) -> None:
    """All routes are asked by it: the flow goes on by on_error."""
    fake.script = [{"waits": threading.Event(), "pauses_at": 1}]
    process = asked.process()

    def kill() -> None:
        while not fake.requests:
            pass
        process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    heard = talk(fake)
    killer.join()
    assert heard.said[-1] == "No words today."
    assert heard.returned["error"] == "unavailable"

    async def back() -> None:
        while not process.ready:
            await asyncio.sleep(0.05)

    asked.run(back())
    fake.script = []
    assert talk(fake).said == ["The roof is wet."]
