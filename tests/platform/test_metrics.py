"""/metrics: what it tells, and to whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from tests.runtime.counted import Counted
from voxloom import jobs
from voxloom.jobs import outbox
from voxloom.jobs.models import Job
from voxloom.telemetry import gauges, metrics, readiness

pytestmark = pytest.mark.django_db  # it tells of jobs, too
HERE = {"host": "localhost:8000"}
ELSEWHERE = "192.0.2.7"
TOKEN = "a token of the operator"


@pytest.fixture
def client(settings: Any) -> Client:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "bots.example"]
    return Client(headers=HERE)


def asked(client: Client, address: str = "127.0.0.1", **headers: str) -> int:
    return client.get("/metrics", REMOTE_ADDR=address, headers={**HERE, **headers}).status_code


def families(client: Client) -> dict[str, Any]:
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert "no-store" in answer.headers["Cache-Control"]
    return {family.name: family for family in text_string_to_metric_families(answer.content.decode())}


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1"])
def test_programs_of_this_machine_may_read_it(client: Client, address: str) -> None:
    assert asked(client, address) == 200


@pytest.mark.parametrize("address", [ELSEWHERE, "10.0.0.1", "::ffff:10.0.0.1", "2001:db8::1", "", "testserver"])
def test_for_anybody_else_there_is_no_such_page(client: Client, settings: Any, address: str) -> None:
    settings.METRICS_TOKEN = ""
    assert asked(client, address) == 404
    assert asked(client, address, authorization="Bearer ") == 404
    assert asked(client, address, authorization="Bearer") == 404


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1", 200), ("[::1]:8000", 200), ("bots.example", 404), ("bots.example:8000", 404)]
)
def test_what_a_tunnel_brings_asks_for_a_public_name(client: Client, host: str, status: int) -> None:
    assert asked(client, host=host) == status


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
def test_what_a_proxy_of_this_machine_passes_on_is_not_of_this_machine(client: Client, header: str) -> None:
    assert asked(client, **{header: "127.0.0.1"}) == 404


def test_who_knows_the_token_may_read_it_from_elsewhere(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert asked(client, ELSEWHERE, authorization=f"Bearer {TOKEN}") == 200
    assert asked(client, ELSEWHERE, authorization=f"bearer {TOKEN}", **{"x-forwarded-for": ELSEWHERE}) == 200
    for wrong in (TOKEN, f"Basic {TOKEN}", "Bearer another", "Bearer ", f"Bearer {TOKEN}\u00e9"):
        assert asked(client, ELSEWHERE, authorization=wrong) == 404
    assert asked(client, ELSEWHERE) == 404
    assert asked(client) == 200


def test_it_is_only_read(client: Client) -> None:
    assert client.post("/metrics").status_code == 404
    assert client.head("/metrics").status_code == 200


def test_parts_of_a_turn_are_seconds_and_add_up(client: Client) -> None:
    counted = Counted()
    metrics.answered({"hold": 200.0, "synthesis": 50.0, "egress": 0.0}, 250.0, 1250.0)
    parts = [counted("voxloom_turn_part_seconds_sum", part=part) for part in metrics.PARTS]
    assert sum(parts) == counted("voxloom_turn_total_seconds_sum") == 0.25
    assert counted("voxloom_turn_answer_seconds_sum") == 1.25
    assert counted("voxloom_turn_total_seconds_bucket", le="0.25") == 1
    assert counted("voxloom_turn_total_seconds_bucket", le="0.2") == 0
    assert {counted("voxloom_turn_part_seconds_count", part=part) for part in metrics.PARTS} == {1}
    seen = {s.labels["part"] for s in families(client)["voxloom_turn_part_seconds"].samples}
    assert seen == set(metrics.PARTS)  # the server does not know when a packet is heard, and does not say 0


def test_a_turn_of_which_only_the_filler_was_heard_has_no_time_of_its_answer() -> None:
    counted = Counted()
    metrics.answered({"hold": 300.0}, 300.0, None)
    assert (counted("voxloom_turn_total_seconds_count"), counted("voxloom_turn_answer_seconds_count")) == (1, 0)


def test_nothing_that_comes_from_outside_becomes_a_label(client: Client) -> None:
    counted = Counted()
    metrics.held("my card is 4111 1111 1111 1111")
    metrics.answered({"my name is Ann": 1.0}, 1.0, 1.0)
    assert counted("voxloom_hold_total", why=metrics.OTHER) == 1
    text = client.get("/metrics").content.decode()
    assert "4111" not in text
    assert "Ann" not in text


def test_figures_of_the_process_are_gauges_while_there_are_any(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_figures", {})
    assert not {"voxloom_calls", "voxloom_loop_lag_p99_seconds"} & set(families(client))
    readiness.register_figure("calls", lambda: 3)
    readiness.register_figure("loop_lag_p99_ms", lambda: 12.5)
    readiness.register_figure("something else", lambda: 1)
    found = families(client)
    assert [found["voxloom_calls"].samples[0].value, found["voxloom_calls"].type] == [3, "gauge"]
    assert found["voxloom_loop_lag_p99_seconds"].samples[0].value == 0.0125


def test_series_are_there_before_anything_was_counted(client: Client) -> None:
    found = families(client)
    whys = {sample.labels["why"] for sample in found["voxloom_hold"].samples}
    assert whys == {*metrics.HOLDS, metrics.OTHER}
    assert {s.labels["outcome"] for s in found["voxloom_speculations"].samples} == {"kept", "discarded"}
    assert {s.labels["outcome"] for s in found["voxloom_barge_ins"].samples} == {"cut", "resumed"}
    assert not [name for name in found if name.endswith("_created")]


def test_calls_are_counted_by_their_mode_and_by_why_they_ended() -> None:
    counted = Counted()
    metrics.call_started("voice")
    metrics.call_started("fax")
    metrics.call_ended("voice", "goodbye")
    metrics.call_ended("text", None)
    metrics.call_ended("voice", "my name is Ann")
    assert counted("voxloom_calls_started_total", mode="voice") == 1
    assert counted("voxloom_calls_started_total", mode=metrics.OTHER) == 1
    assert counted("voxloom_calls_ended_total", mode="voice", reason="goodbye") == 1
    assert counted("voxloom_calls_ended_total", mode="text", reason=metrics.OTHER) == 1
    assert counted("voxloom_calls_ended_total", mode="voice", reason=metrics.OTHER) == 1


@pytest.mark.parametrize(
    ("count", "name", "label", "known"),
    [
        (metrics.call_refused, "voxloom_calls_refused_total", "reason", metrics.REFUSALS),
        (metrics.resumed, "voxloom_calls_resumed_total", "outcome", metrics.RESUMES),
        (metrics.speech_restarted, "voxloom_speech_restarts_total", "worker", metrics.WORKERS),
    ],
)
def test_labels_come_from_short_lists(count: Any, name: str, label: str, known: tuple[str, ...]) -> None:
    counted = Counted()
    for value in (*known, "4111 1111 1111 1111"):
        count(value)
    assert {counted(name, **{label: value}) for value in (*known, metrics.OTHER)} == {1}


def test_tickets_are_counted_by_what_came_of_them() -> None:
    counted = Counted()
    for status in (201, 201, 429, 500):
        metrics.ticket(status)
    assert counted("voxloom_tickets_total", outcome="given") == 2
    assert counted("voxloom_tickets_total", outcome="rate") == 1
    assert counted("voxloom_tickets_total", outcome=metrics.OTHER) == 1


def test_gauges_are_there_while_their_part_is(client: Client) -> None:
    gauges.register("voxloom_history_waiting", lambda: 7)
    gauges.register("voxloom_speech_waiting", lambda: 2, worker="voice")
    gauges.register("voxloom_speech_waiting", lambda: 3, worker="vectors")
    try:
        found = families(client)
        assert found["voxloom_history_waiting"].samples[0].value == 7
        speech = {sample.labels["worker"]: sample.value for sample in found["voxloom_speech_waiting"].samples}
        assert speech == {"voice": 2, "vectors": 3}
    finally:
        gauges.unregister("voxloom_history_waiting")
        gauges.unregister("voxloom_speech_waiting", worker="voice")
        gauges.unregister("voxloom_speech_waiting", worker="vectors")
        gauges.unregister("voxloom_speech_waiting", worker="vectors")
    assert not {"voxloom_history_waiting", "voxloom_speech_waiting"} & set(families(client))
    with pytest.raises(ValueError, match="voxloom_of_a_caller"):
        gauges.register("voxloom_of_a_caller", lambda: 1)


def test_jobs_that_wait_are_told_by_their_name_with_the_age_of_the_oldest(client: Client) -> None:
    for seconds in (5, 90):
        job = jobs.start("conversations.forget")
        assert job is not None
        Job.objects.filter(pk=job.pk).update(due=timezone.now() - timedelta(seconds=seconds))
    later = jobs.start("conversations.forget")
    assert later is not None
    Job.objects.filter(pk=later.pk).update(due=timezone.now() + timedelta(seconds=60))
    found = families(client)
    waiting = {sample.labels["job"]: sample.value for sample in found["voxloom_jobs_waiting"].samples}
    oldest = {sample.labels["job"]: sample.value for sample in found["voxloom_jobs_oldest_seconds"].samples}
    assert waiting["conversations.forget"] == 2
    assert 90 <= oldest["conversations.forget"] < 150
    assert (waiting["jobs.tidy"], oldest["jobs.tidy"]) == (0, 0)


def test_without_a_database_there_are_all_the_other_metrics(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("the database is away")

    monkeypatch.setattr(Job.objects, "filter", away)
    found = families(client)
    assert "voxloom_jobs_waiting" not in found
    assert "voxloom_turn_total_seconds" in found


def test_jobs_are_counted_when_they_ran() -> None:
    counted = Counted()
    job = jobs.start("jobs.tidy")
    assert job is not None
    outbox.run(job.pk)
    assert counted("voxloom_jobs_run_total", job="jobs.tidy", outcome="done") == 1
