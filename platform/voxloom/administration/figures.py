"""How much there is in a workspace, and what of it wants a look."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from designer.models import Publication
from flows.models import Bot
from tools.knowledge.models import Document
from voxloom.accounts.models import Membership
from voxloom.conversations.models import Conversation
from voxloom.given.models import Name
from voxloom.verifying.models import Attempts
from voxloom.webhooks.models import Delivery

DAYS = 7
"""Calls are counted so far back, today among them: a week shows what is usual."""


@dataclass(frozen=True)
class Now:
    """The figures of the workspace at hand."""

    bots: int
    answering: int
    """Bots of which a version is published."""
    embedded: int
    """Bots that pages of others may embed."""
    first_bot: str
    """The slug of one, for links; empty where there is none."""
    secrets: int
    people: int
    others: int
    """People but who asks."""
    documents: int
    failed_documents: int
    days: tuple[tuple[date, int], ...]
    """Calls of each of the last days, the oldest first."""
    calls: int
    """All that are kept."""
    going_on: int
    waiting_publications: int
    lost_deliveries: int
    locked: int

    @property
    def week(self) -> int:
        """Calls of the last days."""
        return sum(count for _, count in self.days)


@dataclass(frozen=True)
class Figure:
    """One of them as it is shown."""

    title: str
    value: int
    more: str
    link: str = ""


@dataclass(frozen=True)
class Look:
    """Something that a person should look at."""

    text: str
    link: str


def read(user: Any) -> Now:
    """Of the workspace at hand, one query a table, as `user` sees it. Raises NoWorkspace."""
    today = timezone.now().date()
    days = tuple(today - timedelta(days=back) for back in reversed(range(DAYS)))
    bots = Bot.objects.aggregate(
        all=Count("pk", distinct=True),
        answering=Count("pk", filter=Q(releases__isnull=False), distinct=True),
        embedded=Count("pk", filter=~Q(origins=[]), distinct=True),
    )
    documents = Document.objects.aggregate(all=Count("pk"), failed=Count("pk", filter=Q(state=Document.State.FAILED)))
    calls = Conversation.objects.aggregate(all=Count("pk"), going_on=Count("pk", filter=Q(ended=None)))
    people = Membership.objects.aggregate(all=Count("pk"), others=Count("pk", filter=~Q(user=user)))
    rows = Conversation.objects.filter(started__date__gte=days[0]).order_by()
    by_day = dict(rows.annotate(day=TruncDate("started")).values_list("day").annotate(count=Count("pk")))
    return Now(
        bots=bots["all"], answering=bots["answering"], embedded=bots["embedded"],
        first_bot=Bot.objects.order_by("pk").values_list("slug", flat=True).first() or "",
        secrets=Name.objects.count(), people=people["all"], others=people["others"],
        documents=documents["all"], failed_documents=documents["failed"],
        days=tuple((day, by_day.get(day, 0)) for day in days), calls=calls["all"], going_on=calls["going_on"],
        waiting_publications=Publication.objects.filter(state=Publication.State.WAITING).count(),
        lost_deliveries=Delivery.objects.filter(state=Delivery.State.GIVEN_UP).count(),
        locked=Attempts.objects.filter(until__gt=timezone.now(), count__gte=F("most")).count(),
    )  # fmt: skip


def figures(now: Now, *, links: bool) -> list[Figure]:
    """As they are shown. `links`: to the pages of administrators, too."""
    lists = {name: reverse(f"admin:{name}_changelist") if links else "" for name in PAGES}
    return [
        Figure("Bots", now.bots, f"{now.answering} published", reverse("designer:home")),
        Figure(
            "Calls in 7 days",
            now.week,
            f"{now.going_on} going on, {now.calls} in all",
            lists["conversations_conversation"],
        ),
        Figure("Documents", now.documents, "that bots answer from", lists["knowledge_document"]),
        Figure("Names and secrets", now.secrets, "in all environments", lists["given_name"]),
        Figure("People", now.people, "with a role here"),
    ]


PAGES = ("conversations_conversation", "knowledge_document", "given_name")


def wants_a_look(now: Now) -> list[Look]:
    """What is not as it should be, the most pressing first; nothing where all is well."""
    found = (
        (now.failed_documents, "document could not be read", "documents could not be read",
         f"{reverse('admin:knowledge_document_changelist')}?state__exact=failed"),
        (now.waiting_publications, "publication waits for a second person", "publications wait for a second person",
         reverse("designer:home")),
        (now.lost_deliveries, "event was given up on by a webhook", "events were given up on by webhooks",
         f"{reverse('admin:webhooks_delivery_changelist')}?state__exact=given+up"),
        (now.locked, "caller is locked out after failed attempts", "callers are locked out after failed attempts",
         reverse("admin:verifying_attempts_changelist")),
    )  # fmt: skip
    return [Look(f"{count} {one if count == 1 else more}", link) for count, one, more, link in found if count]
