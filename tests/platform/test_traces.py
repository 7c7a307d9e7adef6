"""Traces: what becomes a span, below which one, and how spans come to a collector."""

import logging
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from tests.platform.http_server import Quiet, serving
from tests.platform.receiver import receiver
from voxloom.telemetry import traces
from voxloom.telemetry.otlp import OpenTelemetry, exporter_to

CALL = "call-5d9a1c07be42"


class Clock:
    """A call's own."""

    now_ns = 1_000_000_000

    def __call__(self) -> int:
        return self.now_ns

    def later(self, ms: int) -> None:
        self.now_ns += ms * 1_000_000


@pytest.fixture
def memory() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    traces.start(OpenTelemetry(SimpleSpanProcessor(kept)))
    yield kept
    traces.stop(1)


def named(memory: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in memory.get_finished_spans()}


def parent(span: ReadableSpan) -> int:
    assert span.parent is not None
    return int(span.parent.span_id)


def own(span: ReadableSpan) -> int:
    assert span.context is not None
    return int(span.context.span_id)


def test_a_conversation_holds_its_turns_and_a_turn_its_parts_and_tools(memory: InMemorySpanExporter) -> None:
    clock = Clock()
    trace = traces.of_call(CALL, clock, bot="shop", version="abc", mode="voice")
    trace.begins(1)
    with trace.asks("tool", "get_price", **{"voxloom.effect": "read"}) as asked:
        clock.later(40)
        asked.outcome = "done"
    trace.done()
    start = clock.now_ns - 200_000_000
    trace.turn(1, start, clock.now_ns, {"uplink": 0.0, "hold": 150.0, "engine": 50.0}, {"voxloom.turn.node": "a.b"})
    clock.later(1000)
    trace.over("goodbye")

    spans = named(memory)
    assert set(spans) == {"conversation", "turn", "hold", "engine", "tool get_price"}
    conversation, turn, tool = spans["conversation"], spans["turn"], spans["tool get_price"]
    assert conversation.parent is None
    assert conversation.attributes == {
        "voxloom.call": CALL, "voxloom.bot": "shop", "voxloom.version": "abc", "voxloom.mode": "voice",
        "voxloom.ended": "goodbye", "voxloom.turns": 1,
    }  # fmt: skip
    assert parent(turn) == own(conversation)
    assert turn.attributes == {"voxloom.turn.number": 1, "voxloom.turn.node": "a.b"}
    assert {parent(spans[name]) for name in ("hold", "engine", "tool get_price")} == {own(turn)}
    assert tool.attributes == {"voxloom.tool": "get_price", "voxloom.effect": "read", "voxloom.outcome": "done"}
    assert tool.kind == SpanKind.CLIENT
    assert spans["hold"].start_time == turn.start_time
    assert spans["hold"].end_time == spans["engine"].start_time
    assert spans["engine"].end_time == turn.end_time
    assert tool.end_time - tool.start_time == 40_000_000  # type: ignore[operator]
    assert abs(turn.end_time - time.time_ns()) < 60e9  # type: ignore[operator]
    assert {span.context.trace_id for span in spans.values() if span.context} == {traces.ids_of(CALL)[0]}


def test_what_is_asked_in_a_pause_belongs_to_the_turn_that_follows(memory: InMemorySpanExporter) -> None:
    clock = Clock()
    trace = traces.of_call(CALL, clock)
    trace.begins(1)
    trace.done()
    for name in ("in vain", "again"):
        with trace.asks("tool", name):
            clock.later(1)
    trace.turn(1, clock.now_ns, clock.now_ns, {}, {})
    trace.begins(2)
    with trace.asks("tool", "in the turn"):
        clock.later(1)
    trace.done()
    trace.turn(2, clock.now_ns, clock.now_ns, {}, {})
    trace.turn(2, clock.now_ns, clock.now_ns, {}, {})  # told once
    turns = {
        span.attributes["voxloom.turn.number"]: own(span) for span in memory.get_finished_spans() if span.name == "turn"
    }  # type: ignore[index]
    spans = named(memory)
    assert len(turns) == 2
    assert {parent(spans[f"tool {name}"]) for name in ("in vain", "again", "in the turn")} == {turns[2]}


@pytest.mark.parametrize(("outcome", "failed"), [("done", False), ("timeout", True), (None, True)])
def test_a_tool_that_failed_or_was_broken_off_shows(
    memory: InMemorySpanExporter, outcome: str | None, failed: bool
) -> None:
    trace = traces.of_call(CALL, Clock())
    try:
        with trace.asks("tool", "pay") as asked:
            if outcome is None:
                raise KeyError("4111 1111 1111 1111")
            asked.outcome = outcome
    except KeyError:
        pass
    (span,) = memory.get_finished_spans()
    assert span.status.is_ok is not failed
    assert span.attributes is not None
    assert span.attributes["voxloom.outcome"] == (outcome or "cancelled")
    assert "4111" not in span.to_json()
    assert not span.events


def test_requests_to_others_say_which_span_they_belong_to(memory: InMemorySpanExporter) -> None:
    assert traces.headers() == {}
    trace = traces.of_call(CALL, Clock())
    with trace.asks("tool", "pay"):
        inside = traces.headers()
    with traces.outgoing(CALL, "webhook conversation.ended"):
        hook = traces.headers()
    assert traces.headers() == {}
    spans = named(memory)
    for told, name in ((inside, "tool pay"), (hook, "webhook conversation.ended")):
        version, trace_id, span_id, flags = told["traceparent"].split("-")
        assert (version, flags, len(trace_id), len(span_id)) == ("00", "01", 32, 16)
        assert (int(trace_id, 16), int(span_id, 16)) == (traces.ids_of(CALL)[0], own(spans[name]))
    assert parent(spans["webhook conversation.ended"]) == traces.ids_of(CALL)[1]


def test_without_an_exporter_there_is_nothing() -> None:
    trace = traces.of_call(CALL, Clock())
    assert trace is traces.OFF
    trace.begins(1)
    with trace.asks("tool", "pay") as asked, traces.outgoing(CALL, "webhook"):
        asked.outcome = "done"
        assert traces.headers() == {}
    trace.done()
    trace.turn(1, 0, 1, {"hold": 1.0}, {})
    trace.over("goodbye")


def test_whatever_is_wrong_with_an_exporter_a_call_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def samples(self, trace_id: int) -> bool:
            return True

        def emit(self, span: traces.Finished) -> None:
            raise RuntimeError("full")

        def close(self, seconds: float) -> None: ...

    traces.start(Broken())
    try:
        traces.of_call(CALL, Clock()).over("goodbye")
    finally:
        traces.stop(0)
    assert "a span could not be told" in caplog.text


def test_conversations_are_sampled_as_the_standard_variable_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "traceidratio")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0.5")
    exporter = OpenTelemetry(SimpleSpanProcessor(InMemorySpanExporter()))
    picked = sum(exporter.samples(traces.ids_of(f"call-{number}")[0]) for number in range(400))
    exporter.close(1)
    assert 100 < picked < 300


def test_a_collector_gets_spans_over_http(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as collector:
        address = f"http://127.0.0.1:{collector.port}"
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        monkeypatch.setenv("OTEL_SERVICE_NAME", "bots")
        exporter = exporter_to(address)
        assert exporter is not None
        traces.start(exporter)
        trace = traces.of_call(CALL, Clock(), bot="shop")
        trace.begins(1)
        trace.turn(1, 1_000_000_000, 1_100_000_000, {"hold": 100.0}, {"voxloom.turn.speculated": True})
        trace.over("goodbye")
        traces.stop(10)
        assert {seen.path for seen in collector.seen} == {"/v1/traces"}
        requests = [ExportTraceServiceRequest.FromString(seen.body) for seen in collector.seen]
    resources = [resource for request in requests for resource in request.resource_spans]
    assert {a.value.string_value for r in resources for a in r.resource.attributes if a.key == "service.name"} == {
        "bots"
    }
    spans = [span for resource in resources for scope in resource.scope_spans for span in scope.spans]
    assert {span.name for span in spans} == {"conversation", "turn", "hold"}
    assert {span.trace_id for span in spans} == {traces.ids_of(CALL)[0].to_bytes(16)}
    (turn,) = [span for span in spans if span.name == "turn"]
    assert turn.end_time_unix_nano - turn.start_time_unix_nano == 100_000_000


def test_a_collector_that_does_not_answer_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked, over = threading.Event(), threading.Event()

    class Hangs(Quiet):
        def do_POST(self) -> None:
            asked.set()
            over.wait(20)

    with serving(Hangs) as server:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.at)
        exporter = exporter_to(server.at)
        assert exporter is not None
        traces.start(exporter)
        for number in range(3_000):  # more than may wait: the oldest go
            traces.of_call(f"call-{number}", Clock()).over("goodbye")
        assert asked.wait(20)
        traces.stop(0.2)  # it returns, though the request never ends
        over.set()
    assert "the collector of traces does not answer" in caplog.text


def test_without_the_extra_a_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert exporter_to("") is None
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace.export", None)
    with caplog.at_level(logging.WARNING):
        assert exporter_to("http://127.0.0.1:4318") is None
    (record,) = caplog.records
    assert "Install requirements-otel.txt" in record.getMessage()


def test_nothing_of_the_extra_is_imported_unless_it_is_used(root: Any) -> None:
    import subprocess

    code = (
        "import sys; import voxloom.telemetry.traces, voxloom.telemetry.otlp as o; o.exporter_to('');"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]"
    )
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)
