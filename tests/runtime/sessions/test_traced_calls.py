"""What a call tells of itself as a trace: turns with their parts and tools, at the times at which they were."""

from collections.abc import Iterator
from typing import Any

import pytest

from runtime.history.call_log import History
from tests.runtime.sessions.mortal import Mortal, killed_after
from tests.runtime.sessions.stage import BOT, Stage, prices, staged
from tests.runtime.virtual_time import run
from voxloom.telemetry import traces
from voxloom.telemetry.traces import Finished

EAGER = BOT.replace("        tool: get_price\n", "        tool: get_price\n        speculate: true\n")


class Kept:
    """An exporter that keeps them."""

    def __init__(self) -> None:
        self.spans: list[Finished] = []

    def samples(self, trace_id: int) -> bool:
        return True

    def emit(self, span: Finished) -> None:
        self.spans.append(span)

    def close(self, seconds: float) -> None: ...

    def named(self, name: str) -> list[Finished]:
        return [span for span in self.spans if span.name == name]

    def below(self, parent: Finished) -> list[Finished]:
        return [span for span in self.spans if span.parent_id == parent.span_id]


@pytest.fixture
def kept() -> Iterator[Kept]:
    exporter = Kept()
    traces.start(exporter)
    yield exporter
    traces.stop(0)


@pytest.mark.parametrize("bot", [BOT, EAGER], ids=["plain", "eager"])
def test_a_call(kept: Kept, bot: str) -> None:
    told: list[dict[str, Any]] = []

    async def work() -> None:
        async with staged(bot=bot) as stage:
            prices.after_s = 0.2
            await stage.says("rent a boat")
            await stage.says("anna")
            await stage.heard("It is $30.")
            await stage.listening()
            told.extend(stage.of("turn"))

    run(work())
    (conversation,) = kept.named("conversation")
    assert conversation.parent_id is None
    assert {name: conversation.attributes[f"voxloom.{name}"] for name in ("bot", "version", "mode", "ended")} == {
        "bot": "harbour", "version": "hash", "mode": "voice", "ended": "hangup",
    }  # fmt: skip
    greeting, first, second = kept.named("turn")
    assert [span.attributes["voxloom.turn.number"] for span in (greeting, first, second)] == [0, 1, 2]
    assert {span.parent_id for span in (greeting, first, second)} == {conversation.span_id}
    assert first.attributes["voxloom.turn.node"] == "rent.which"
    for span, turn in zip((first, second), told[1:], strict=True):
        parts = {part.name: (part.end_ns - part.start_ns) / 1e6 for part in kept.below(span) if not part.outgoing}
        assert parts == pytest.approx({name: ms for name, ms in turn["parts"].items() if ms})
        assert span.attributes["voxloom.turn.total_ms"] == turn["total_ms"]
        assert span.attributes["voxloom.turn.answer_ms"] == turn["answer_ms"]
        assert span.attributes["voxloom.turn.speculated"] == turn["speculated"]
        assert (span.end_ns - span.start_ns) / 1e6 == pytest.approx(turn["answer_ms"], abs=1)
        inside = [part for part in kept.below(span) if not part.outgoing]
        assert inside[0].start_ns == span.start_ns
        assert all(before.end_ns == after.start_ns for before, after in zip(inside, inside[1:], strict=False))
    tools = kept.named("tool get_price")
    assert {tool.parent_id for tool in tools} == {second.span_id}
    done = [tool for tool in tools if tool.attributes["voxloom.outcome"] == "done"]
    assert (done[-1].end_ns - done[-1].start_ns) / 1e6 == pytest.approx(200, abs=1)
    assert done[-1].attributes["voxloom.effect"] == "read"
    said = {value for span in kept.spans for value in span.attributes.values() if isinstance(value, str)}
    assert said <= {
        "call", "harbour", "hash", "voice", "hangup", "get_price", "read", "done", "cancelled", "", "rent.which",
        "request", "answer",
    }  # fmt: skip


def test_a_conversation_that_is_broken_off_is_told_of_once(kept: Kept) -> None:
    async def asked(stage: Stage) -> None:
        await stage.says("rent a boat")
        stage.call.break_off()
        await stage.over()

    async def work() -> None:
        async with killed_after(asked, Mortal()) as again:
            assert kept.named("conversation") == []
            await again.says("anna")
            await again.heard("It is $30.")

    run(work())
    (conversation,) = kept.named("conversation")
    assert conversation.attributes["voxloom.ended"] == "hangup"
    assert {turn.parent_id for turn in kept.named("turn")} == {conversation.span_id}


def test_a_conversation_that_nobody_comes_back_to_is_told_of(kept: Kept) -> None:
    async def work() -> None:
        async with staged(history=History(Mortal(), "here")) as stage:
            await stage.listening()
            stage.call.break_off()
            await stage.over()
            assert kept.named("conversation") == []
            await stage.call.give_up()

    run(work())
    (conversation,) = kept.named("conversation")
    assert conversation.attributes["voxloom.ended"] == "hangup"


def test_a_chat_that_fails_is_a_failed_trace(kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged("text") as stage:
            await stage.listening()
            stage.words.fault = RuntimeError("my card is 4111")
            stage.call.say_text("rent a boat")
            assert (await stage.ended())["reason"] == "error"

    run(work())
    (conversation,) = kept.named("conversation")
    assert conversation.failed
    assert conversation.attributes["voxloom.mode"] == "text"
    assert "4111" not in str(kept.spans)


def test_a_call_tells_nothing_without_an_exporter() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            assert stage.call._trace is traces.OFF

    run(work())
