"""The jobs of this part of the house."""

from django.db import transaction

from voxloom import jobs
from voxloom.accounts.isolation import everywhere, within
from voxloom.audit.actor import acting, note


@jobs.task("designer.publish", tries=3)
def finish(publication: int) -> None:
    """The tests of a publication are done: publish it, have it wait for a second person, or say why not."""
    from designer.actions.publish import go_on, refuse, tell  # noqa: PLC0415 - models can be imported only now
    from designer.models import Publication  # noqa: PLC0415 - as above

    with everywhere("a job knows its publication"):
        found = Publication.objects.select_related("bot").filter(pk=publication).first()
    if found is None:
        return
    with within(found.bot.workspace_id), acting(found.asked_by), transaction.atomic():
        row = Publication.objects.select_for_update().get(pk=publication)
        if row.state != Publication.State.CHECKING or row.tests is None:
            return  # it was withdrawn meanwhile, or this was done before
        report = row.tests.report or {}
        if not report:
            refuse(row, "The text cannot run.")
        elif failed := report["failed"]:
            names = ", ".join(test["name"] for test in report["tests"] if not test["passed"])
            refuse(row, f"{failed} of its tests failed: {names}")
        else:
            go_on(row)
        if row.state == Publication.State.REFUSED:
            note("publication.refuse", row.bot.slug, version=row.version.number, environment=row.environment)
        transaction.on_commit(lambda: tell(row), robust=True)


@jobs.task("designer.tidy", every_s=24 * 3600)
def tidy() -> None:
    """Drop texts that were tried and reports of tests, when nobody needs them any more."""
    from flows.catalogue import forget_trials  # noqa: PLC0415 - as above
    from flows.testing import forget  # noqa: PLC0415 - as above

    forget_trials()
    forget()
