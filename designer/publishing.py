"""Publications as they stand. Reads only."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from designer.drafts.seen import findings
from designer.models import Publication
from designer.refusal import Refused
from flows.definition.bot import Bot as Definition
from flows.models import Bot, BotVersion
from flows.preparing import LEARN, state_of
from flows.testing import standing
from tools.needs import missing
from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.sealed import WrongFieldKey
from voxloom.given.keeping import everything
from voxloom.jobs.models import Job

MOST = 100
LEARNED_WITHIN = timedelta(hours=1)
"""Of its being published: nobody waits longer for what a version is learned by."""
USUAL = ("draft", "staging", PRODUCTION)
"""Environments that every bot can be published to; others come with what is given in them."""
FAILED = "failed"
"""The state of one whose tests could not be run."""
TESTED_FROM = 0.1
"""How much of it is done when its tests begin."""


def publication_of(bot: Bot, number: int) -> Publication:
    """One of a bot. Raises Refused."""
    rows = Publication.objects.select_related("version", "tests")
    found: Publication | None = rows.filter(bot=bot, pk=number).first() if 0 < number < 1 << 31 else None
    if found is None:
        raise Refused(404, "publication.unknown", f"{bot.slug} has no publication {number}.", "Look at its list.")
    return found


def publications(bot: Bot) -> list[dict[str, Any]]:
    """Those of a bot, the newest first, without their findings; texts of bots are not read for that."""
    rows = Publication.objects.filter(bot=bot).select_related("version", "tests").order_by("-pk")
    answering: set[str] = set()
    told = []
    for row in rows.defer("version__text", "tests__text")[:MOST]:
        newest = row.state == Publication.State.PUBLISHED and row.environment not in answering
        answering |= {row.environment} if newest else set()
        told.append(shown(row, whole=False, ready=not newest or is_ready(row)))
    return told


def is_ready(row: Publication) -> bool:
    """Whether calls get its version; until it is learned, they get the one before."""
    if row.state != Publication.State.PUBLISHED or row.done is None or timezone.now() - row.done > LEARNED_WITHIN:
        return True
    return state_of(LEARN, row.version.content_hash) not in (Job.State.WAITING, Job.State.RUNNING)


def shown(row: Publication, *, whole: bool = True, ready: bool | None = None) -> dict[str, Any]:
    """One as it stands. `whole`: with what is wrong with its text; `ready`: where that is known already."""
    report = row.tests.report if row.tests is not None else None
    state, progress, problem = row.state, 1.0, row.problem
    if row.state == Publication.State.CHECKING and row.tests is not None:  # else nobody waits for them
        tests = standing(row.tests)
        progress = TESTED_FROM + (1 - TESTED_FROM) * tests.progress
        if tests.state == Job.State.FAILED:
            state, problem = FAILED, "Its tests could not be run; the log of the server says why. Ask for it again."
    return {
        "id": row.pk, "version": row.version.number, "environment": row.environment, "state": state,
        "progress": round(progress, 3), "asked_by": row.asked_by, "approved_by": row.approved_by, "note": row.note,
        "created": row.created, "done": row.done, "replaces": row.replaces, "problem": problem,
        "ready": is_ready(row) if ready is None else ready,
        "findings": findings(row.version.text) if whole else [],
        "tests": report,
    }  # fmt: skip


def answered_before(version: BotVersion, environment: str) -> bool:
    """Whether a version was tested and published there once."""
    published = {"environment": environment, "state": Publication.State.PUBLISHED}
    return Publication.objects.filter(version=version, **published).exists()


def look_for_secrets(bot: Definition, environment: str) -> None:
    """One that is missing would only be missed when somebody calls. Raises Refused."""
    try:
        lacks = missing(bot, everything(environment))
    except WrongFieldKey as problem:
        raise Refused(409, "secret.sealed", str(problem), "Give the secrets anew.") from None
    if fatal := [each.as_text(environment) for each in lacks if each.secret and not each.stubbed]:
        raise Refused(422, "secret.missing", "The bot needs secrets that are not given.", " ".join(fatal))


def needs_second_person(bot: Bot, environment: str) -> bool:
    """Whether somebody else must approve what is published there."""
    return bot.second_person and environment == PRODUCTION
