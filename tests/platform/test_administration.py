"""The administration as a whole: its policy, what leads where for whom, and its first page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from flows.catalogue import publish
from flows.models import Bot
from tests.workspaces import blue, green, person_in, text_of
from tools.knowledge.models import Document
from voxloom.accounts.isolation import everywhere, within
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import MAIN, Workspace, named
from voxloom.administration.navigation import GROUPS
from voxloom.audit.chain import note
from voxloom.conversations.models import Conversation
from voxloom.given.models import Name
from voxloom.jobs.models import Job

__all__ = ["blue", "green", "person_in"]
pytestmark = pytest.mark.django_db
PersonIn = Callable[[Workspace, Role | None], Client]
LISTS = [link.model for _, links in GROUPS for link in links if link.model]


def policy(client: Client, path: str) -> dict[str, str]:
    parts = [part.strip() for part in client.get(path).headers["Content-Security-Policy"].split(";")]
    return dict(part.partition(" ")[::2] for part in parts)


def staff(client: Client) -> Client:
    User.objects.filter(pk=client.session["_auth_user_id"]).update(is_staff=True)
    return client


def call(bot: str, number: int, *, days_ago: int = 0) -> None:
    made = Conversation.objects.create(
        call=f"call-{number}", bot=bot, bot_hash="", bot_version=1, channel="voice", owner="a process"
    )
    Conversation.objects.filter(pk=made.pk).update(started=timezone.now() - timedelta(days=days_ago))


# -- policy ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/accounts/apikey/", "/admin/accounts/apikey/add/", "/admin/auth/user/"]
)
def test_pages_of_the_administration_may_evaluate_and_nothing_more(admin_client: Client, path: str) -> None:
    strict, looser = policy(admin_client, "/"), policy(admin_client, path)
    assert looser.pop("script-src") == "'self' 'unsafe-eval'"
    assert looser.pop("style-src") == "'self' 'unsafe-inline'"
    assert looser == {name: value for name, value in strict.items() if name in looser}
    assert looser["default-src"] == "'none'"


@pytest.mark.parametrize(
    "path",
    [
        "/", "/designer/", "/designer/new/", "/account/login/", "/account/2fa/", "/account/password/change/",
        "/widget/embed-example/", "/api/v1/bots", "/healthz",
    ],
)  # fmt: skip
def test_all_other_pages_stay_strict_for_who_administers(admin_client: Client, path: str) -> None:
    assert "unsafe" not in admin_client.get(path).headers["Content-Security-Policy"]


def test_signing_in_to_it_is_strict(client: Client) -> None:
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/account/login/")
    assert "unsafe" not in asked.headers["Content-Security-Policy"]
    assert "unsafe" not in client.get("/admin/login/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/admin/", *(f"/admin/{model.replace('.', '/')}/" for model in LISTS)])
def test_no_script_is_written_into_a_page(admin_client: Client, path: str) -> None:
    page = admin_client.get(path).content.decode()
    assert "<script>" not in page
    assert " onclick=" not in page


# -- navigation --------------------------------------------------------------------------------------------------------


def test_who_runs_the_server_is_led_to_every_list(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    for model in LISTS:
        path = f"/admin/{model.replace('.', '/')}/"
        assert f'href="{path}"' in page
        assert admin_client.get(path).status_code == 200, path
    assert 'href="/designer/"' in page


def test_an_administrator_is_led_to_what_belongs_to_the_workspace(blue: Workspace, person_in: PersonIn) -> None:
    client = staff(person_in(blue, Role.ADMINISTRATOR))
    page = client.get("/admin/").content.decode()
    server = {"auth.user", "auth.group", "accounts.workspace"}
    for model in LISTS:
        path = f"/admin/{model.replace('.', '/')}/"
        assert (f'href="{path}"' in page) == (model not in server), path
        assert client.get(path).status_code == (403 if model in server else 200), path


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PUBLISHER])
def test_others_are_led_to_the_designer_alone(blue: Workspace, person_in: PersonIn, role: Role) -> None:
    client = staff(person_in(blue, role))
    page = client.get("/admin/").content.decode()
    assert "/admin/given/" not in page
    assert "Set up" not in page
    assert 'href="/designer/"' in page
    assert {client.get(f"/admin/{model.replace('.', '/')}/").status_code for model in LISTS} == {403}


def test_what_comes_from_what_happens_is_looked_at_alone(admin_client: Client) -> None:
    with within(MAIN):
        named(MAIN)
        call("club", 1)
        job = Job.objects.create(name="a.job", due=timezone.now(), arguments={"words": "of a caller"})
        row = Conversation.objects.get()
    note("ann", "bot.keep", "club", MAIN, version=3, hash="f" * 64)
    for page in ("conversations/conversation", "jobs/job", "audit/auditentry"):
        assert admin_client.get(f"/admin/{page}/add/").status_code == 403
    for page in (f"conversations/conversation/{row.pk}", f"jobs/job/{job.pk}"):
        assert admin_client.post(f"/admin/{page}/delete/", {"post": "yes"}).status_code == 403
    shown = admin_client.get("/admin/audit/auditentry/").content.decode()
    assert "hash ffffffffffffffffffffffff, version 3</" in shown
    assert "of a caller" not in admin_client.get("/admin/jobs/job/").content.decode()


def test_entries_calls_and_jobs_of_others_are_not_shown(blue: Workspace, green: Workspace, person_in: PersonIn) -> None:
    with within(green):
        call("wood", 7)
    Job.objects.create(name="theirs.job", due=timezone.now(), workspace=green)
    Job.objects.create(name="the.house", due=timezone.now())
    note("somebody-else", "bot.keep", "wood", "green")
    note("the house", "secret.step", "", "")
    client = staff(person_in(blue, Role.ADMINISTRATOR))
    assert "call-7" not in client.get("/admin/conversations/conversation/").content.decode()
    jobs = client.get("/admin/jobs/job/").content.decode()
    assert "theirs.job" not in jobs
    assert "the.house" not in jobs
    entries = client.get("/admin/audit/auditentry/").content.decode()
    assert "somebody-else" not in entries
    assert "secret.step" not in entries


# -- home --------------------------------------------------------------------------------------------------------------


def ticked(client: Client) -> list[bool]:
    return [step.done for step in client.get("/admin/").context["steps"]]


def test_an_empty_workspace_is_shown_the_way_and_each_step_is_ticked(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()
    assert "Set up Main" in page
    assert 'href="/designer/new/"' in page
    assert ticked(admin_client) == [False] * 5
    with within(MAIN):
        bot = Bot.objects.create(slug="club", name="Club")
    assert ticked(admin_client) == [True, False, False, False, False]
    assert 'href="/designer/bots/club/"' in admin_client.get("/admin/").content.decode()
    with within(MAIN):
        Name.objects.create(name="token", sealed=b"")
        Membership.objects.create(user=User.objects.create_user("bea"), role=Role.EDITOR)
    assert ticked(admin_client) == [True, True, True, False, False]
    with within(MAIN):
        publish(text_of("club", "Club"))
        bot.refresh_from_db()
        bot.origins = ["https://shop.example.com"]
        bot.save()
    assert ticked(admin_client) == [True] * 5
    assert "All set up" in admin_client.get("/admin/").content.decode()


def test_an_administrator_of_a_workspace_is_told_who_invites(blue: Workspace, person_in: PersonIn) -> None:
    page = staff(person_in(blue, Role.ADMINISTRATOR)).get("/admin/").content.decode()
    assert "Whoever runs this server adds people" in page
    assert "Add people" not in page


def test_figures_are_of_the_workspace_and_of_seven_days(blue: Workspace, green: Workspace, person_in: PersonIn) -> None:
    with within(blue):
        for number, days_ago in enumerate((0, 0, 6, 7)):
            call("sky", number, days_ago=days_ago)
    with within(green):
        call("wood", 9)
    context = staff(person_in(blue, Role.VIEWER)).get("/admin/").context
    figures = {figure.title: (figure.value, figure.more) for figure in context["figures"]}
    assert figures["Bots"] == (1, "1 published")
    assert figures["Calls in 7 days"] == (3, "4 going on, 4 in all")
    assert [bar.count for bar in context["chart"].bars] == [1, 0, 0, 0, 0, 0, 2]


def test_what_is_worth_a_look_is_counted_and_led_to(admin_client: Client) -> None:
    named(MAIN)
    assert "Worth a look" not in admin_client.get("/admin/").content.decode()
    with within(MAIN):
        Document.objects.create(name="rules", state=Document.State.FAILED)
    page = admin_client.get("/admin/").content.decode()
    assert "1 document could not be read" in page
    assert 'href="/admin/knowledge/document/?state__exact=failed"' in page


def test_who_is_in_no_workspace_is_told_so(client: Client) -> None:
    client.force_login(User.objects.create_user("bob", is_staff=True))
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "You are in no workspace yet" in page.content.decode()


def test_the_first_page_asks_as_often_however_much_there_is(blue: Workspace, person_in: PersonIn) -> None:
    client = staff(person_in(blue, Role.ADMINISTRATOR))
    client.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")
    with within(blue):
        for number in range(6):
            publish(text_of(f"sky-{number}"))
            call(f"sky-{number}", number, days_ago=number)
            Document.objects.create(name=f"rules-{number}", state=Document.State.FAILED)
    with everywhere("a test"):
        assert Bot.objects.count() == 7
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/")
    assert len(many) == len(few) < 40
