"""Sending: an event becomes a delivery for each address that wants it, in the transaction of who tells it; a job
takes it there."""

import json
import time
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import F
from django.utils import timezone

from voxloom import jobs
from voxloom.accounts.isolation import current_workspace
from voxloom.accounts.sealed import unseal
from voxloom.outgoing.addresses import AddressRefused
from voxloom.shared.backing import breakers
from voxloom.telemetry import traces
from voxloom.webhooks.models import Delivery, Webhook
from voxloom.webhooks.signing import HEADER, signature

EVENTS = ("conversation.ended",)
FAILS_FROM, TOO_MANY = 500, 429
"""Statuses of a receiver that does not work, or has too much to do; others are about what it was sent."""
TRIES = 8
"""After ten seconds, twenty, ... : for twenty minutes, as long as a receiver is restarted or mended."""


class NotTaken(jobs.TryAgain):
    """The receiver answered something other than 2xx, or nothing; the job is tried again."""


def tell(event: str, body: dict[str, Any]) -> int:
    """Tell the addresses of the workspace at hand; how many want it."""
    told = 0
    workspace = current_workspace()
    for webhook in Webhook.objects.filter(active=True):
        if webhook.events and event not in webhook.events:
            continue
        number = uuid.uuid4()
        Delivery.objects.create(webhook=webhook, number=number, event=event, body=body)
        jobs.start("webhooks.deliver", key=f"delivery:{number}", workspace=workspace.pk, number=str(number))
        told += 1
    return told


def deliver(number: str) -> None:
    """Send one delivery. Raises NotTaken."""
    delivery = Delivery.objects.select_related("webhook").filter(number=number, state=Delivery.State.WAITING).first()
    if delivery is None or not delivery.webhook.active:
        return
    told = delivery.body.get("conversation")
    with traces.outgoing(str(told.get("call")) if isinstance(told, dict) else "", f"webhook {delivery.event}") as asked:
        answer, taken = _sent_unless_resting(delivery)
        asked.outcome = traces.DONE if taken else answer
    tries = delivery.tries + 1
    state = Delivery.State.TAKEN if taken else delivery.state
    if not taken and tries >= TRIES:
        state = Delivery.State.GIVEN_UP
    Delivery.objects.filter(pk=delivery.pk).update(tries=F("tries") + 1, state=state, answer=answer[:100])
    if state == Delivery.State.WAITING:
        raise NotTaken(answer)


def _sent_unless_resting(delivery: Delivery) -> tuple[str, bool]:
    """A receiver that failed often is left alone for a moment: ten seconds for each try would keep others waiting."""
    name, known = _receiver(delivery), breakers()
    permit = known.asked(name)
    if permit is None:
        return "left alone: it failed often", False
    ok: bool | None = None
    try:
        answer, taken, ok = _sent(delivery)
    finally:
        known.ended(name, permit, ok=ok)
    return answer, taken


def _receiver(delivery: Delivery) -> str:
    """Each workspace finds out for itself: what one does wrong at a host is no matter of others."""
    try:
        host = urlsplit(delivery.webhook.url).netloc.rpartition("@")[2].lower()
    except ValueError:
        host = ""
    return f"webhooks of workspace {delivery.webhook.workspace_id} to {host}"


def _sent(delivery: Delivery) -> tuple[str, bool, bool]:
    """The answer in a few words, whether it was taken, and whether the receiver works."""
    import httpx  # noqa: PLC0415  it takes 0.1 s, and commands send nothing

    from voxloom.outgoing.client import checked_client  # noqa: PLC0415  as above

    body = json.dumps(
        {"id": str(delivery.number), "event": delivery.event, "at": delivery.created.isoformat(), **delivery.body},
        ensure_ascii=False,
    ).encode()
    secret = unseal(delivery.webhook.sealed_secret).decode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Voxloom",
        "Voxloom-Event": delivery.event,
        "Voxloom-Delivery": str(delivery.number),
        HEADER: signature(secret, body, int(time.time())),
        **traces.headers(),
    }
    try:
        url = delivery.webhook.url
        # What the answer says is no matter, so it is not read.
        with checked_client() as client, client.stream("POST", url, content=body, headers=headers) as answer:
            works = answer.status_code < FAILS_FROM and answer.status_code != TOO_MANY
            return f"status {answer.status_code}", answer.is_success, works
    except AddressRefused as problem:
        return str(problem), False, True
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as problem:
        return type(problem).__name__, False, False


def forget_old(days: int) -> None:
    """Deliveries go with what they tell of."""
    Delivery.objects.filter(created__lt=timezone.now() - timedelta(days=days)).delete()
