"""Figures of the process that are read when somebody asks: how much waits, and where. Parts register them by name."""

from collections.abc import Callable, Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from voxloom.telemetry import readiness

Figure = Callable[[], float]

OF_READINESS = {
    "calls": ("voxloom_calls", "Calls that go on now.", 1.0),
    "loop_lag_p99_ms": (
        "voxloom_loop_lag_p99_seconds",
        "By how much the event loop was late, 99th percentile of the last minute.",
        0.001,
    ),
}
"""The figures of `/readyz` that are gauges here: name, help, and the factor to the unit of the name."""
KNOWN = {
    "voxloom_breakers_open": "Services, models and receivers that failed often and are left alone for a moment.",
    "voxloom_history_waiting": "Events of calls that wait to be written to the database.",
    "voxloom_outbox_waiting": "Messages that wait for the page that reads slowest.",
    "voxloom_speech_waiting": "Requests that a speech worker has not answered yet.",
    "voxloom_speech_ready": "Whether a speech worker has its models loaded.",
}
"""Those that parts register; where there are several of a kind, `worker` says which."""

_figures: dict[tuple[str, str], Figure] = {}


def register(name: str, figure: Figure, *, worker: str = "") -> None:
    """Have `/metrics` show a figure, one of KNOWN; `figure` answers at once, in any thread. A second one wins."""
    if name not in KNOWN:
        raise ValueError(f"There is no gauge called {name!r}.")
    _figures[name, worker] = figure


def unregister(name: str, *, worker: str = "") -> None:
    """Forget a figure, if there is one."""
    _figures.pop((name, worker), None)


class Gauges(Collector):
    """What is registered, and what `/readyz` shows too."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family for each name."""
        figures = readiness.figures()
        for figure, (name, text, factor) in OF_READINESS.items():
            if figure in figures:
                yield GaugeMetricFamily(name, text, value=figures[figure] * factor)
        registered = sorted(_figures.items(), key=lambda entry: entry[0])
        for name, text in KNOWN.items():
            values = [(worker, figure()) for (known, worker), figure in registered if known == name]
            if not values:
                continue
            family = GaugeMetricFamily(name, text, labels=["worker"] if any(worker for worker, _ in values) else [])
            for worker, value in values:
                family.add_metric([worker] if worker else [], value)
            yield family
