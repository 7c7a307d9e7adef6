"""Webhooks: signed, tried again, sent once for each event, and only to addresses of the workspace."""

import ipaddress
import json
import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pytest_django.fixtures import Settings

from tests.platform.clock import Clock
from tests.platform.receiver import receiver
from voxloom.accounts.isolation import within
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.sealed import WrongFieldKey, seal, unseal
from voxloom.accounts.workspaces import Workspace
from voxloom.conversations.log import Lines, Opening, append, begin, end
from voxloom.conversations.models import Conversation
from voxloom.jobs import outbox
from voxloom.jobs.models import Job
from voxloom.shared.breakers import MOST_FAILURES, PAUSE_S, Breakers
from voxloom.telemetry import traces
from voxloom.telemetry.otlp import OpenTelemetry
from voxloom.webhooks import sending
from voxloom.webhooks.models import Delivery, Webhook
from voxloom.webhooks.sending import TRIES, forget_old, tell
from voxloom.webhooks.signing import HEADER, signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]
SECRET = "vxs_only-for-tests"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "webhooks.md"


@pytest.fixture
def is_ours() -> Callable[[str, bytes, str], bool]:
    """The receiver's check, as the page of the docs shows it."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # the text is a page of ours
    return cast("Callable[[str, bytes, str], bool]", names["is_ours"])


@pytest.fixture(autouse=True)
def _this_machine_may_be_asked(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = (ipaddress.ip_network("127.0.0.1/32"),)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Of breakers of the test's own, whose time stands still."""
    clock = Clock()
    known = Breakers(clock)
    monkeypatch.setattr(sending, "breakers", lambda: known)
    return clock


def hook(port: int, **fields: Any) -> Webhook:
    return Webhook.objects.create(url=f"http://127.0.0.1:{port}/hook", sealed_secret=seal(SECRET.encode()), **fields)


def run_jobs(name: str, later: timedelta = timedelta()) -> None:
    """Those of a name that are due, as a runner would."""
    now = timezone.now() + later
    for number in Job.objects.filter(name=name, state="waiting", due__lte=now).values_list("pk", flat=True):
        outbox.run(number, now)


def test_an_event_is_sent_signed(is_ours: Callable[[str, bytes, str], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver() as server:
        hook(server.port)
        assert tell("conversation.ended", {"conversation": {"call": "call-1"}}) == 1
        run_jobs("webhooks.deliver")
    (seen,) = server.seen
    sent = json.loads(seen.body)
    delivery = Delivery.objects.get()
    assert (sent["event"], sent["conversation"], sent["id"]) == (
        "conversation.ended", {"call": "call-1"}, str(delivery.number),
    )  # fmt: skip
    assert seen.headers["Voxloom-Delivery"] == str(delivery.number)
    assert is_ours(SECRET, seen.body, seen.headers[HEADER])
    assert not is_ours(SECRET, seen.body + b" ", seen.headers[HEADER])
    assert not is_ours("another", seen.body, seen.headers[HEADER])
    assert not is_ours(SECRET, seen.body, signature("another", seen.body, int(time.time())))
    late = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: late)
    assert not is_ours(SECRET, seen.body, seen.headers[HEADER])
    assert (delivery.state, delivery.answer, delivery.tries) == ("taken", "status 200", 1)
    assert "traceparent" not in seen.headers


def test_it_belongs_to_the_trace_of_its_conversation() -> None:
    kept = InMemorySpanExporter()
    traces.start(OpenTelemetry(SimpleSpanProcessor(kept)))
    try:
        with receiver(503, 200) as server:
            hook(server.port)
            tell("conversation.ended", {"conversation": {"call": "call-1"}})
            run_jobs("webhooks.deliver")
            run_jobs("webhooks.deliver", later=timedelta(hours=1))
    finally:
        traces.stop(1)
    spans = kept.get_finished_spans()
    assert [(span.name, span.status.is_ok, span.attributes) for span in spans] == [
        ("webhook conversation.ended", False, {"voxloom.outcome": "status 503"}),
        ("webhook conversation.ended", True, {"voxloom.outcome": "done"}),
    ]
    trace_id, root_id = traces.ids_of("call-1")
    for span, seen in zip(spans, server.seen, strict=True):
        assert span.context is not None
        assert span.parent is not None
        assert span.parent.span_id == root_id
        assert seen.headers["traceparent"] == f"00-{trace_id:032x}-{span.context.span_id:016x}-01"


def test_it_is_tried_again_with_the_same_number_until_it_is_taken() -> None:
    with receiver(500, 503, 200) as server:
        hook(server.port)
        tell("conversation.ended", {})
        for hours in range(4):
            run_jobs("webhooks.deliver", timedelta(hours=hours))
    assert len(server.seen) == 3
    assert len({seen.headers["Voxloom-Delivery"] for seen in server.seen}) == 1
    assert (Delivery.objects.get().state, Delivery.objects.get().tries) == ("taken", 3)
    assert Job.objects.get().state == "done"


def test_it_is_given_up_at_last(clock: Clock) -> None:
    with receiver(500) as server:
        hook(server.port)
        tell("conversation.ended", {})
        for hours in range(TRIES + 2):
            clock.now_s += 7200
            run_jobs("webhooks.deliver", timedelta(hours=2 * hours))
    assert len(server.seen) == TRIES
    assert (Delivery.objects.get().state, Delivery.objects.get().answer) == ("given up", "status 500")


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "http://10.0.0.1/", "https://localhost/"])
def test_addresses_inside_are_never_asked(url: str, settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ()
    Webhook.objects.create(url=url, sealed_secret=seal(SECRET.encode()))
    tell("conversation.ended", {})
    run_jobs("webhooks.deliver")
    assert Delivery.objects.get().answer == "The address lies in a network that may not be asked."


def test_only_who_wants_it_is_told() -> None:
    hook(1, events=["something.else"])
    hook(2, active=False)
    assert tell("conversation.ended", {}) == 0
    blue = Workspace.objects.create(slug="blue", name="Blue")
    with within(blue):
        hook(3)
    assert tell("conversation.ended", {}) == 0
    with within(blue):
        assert tell("conversation.ended", {}) == 1


def test_one_that_was_switched_off_meanwhile_gets_nothing() -> None:
    with receiver() as server:
        kept = hook(server.port)
        tell("conversation.ended", {})
        Webhook.objects.filter(pk=kept.pk).update(active=False)
        run_jobs("webhooks.deliver")
    assert server.seen == []


def conversation(call: str = "call-1") -> Any:
    owned = begin(Opening(call, "shop", "hash", 3, "voice", "here"))
    lines = [
        {"seq": 1, "event": {"event": "call_started", "now": "2026-01-05T10:00:00+00:00"}, "changes": {"slots": {}}},
        {
            "seq": 2,
            "event": {
                "event": "user_said", "now": "2026-01-05T10:00:10+00:00",
                "understanding": {"text": "⟨words:1⟩", "acts": [{"act": "start_flow"}]},
            },
            "trace": [{"flow": "order", "node": "which"}],
            "commands": [{"command": "call_tool", "id": "tool-1", "tool": "get_price"}],
            "changes": {"slots": {"size": "large", "name": "⟨person:1⟩", "count": None}},
        },
        {"seq": 3, "event": {"event": "tool_returned", "id": "tool-1", "error": "timeout", "now": "?"}, "changes": {}},
        {
            "seq": 4,
            "event": {"event": "call_ended", "now": "2026-01-05T10:01:00+00:00"},
            "changes": {"done": [{"flow": "order", "left": False}, {"flow": "cancel", "left": True}]},
        },
    ]  # fmt: skip
    append(owned, Lines(0, lines))
    return owned


def test_a_conversation_that_is_over_is_summed_up_and_told_once() -> None:
    with receiver() as server:
        hook(server.port)
        owned = conversation()
        end(owned, "goodbye")
        end(owned, "goodbye")
        assert Job.objects.filter(name="conversations.summarise").count() == 1
        run_jobs("conversations.summarise")
        job = Job.objects.get(name="conversations.summarise")
        Job.objects.filter(pk=job.pk).update(state="waiting")  # its runner died behind the effect, before the note
        run_jobs("conversations.summarise")
        run_jobs("webhooks.deliver")
    summary = Conversation.objects.get().summary
    assert summary == {
        "turns": 1, "duration_s": 60.0, "flows": ["order"], "finished": ["order"], "left": ["cancel"],
        "filled": ["name", "size"], "tools": {"get_price": {"timeout": 1}}, "no_matches": 0, "silences": 0,
        "interruptions": 0, "ended": "goodbye",
    }  # fmt: skip
    (seen,) = server.seen
    told = json.loads(seen.body)["conversation"]
    assert (told["call"], told["summary"]) == ("call-1", summary)
    assert "⟨" not in seen.body.decode()


def test_deliveries_go_after_their_time() -> None:
    hook(1)
    tell("conversation.ended", {})
    forget_old(30)
    assert Delivery.objects.exists()
    Delivery.objects.update(created=timezone.now() - timedelta(days=31))
    forget_old(30)
    assert not Delivery.objects.exists()


def test_secrets_are_sealed(settings: Settings) -> None:
    sealed = seal(b"secret")
    assert b"secret" not in sealed
    assert unseal(sealed) == b"secret"
    settings.FIELD_KEY = "b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyb3Q="
    with pytest.raises(WrongFieldKey):
        unseal(sealed)


@pytest.fixture
def administrator() -> Client:
    user = User.objects.create_user("ann", is_staff=True)
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    return client


def test_an_administrator_makes_one_and_sees_its_secret_once(administrator: Client) -> None:
    form = {"url": "https://hooks.example.com/voxloom", "active": "on", "events": "[]"}
    shown = administrator.post("/admin/webhooks/webhook/add/", form, follow=True).content.decode()
    made = Webhook.objects.get()
    secret = unseal(made.sealed_secret).decode()
    assert secret in shown
    again = administrator.get(f"/admin/webhooks/webhook/{made.pk}/change/").content.decode()
    assert secret not in again
    index = administrator.get("/admin/").content.decode()
    assert "Deliveries" in index
    Membership.objects.update(role=Role.PUBLISHER)
    assert administrator.get("/admin/webhooks/webhook/").status_code == 403


def test_words_that_are_no_event_are_told(administrator: Client) -> None:
    form = {"url": "https://hooks.example.com/", "active": "on", "events": '["call.begun"]'}
    shown = administrator.post("/admin/webhooks/webhook/add/", form).content.decode()
    assert "conversation.ended" in shown
    assert not Webhook.objects.exists()


def test_a_receiver_that_fails_often_is_left_alone_and_those_of_others_are_not(clock: Clock) -> None:
    blue = Workspace.objects.create(slug="blue", name="Blue")
    with receiver(500) as failing:
        hook(failing.port)
        for _ in range(MOST_FAILURES + 3):
            tell("conversation.ended", {})
        run_jobs("webhooks.deliver")
        assert len(failing.seen) == MOST_FAILURES
        answers = sorted(Delivery.objects.values_list("answer", flat=True))
        assert answers == ["left alone: it failed often"] * 3 + ["status 500"] * MOST_FAILURES
        assert set(Delivery.objects.values_list("tries", flat=True)) == {1}
        with within(blue):
            hook(failing.port)
            tell("conversation.ended", {})
        run_jobs("webhooks.deliver")
        assert len(failing.seen) == MOST_FAILURES + 1
        failing.answers[:] = [200]
        clock.now_s += PAUSE_S
        run_jobs("webhooks.deliver", timedelta(minutes=1))
        assert Delivery.objects.filter(state=Delivery.State.TAKEN).count() == MOST_FAILURES + 3


def test_a_receiver_that_does_not_like_what_it_gets_works_all_the_same() -> None:
    with receiver(404) as picky:
        hook(picky.port)
        for _ in range(MOST_FAILURES + 1):
            tell("conversation.ended", {})
        run_jobs("webhooks.deliver")
        assert len(picky.seen) == MOST_FAILURES + 1
