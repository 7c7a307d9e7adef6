"""Publishing with tests, and a second person where the bot wants one; and the tests of a draft."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from designer.actions.act import perform
from designer.actions.publish import ApprovePublication, AskPublication, WantSecondPerson, WithdrawPublication
from designer.actions.run_tests import RunTests
from designer.api.caller import caller_of
from designer.api.draft_shapes import RevIn
from designer.api.shapes import ReleaseIn, Slug
from designer.publishing import USUAL, publication_of, publications, shown
from designer.refusal import Refused
from designer.selectors import bot_for, version_of
from flows.models import Bot, Release, TestRun
from flows.testing import standing
from voxloom.accounts.roles import Action

router = Router(tags=["publishing"])


class PublicationIn(ReleaseIn):
    """Which version is to answer where, and why."""

    note: Annotated[str, Field(max_length=2_000)] = ""


class PublicationOut(Schema):
    """A publication. `state`: checking, waiting (for a second person), published, refused, withdrawn or failed."""

    id: int
    version: int
    environment: str
    state: str
    progress: float
    asked_by: str
    approved_by: str
    note: str
    created: datetime
    done: datetime | None
    replaces: int | None
    """The version that answered there when it was asked for."""
    problem: str
    ready: bool
    """Of one that is published: calls get its version. Until it is learned, they get the one before."""
    findings: list[dict[str, Any]]
    tests: dict[str, Any] | None
    """As `bot test --json` prints it; null while they run, and for a version that answered there before."""


class PublishingOut(Schema):
    """How a bot is published."""

    second_person: bool
    environments: list[str]


class SecondPersonIn(Schema):
    """Whether what callers reach needs two people."""

    second_person: bool


class TestRunOut(Schema):
    """A run of the tests of a draft. `state`: waiting, running, done or failed."""

    id: int
    state: str
    progress: float
    report: dict[str, Any] | None


@router.post("/bots/{slug}/publications", response={202: PublicationOut})
def ask_publication(request: HttpRequest, slug: Slug, given: PublicationIn) -> Status[Any]:
    """Have a version tested and published; one that answered there before is published at once."""
    caller = caller_of(request)
    bot = bot_for(caller, slug, Action.PUBLISH)
    act = AskPublication(bot, version_of(bot, given.version), given.environment, given.note)
    return Status(202, shown(publication_of(bot, perform(act, caller).pk)))


@router.get("/bots/{slug}/publications", response=list[PublicationOut])
def list_publications(request: HttpRequest, slug: Slug) -> list[dict[str, Any]]:
    """The newest first, without findings."""
    return publications(bot_for(caller_of(request), slug))


@router.get("/bots/{slug}/publications/{publication}", response=PublicationOut)
def show_publication(request: HttpRequest, slug: Slug, publication: int) -> dict[str, Any]:
    """One of them, as it stands."""
    return shown(publication_of(bot_for(caller_of(request), slug), publication))


@router.post("/bots/{slug}/publications/{publication}/approve", response=PublicationOut)
def approve_publication(request: HttpRequest, slug: Slug, publication: int) -> dict[str, Any]:
    """Let it be published, as a second person."""
    caller = caller_of(request)
    bot = bot_for(caller, slug, Action.PUBLISH)
    return shown(publication_of(bot, perform(ApprovePublication(bot, publication), caller).pk))


@router.post("/bots/{slug}/publications/{publication}/withdraw", response=PublicationOut)
def withdraw_publication(request: HttpRequest, slug: Slug, publication: int) -> dict[str, Any]:
    """Do not publish it."""
    caller = caller_of(request)
    bot = bot_for(caller, slug, Action.PUBLISH)
    return shown(publication_of(bot, perform(WithdrawPublication(bot, publication), caller).pk))


@router.get("/bots/{slug}/publishing", response=PublishingOut)
def show_publishing(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """How the bot is published, and where to."""
    return _publishing(bot_for(caller_of(request), slug))


@router.put("/bots/{slug}/publishing", response=PublishingOut)
def set_publishing(request: HttpRequest, slug: Slug, given: SecondPersonIn) -> dict[str, Any]:
    """Want a second person for what callers reach, or none."""
    caller = caller_of(request)
    bot = bot_for(caller, slug, Action.ADMINISTER)
    return _publishing(perform(WantSecondPerson(bot, given.second_person), caller))


@router.post("/bots/{slug}/draft/tests", response={202: TestRunOut})
def test_draft(request: HttpRequest, slug: Slug, given: RevIn) -> Status[Any]:
    """Run the tests of the draft as it is."""
    caller = caller_of(request)
    return Status(202, _run(perform(RunTests(bot_for(caller, slug, Action.EDIT), given.rev), caller)))


@router.get("/bots/{slug}/tests/{run}", response=TestRunOut)
def show_tests(request: HttpRequest, slug: Slug, run: int) -> dict[str, Any]:
    """How far they are."""
    bot = bot_for(caller_of(request), slug)
    found = TestRun.objects.filter(bot=bot, pk=run).first() if 0 < run < 1 << 31 else None
    if found is None:
        raise Refused(404, "tests.unknown", f"{bot.slug} has no run of tests {run}.", "Run its tests.")
    return _run(found)


def _run(run: TestRun) -> dict[str, Any]:
    now = standing(run)
    return {"id": run.pk, "state": now.state, "progress": now.progress, "report": now.report}


def _publishing(bot: Bot) -> dict[str, Any]:
    more = Release.objects.filter(bot=bot).values_list("environment", flat=True)
    return {"second_person": bot.second_person, "environments": list(dict.fromkeys([*USUAL, *sorted(more)]))}
