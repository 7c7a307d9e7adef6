"""Publishing: nothing that is known to fail reaches callers, and nobody is their own second person."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from designer.actions.publish import FINISH
from designer.models import Publication
from designer.publishing import LEARNED_WITHIN
from flows.catalogue import keep, published
from flows.loader.load import load_text
from flows.models import Bot, TestRun
from flows.preparing import LEARN
from flows.testing import TEST
from tests.designer.drafts import send
from tests.designer.test_api import ASKS, KeyOf, PersonIn
from tests.workspaces import text_of
from voxloom.accounts.isolation import everywhere, within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace
from voxloom.audit.models import AuditEntry
from voxloom.jobs import outbox
from voxloom.jobs.models import Job

pytestmark = pytest.mark.django_db
LIST = "/bots/sky/publications"


@pytest.fixture
def publisher(blue: Workspace, person_in: PersonIn) -> Client:
    version_in(blue, text_of("sky", "Second"))
    return person_in(blue, Role.PUBLISHER)


def version_in(workspace: Workspace, text: str) -> int:
    with within(workspace):
        return keep(text, load_text(text), Bot.objects.get(slug="sky").versions.count()).version.number


def asked(client: Client, version: int = 2, environment: str = "production", **more: Any) -> Any:
    return send(client, "POST", LIST, {"version": version, "environment": environment, **more})


def report_of_tests(passed: int = 1, failed: int = 0) -> None:
    """Its tests are done: what the job of the runtime does when it has a report, and the job that follows."""
    tests = [{"name": f"test {at}", "passed": at < passed, "line": 1, "failures": []} for at in range(passed + failed)]
    report = {"passed": passed, "failed": failed, "tests": tests, "coverage": {"nodes": [1, 1], "edges": [1, 1]}}
    with everywhere("a test"):
        for job in Job.objects.filter(name=TEST, state=Job.State.WAITING):
            TestRun.objects.filter(pk=job.arguments["run"]).update(report=json.loads(json.dumps(report)))
            Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
            then = job.arguments["then"]
            following = outbox.add(then["name"], **then["arguments"])
            assert following is not None
            assert outbox.run(following.pk)


def live(slug: str = "sky", environment: str = "production") -> int:
    found = published(slug, environment)
    return found.version if found is not None else 0


def test_what_passes_its_tests_answers(publisher: Client) -> None:
    made = asked(publisher, note="Bluer")
    assert made.status_code == 202, made.content
    seen = made.json()
    assert (seen["state"], seen["version"], seen["replaces"], seen["note"]) == ("checking", 2, 1, "Bluer")
    assert live() == 1
    report_of_tests()
    seen = send(publisher, "GET", f"{LIST}/{seen['id']}").json()
    assert (seen["state"], seen["progress"], seen["tests"]["passed"]) == ("published", 1.0, 1)
    assert live() == 2
    actions = AuditEntry.objects.filter(action__in=["publication.ask", "bot.publish"]).order_by("number")
    assert [(entry.actor, entry.action) for entry in actions][-2:] == [
        ("person 0", "publication.ask"),
        ("person 0", "bot.publish"),
    ]


def test_what_fails_its_tests_does_not(publisher: Client) -> None:
    number = asked(publisher).json()["id"]
    report_of_tests(passed=2, failed=1)
    seen = send(publisher, "GET", f"{LIST}/{number}").json()
    assert (seen["state"], live()) == ("refused", 1)
    assert seen["problem"] == "1 of its tests failed: test 2"
    assert [found["state"] for found in send(publisher, "GET", LIST).json()] == ["refused"]


def ready(client: Client) -> list[bool]:
    return [found["ready"] for found in send(client, "GET", LIST).json()]


def test_one_is_ready_when_what_it_is_learned_by_is_done(publisher: Client) -> None:
    for version in (1, 2):
        asked(publisher, version)
        report_of_tests()
    numbers = [found["id"] for found in send(publisher, "GET", LIST).json()]
    jobs = Job.objects.filter(name=LEARN)
    assert jobs.update(state=Job.State.RUNNING) >= 2
    assert ready(publisher) == [False, True]  # the one before answers no longer
    assert send(publisher, "GET", f"{LIST}/{numbers[0]}").json()["ready"] is False
    jobs.update(state=Job.State.DONE)
    assert ready(publisher) == [True, True]
    jobs.update(state=Job.State.WAITING)
    with everywhere("a test"):
        Publication.objects.update(done=timezone.now() - 2 * LEARNED_WITHIN)
    assert ready(publisher) == [True, True]


def test_the_way_back_is_not_tested_again(publisher: Client) -> None:
    for version in (1, 2):
        asked(publisher, version)
        report_of_tests()
    assert live() == 2
    back = asked(publisher, 1)
    assert (back.json()["state"], back.json()["tests"], back.json()["replaces"]) == ("published", None, 2)
    assert live() == 1


def test_progress_is_that_of_the_tests_and_a_job_that_failed_is_told(publisher: Client) -> None:
    number = asked(publisher).json()["id"]
    Job.objects.filter(name=TEST).update(state=Job.State.RUNNING, progress=0.5)
    assert send(publisher, "GET", f"{LIST}/{number}").json()["progress"] == 0.55
    Job.objects.filter(name=TEST).update(state=Job.State.FAILED)
    seen = send(publisher, "GET", f"{LIST}/{number}").json()
    assert (seen["state"], bool(seen["problem"])) == ("failed", True)
    again = asked(publisher).json()
    report_of_tests()
    states = {found["id"]: found["state"] for found in send(publisher, "GET", LIST).json()}
    assert states == {number: "withdrawn", again["id"]: "published"}


def test_a_list_reads_no_text_and_asks_no_more_for_more(publisher: Client) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert send(publisher, "GET", LIST).status_code == 200
        return [query["sql"] for query in seen.captured_queries]

    asked(publisher)
    report_of_tests()
    before = queries()
    for _ in range(4):
        asked(publisher, environment="staging")  # the first three are withdrawn by the next
    after = queries()
    assert len(after) == len(before) + 1  # how far the tests of the last one are
    assert not [query for query in after if '"designer_publication"' in query and '"text"' in query]


def test_environments_are_apart(publisher: Client) -> None:
    asked(publisher, 2, "staging")
    report_of_tests()
    assert (live(), live(environment="staging")) == (1, 2)
    shown = send(publisher, "GET", "/bots/sky/publishing").json()
    assert shown == {"second_person": False, "environments": ["draft", "staging", "production"]}


def test_what_is_known_to_fail_is_told_at_once(publisher: Client, blue: Workspace) -> None:
    assert asked(publisher, 77).status_code == 404
    number = version_in(blue, text_of("sky") + ASKS)
    refused = asked(publisher, number)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "secret.missing")
    with within(blue):
        assert not Publication.objects.exists()


@pytest.fixture
def two_needed(blue: Workspace, publisher: Client, person_in: PersonIn) -> Client:
    administrator = person_in(blue, Role.ADMINISTRATOR)
    assert send(publisher, "PUT", "/bots/sky/publishing", {"second_person": True}).status_code == 403
    assert send(administrator, "PUT", "/bots/sky/publishing", {"second_person": True}).json()["second_person"] is True
    return administrator


def test_a_second_person_approves(publisher: Client, two_needed: Client) -> None:
    number = asked(publisher).json()["id"]
    early = send(two_needed, "POST", f"{LIST}/{number}/approve")
    assert (early.status_code, early.json()["error"]["code"]) == (409, "publication.over")
    report_of_tests()
    assert (send(publisher, "GET", f"{LIST}/{number}").json()["state"], live()) == ("waiting", 1)
    own = send(publisher, "POST", f"{LIST}/{number}/approve")
    assert (own.status_code, own.json()["error"]["code"]) == (403, "publication.own")
    assert live() == 1
    approved = send(two_needed, "POST", f"{LIST}/{number}/approve").json()
    assert (approved["state"], approved["approved_by"], live()) == ("published", "person 1", 2)
    again = send(two_needed, "POST", f"{LIST}/{number}/approve")
    assert again.json()["error"]["code"] == "publication.over"


def test_nobody_goes_around_the_second_person(
    publisher: Client, two_needed: Client, blue: Workspace, client: Client, key_of: KeyOf
) -> None:
    direct = send(publisher, "POST", "/bots/sky/releases", {"version": 2})
    assert (direct.status_code, direct.json()["error"]["code"]) == (409, "publish.second_person")
    number = asked(publisher).json()["id"]
    report_of_tests()
    by_program = send(client, "POST", f"{LIST}/{number}/approve", **key_of(blue, Role.PUBLISHER))
    assert (by_program.status_code, by_program.json()["error"]["code"]) == (403, "publication.own")
    assert live() == 1
    asked(publisher, 2, "staging")
    report_of_tests()
    assert live(environment="staging") == 2  # callers do not reach it


def test_a_way_back_waits_for_a_second_person_too(publisher: Client, two_needed: Client) -> None:
    for version in (1, 2):
        number = asked(publisher, version).json()["id"]
        report_of_tests()
        send(two_needed, "POST", f"{LIST}/{number}/approve")
    back = asked(publisher, 1).json()
    assert (back["state"], live()) == ("waiting", 2)


def test_what_is_withdrawn_is_not_published_by_its_tests(publisher: Client) -> None:
    number = asked(publisher).json()["id"]
    assert send(publisher, "POST", f"{LIST}/{number}/withdraw").json()["state"] == "withdrawn"
    report_of_tests()
    assert (send(publisher, "GET", f"{LIST}/{number}").json()["state"], live()) == ("withdrawn", 1)


def test_the_job_does_no_harm_when_it_runs_twice(publisher: Client) -> None:
    number = asked(publisher).json()["id"]
    report_of_tests()
    entries = AuditEntry.objects.count()
    again = outbox.add(FINISH, publication=number)
    assert again is not None
    assert outbox.run(again.pk)
    assert AuditEntry.objects.count() == entries


def test_the_tests_of_a_draft(blue: Workspace, person_in: PersonIn) -> None:
    editor = person_in(blue, Role.EDITOR)
    begun = send(editor, "POST", "/bots/sky/draft/tests", {"rev": 1})
    assert (begun.status_code, begun.json()["state"]) == (202, "waiting")
    path = f"/bots/sky/tests/{begun.json()['id']}"
    Job.objects.filter(name=TEST).update(state=Job.State.RUNNING, progress=0.25)
    assert send(editor, "GET", path).json()["progress"] == 0.25
    with within(blue):
        TestRun.objects.update(report={"passed": 0, "failed": 0, "tests": [], "coverage": {}})
    seen = send(editor, "GET", path).json()
    assert (seen["state"], seen["report"]["failed"]) == ("done", 0)
    assert send(editor, "GET", "/bots/sky/tests/999").status_code == 404
