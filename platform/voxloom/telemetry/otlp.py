"""Spans on their way to a collector (OTLP over HTTP), by OpenTelemetry's own SDK, which is an extra.

A thread of the SDK sends them in batches; 2,048 may wait, and when there are more the oldest go.
"""

import logging
import threading
from typing import TYPE_CHECKING, Any

from voxloom.telemetry.traces import Exporter, Finished

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor

log = logging.getLogger(__name__)

SERVICE = "voxloom"
"""Unless OTEL_SERVICE_NAME says another name."""


def exporter_to(endpoint: str) -> Exporter | None:
    """One for a collector, as the standard OTEL_… variables say; None without an endpoint, or without the extra."""
    if not endpoint:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra
    except ImportError as problem:
        log.warning(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but nothing is traced: %s. Install requirements-otel.txt.", problem
        )
        return None
    return OpenTelemetry(BatchSpanProcessor(OTLPSpanExporter()))


class OpenTelemetry:
    """An exporter that is a processor of the SDK."""

    def __init__(self, processor: "SpanProcessor") -> None:
        from opentelemetry import trace  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.trace.id_generator import IdGenerator  # noqa: PLC0415 - an extra

        class Given(IdGenerator):
            """Gives the ids that the next span is to have, one for each thread."""

            wanted = threading.local()

            def generate_span_id(self) -> int:
                return int(self.wanted.span_id)

            def generate_trace_id(self) -> int:
                return int(self.wanted.trace_id)

        self._api: Any = trace
        self._ids = Given()
        resource = Resource({SERVICE_NAME: SERVICE}).merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=resource, id_generator=self._ids, shutdown_on_exit=False)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("voxloom")

    def samples(self, trace_id: int) -> bool:
        """As OTEL_TRACES_SAMPLER says; the same in every process."""
        decision: Any = self._provider.sampler.should_sample(None, trace_id, "conversation").decision
        return bool(decision.is_sampled())

    def emit(self, span: Finished) -> None:
        """Make it a span of the SDK, whose thread sends it."""
        api = self._api
        self._ids.wanted.span_id, self._ids.wanted.trace_id = span.span_id, span.trace_id
        context = api.set_span_in_context(api.INVALID_SPAN)
        if span.parent_id is not None:
            flags = api.TraceFlags(api.TraceFlags.SAMPLED)
            parent = api.SpanContext(span.trace_id, span.parent_id, is_remote=False, trace_flags=flags)
            context = api.set_span_in_context(api.NonRecordingSpan(parent))
        kind = api.SpanKind.CLIENT if span.outgoing else api.SpanKind.INTERNAL
        made = self._tracer.start_span(
            span.name, context, kind=kind, attributes=dict(span.attributes), start_time=span.start_ns
        )
        if span.failed:
            made.set_status(api.Status(api.StatusCode.ERROR))
        made.end(span.end_ns)

    def close(self, seconds: float) -> None:
        """The SDK would wait for half a minute; who stops has no such time."""
        ending = threading.Thread(target=self._provider.shutdown, name="traces-end", daemon=True)
        ending.start()
        ending.join(seconds)
        if ending.is_alive():
            log.warning("the collector of traces does not answer; what waited for it is lost")
