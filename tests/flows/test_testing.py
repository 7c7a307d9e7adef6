"""Runs of a bot's tests: begun as a job, looked at while it runs, and let go when they are old."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flows.catalogue import publish
from flows.models import TestRun
from flows.testing import KEEP, TEST, begin, forget, key_of, standing
from tests.flows.small_bots import HEAD
from voxloom.jobs.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]
TEXT = HEAD + "flows: {main: {nodes: {a: {type: say, say: Hello., next: end}}}}\n"


def run() -> TestRun:
    return begin(publish(TEXT).bot, TEXT, "publish.go_on", number=7)


def test_a_run_is_a_job_that_knows_what_follows() -> None:
    one = run()
    job = Job.objects.get(key=key_of(one))
    assert (job.name, job.arguments) == (
        TEST, {"run": one.pk, "then": {"name": "publish.go_on", "arguments": {"number": 7}}},
    )  # fmt: skip
    assert (standing(one).state, standing(one).report) == ("waiting", None)


def test_it_is_done_when_there_is_a_report_and_failed_when_there_is_none_and_no_job_either() -> None:
    one = run()
    Job.objects.filter(key=key_of(one)).update(state=Job.State.FAILED, progress=0.5)
    assert (standing(one).state, standing(one).progress) == ("failed", 0.5)
    Job.objects.all().delete()
    assert standing(one).state == "failed"
    one.report = {"passed": 1}
    assert (standing(one).state, standing(one).progress, standing(one).report) == ("done", 1.0, {"passed": 1})


def test_old_runs_are_let_go() -> None:
    one = run()
    assert forget() == 0
    assert forget(timezone.now() + KEEP + timedelta(minutes=1)) == 1
    assert not TestRun.objects.filter(pk=one.pk).exists()
