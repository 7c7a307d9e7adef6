"""/healthz and /readyz."""

import pytest
from django.test import Client

from voxloom.telemetry import readiness


@pytest.fixture(autouse=True)
def no_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_probes", {})
    monkeypatch.setattr(readiness, "_figures", {})


def test_alive(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_ready_when_every_probe_is_true(client: Client) -> None:
    readiness.register("speech", lambda: True)
    readiness.register("bots", lambda: True)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "waiting_for": []})


def test_not_ready_names_the_parts_that_are_not(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    readiness.register("speech", lambda: False)
    readiness.register("bots", lambda: True)
    readiness.register("clock", lambda: 1 / 0 > 0)
    answer = client.get("/readyz")
    assert "Service Unavailable" not in caplog.text  # asked each second while the models load: no news
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "waiting_for": ["clock", "speech"]})
    assert "probe 'clock' failed" in caplog.text


def test_the_last_probe_of_a_name_counts_and_can_be_taken_back(client: Client) -> None:
    readiness.register("speech", lambda: False)
    readiness.register("speech", lambda: True)
    assert client.get("/readyz").status_code == 200
    readiness.register("speech", lambda: False)
    readiness.unregister("speech")
    readiness.unregister("speech")
    assert client.get("/readyz").status_code == 200


def test_figures_are_shown_and_decide_nothing(client: Client) -> None:
    readiness.register_figure("calls", lambda: 2)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "waiting_for": [], "calls": 2})
    readiness.unregister_figure("calls")
    readiness.unregister_figure("calls")
    assert "calls" not in client.get("/readyz").json()


def test_a_figure_that_fails_is_left_out(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    readiness.register_figure("broken", lambda: [][0])
    readiness.register_figure("calls", lambda: 2)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "waiting_for": [], "calls": 2})
    assert "'broken' failed" in caplog.text


def test_monitoring_only_reads(client: Client) -> None:
    assert client.post("/readyz").status_code == 405
    assert client.head("/readyz").status_code == 200
