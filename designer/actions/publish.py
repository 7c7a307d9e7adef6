"""Publishing: asked for by one, tested by a job, approved by another one where the bot wants that, and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils import timezone

from designer.actions.act import Act, Actor
from designer.drafts.ready import with_errors
from designer.drafts.seen import loaded
from designer.models import Publication
from designer.publishing import answered_before, is_ready, look_for_secrets, needs_second_person
from designer.refusal import Refused
from flows.catalogue import release
from flows.models import Bot, BotVersion
from flows.testing import begin
from voxloom.accounts.roles import Action

FINISH = "designer.publish"
"""The job that goes on when the tests of a publication are done."""
State = Publication.State


@dataclass(frozen=True)
class AskPublication(Act[int, Publication]):
    """Somebody wants a version to answer in an environment. What keeps it from that for sure is told at once."""

    needed: ClassVar[Action] = Action.PUBLISH
    entry: ClassVar[str] = "publication.ask"

    of: Bot
    version: BotVersion
    environment: str
    note: str = ""

    @property
    def bot(self) -> Bot:
        """Whose version it is."""
        return self.of

    def plan(self) -> int:
        """The number of the version that answers there now; 0 for none. Raises Refused."""
        read = loaded(self.version.text)
        if read.bot is None or not read.runnable:
            raise with_errors(read)
        look_for_secrets(read.bot, self.environment)
        now = self.of.releases.select_related("version").filter(environment=self.environment).first()
        return now.version.number if now is not None else 0

    def write(self, plan: int, by: Actor) -> Publication:
        """Begin its tests, or go on at once where it answered before. An older one that waits there is withdrawn."""
        waiting = Publication.objects.filter(bot=self.of, environment=self.environment)
        waiting.filter(state__in=(State.CHECKING, State.WAITING)).update(state=State.WITHDRAWN, done=timezone.now())
        made: Publication = Publication.objects.create(
            bot=self.of, version=self.version, environment=self.environment, note=self.note,
            asked_by=by.name[:200], asked_as=by.identity, replaces=plan or None,
        )  # fmt: skip
        if answered_before(self.version, self.environment):
            go_on(made)
        else:
            made.tests = begin(self.of, self.version.text, FINISH, publication=made.pk)
            made.save()
        return made

    def details(self, result: Publication) -> Mapping[str, Any]:
        """What is to answer where."""
        return {"version": result.version.number, "environment": result.environment}

    def tell(self, result: Publication, by: Actor) -> None:  # noqa: ARG002 - whoever asked
        """To all who look at the draft."""
        tell(result)


@dataclass(frozen=True)
class _Decide(Act[None, Publication]):
    """A decision about a publication that was asked for."""

    needed: ClassVar[Action] = Action.PUBLISH

    of: Bot
    number: int

    @property
    def bot(self) -> Bot:
        """Whose version it is."""
        return self.of

    def plan(self) -> None:
        """There is nothing to work out."""

    def details(self, result: Publication) -> Mapping[str, Any]:
        """What was decided on."""
        return {"version": result.version.number, "environment": result.environment}

    def tell(self, result: Publication, by: Actor) -> None:  # noqa: ARG002 - whoever decided
        """To all who look at the draft."""
        tell(result)

    def held(self, *states: str) -> Publication:
        """The publication, locked. Raises Refused where it is in none of these states."""
        row: Publication | None = Publication.objects.select_for_update().filter(bot=self.of, pk=self.number).first()
        if row is None:
            raise Refused(404, "publication.unknown", "There is no such publication.", "Look at the list.")
        if row.state not in states:
            message = f"This publication is {row.state} already."
            raise Refused(409, "publication.over", message, "Ask for another one.")
        return row


@dataclass(frozen=True)
class ApprovePublication(_Decide):
    """A second person lets a version answer."""

    entry: ClassVar[str] = "publication.approve"

    def write(self, plan: None, by: Actor) -> Publication:  # noqa: ARG002 - there is none
        """Publish it. Raises Refused for whoever asked for it, and for a program."""
        row = self.held(State.WAITING)
        if not by.is_person or row.asked_as == by.identity:
            message = "Somebody else must approve this, in person."
            raise Refused(403, "publication.own", message, "Ask another publisher of the workspace.")
        row.approved_by = by.name[:200]
        publish(row)
        return row


@dataclass(frozen=True)
class WithdrawPublication(_Decide):
    """What was asked for is not to be published."""

    entry: ClassVar[str] = "publication.withdraw"

    def write(self, plan: None, by: Actor) -> Publication:  # noqa: ARG002 - any publisher may
        """End it."""
        row = self.held(State.CHECKING, State.WAITING)
        row.state, row.done = State.WITHDRAWN, timezone.now()
        row.save()
        return row


@dataclass(frozen=True)
class WantSecondPerson(Act[None, Bot]):
    """Whether what callers reach is published by two people."""

    needed: ClassVar[Action] = Action.ADMINISTER
    entry: ClassVar[str] = "bot.second_person"

    of: Bot
    wanted: bool

    @property
    def bot(self) -> Bot:
        """Whose rule it is."""
        return self.of

    def plan(self) -> None:
        """There is nothing to work out."""

    def write(self, plan: None, by: Actor) -> Bot:  # noqa: ARG002 - as it was wanted
        """Set it."""
        Bot.objects.filter(pk=self.of.pk).update(second_person=self.wanted)
        self.of.second_person = self.wanted
        return self.of

    def details(self, result: Bot) -> Mapping[str, Any]:  # noqa: ARG002 - what was wanted
        """Which it is now."""
        return {"wanted": self.wanted}


def go_on(row: Publication) -> None:
    """It was looked at, and nothing is wrong with it: publish it, or wait for a second person."""
    if needs_second_person(row.bot, row.environment):
        row.state = State.WAITING
        row.save()
    else:
        publish(row)


def publish(row: Publication) -> None:
    """Let its version answer."""
    release(row.version, row.environment)
    row.state, row.done = State.PUBLISHED, timezone.now()
    row.save()


def refuse(row: Publication, problem: str) -> None:
    """It is not published, for this reason."""
    row.state, row.problem, row.done = State.REFUSED, problem[:500], timezone.now()
    row.save()


def tell(row: Publication) -> None:
    """To all who look at the draft."""
    from designer.live.telling import publication  # noqa: PLC0415 - channels is needed only where something changed

    publication(row.bot, row.pk, row.state, row.environment, row.version.number, ready=is_ready(row))
