"""One workspace never sees, changes or refers to what is another's; a query without one fails."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from designer.models import Draft, Publication
from flows.models import Bot, BotRole, BotVersion, ModelSpend, Release, TestRun, Trial
from runtime.models import CallTicket, TokenIssuer, UsedToken
from tools.knowledge.models import Chunk, Document, DocumentVersion, Page, Words
from voxloom.accounts.isolation import (
    ForeignRow,
    Isolated,
    NoWorkspace,
    current,
    current_workspace,
    everywhere,
    within,
)
from voxloom.accounts.models import ApiKey, Membership
from voxloom.accounts.workspaces import MAIN, UnknownWorkspace, Workspace, named
from voxloom.audit.models import AuditEntry, AuditHead
from voxloom.conversations.models import Conversation, ConversationEvent, Effect, VaultKey, VaultValue, Work
from voxloom.given.models import AllowedHost, Name
from voxloom.jobs.models import Job
from voxloom.verifying.models import Attempts, Code
from voxloom.webhooks.models import Delivery, Webhook

OURS = {"accounts", "audit", "conversations", "designer", "flows", "jobs", "runtime", "telemetry", "tools", "voxloom"}
OURS |= {"knowledge", "verifying", "webhooks"}
OF_NO_WORKSPACE = {AuditEntry, AuditHead, Job, Workspace}
"""Everybody may know that it exists, or nobody asks for it but the house."""


@pytest.fixture
def ours(db: None) -> Workspace:
    return named(MAIN)


@pytest.fixture
def theirs(db: None) -> Workspace:
    return Workspace.objects.create(slug="theirs", name="Theirs")


def bot_of(workspace: Workspace, slug: str) -> Bot:
    with within(workspace):
        bot = Bot.objects.create(slug=slug, name=slug.title())
        version = BotVersion.objects.create(bot=bot, number=1, text="x", content_hash="x")
        Release.objects.create(bot=bot, version=version)
    return bot


def isolated() -> list[type[Isolated]]:
    return [model for model in apps.get_models() if issubclass(model, Isolated)]


def test_every_model_of_ours_belongs_to_a_workspace() -> None:
    models_of_ours = [model for model in apps.get_models() if model._meta.app_label in OURS]
    assert {model for model in models_of_ours if not issubclass(model, Isolated)} == OF_NO_WORKSPACE
    for model in isolated():
        names = [model._meta.default_manager, model._meta.base_manager]
        assert all(type(manager).get_queryset is type(model.objects).get_queryset for manager in names), model
        at: Any = model
        for step in model.home.split("__"):
            at = at._meta.get_field(step).related_model
        assert at is Workspace


@pytest.mark.parametrize("model", isolated(), ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    "use",
    [
        lambda model: model.objects.all(),
        lambda model: model.objects.count(),
        lambda model: model._base_manager.all(),
        lambda model: model._default_manager.filter(pk=1),
        lambda model: model.objects.create(),
        lambda model: model().save(),
        lambda model: model.objects.bulk_create([model()]),
        lambda model: model.objects.using("default").update(),
        lambda model: model.objects.raw("select 1"),
    ],
)
@pytest.mark.django_db
def test_without_a_workspace_nothing_is_read_or_written(model: Any, use: Callable[[Any], Any]) -> None:
    with pytest.raises(NoWorkspace):
        list(use(model))


def test_what_is_theirs_is_not_there(ours: Workspace, theirs: Workspace) -> None:
    bot_of(ours, "a")
    their_bot = bot_of(theirs, "b")
    for scope in (ours, ours.pk, ours.slug):
        with within(scope):
            assert [bot.slug for bot in Bot.objects.all()] == ["a"]
            assert BotVersion.objects.count() == Release.objects.count() == 1
            assert not Bot.objects.filter(pk=their_bot.pk).exists()
            with pytest.raises(Bot.DoesNotExist):
                Bot.objects.get(pk=their_bot.pk)
            assert Bot.objects.order_by().union(Bot.objects.order_by()).count() == 1
            assert not their_bot.versions.all()
    with everywhere("a test"):
        assert Bot.objects.count() == 2


def test_what_was_fetched_elsewhere_is_not_changed_here(ours: Workspace, theirs: Workspace) -> None:
    their_bot = bot_of(theirs, "b")
    with within(ours):
        their_bot.name = "Ours"
        with pytest.raises(ForeignRow):
            their_bot.save()
        assert Bot.objects.filter(pk=their_bot.pk).update(name="Ours") == 0
        assert Bot.objects.filter(pk=their_bot.pk).delete()[0] == 0
        with pytest.raises(Bot.DoesNotExist):
            their_bot.refresh_from_db()
    with within(theirs):
        assert Bot.objects.get().name == "B"


def test_a_new_row_gets_the_workspace_at_hand_and_no_other(ours: Workspace, theirs: Workspace) -> None:
    with within(ours):
        assert Bot.objects.create(slug="a", name="A").workspace == ours
        with pytest.raises(ForeignRow):
            Bot.objects.create(slug="b", name="B", workspace=theirs)
        with pytest.raises(ForeignRow):
            Bot.objects.bulk_create([Bot(slug="c", name="C", workspace=theirs)])
        with pytest.raises(ForeignRow):
            Bot.objects.update(workspace=theirs)
        with pytest.raises(ForeignRow):
            Bot.objects.update(workspace_id=theirs.pk)
        [made] = Bot.objects.bulk_create([Bot(slug="d", name="D")])
        assert made.workspace == ours
    with everywhere("a test"), pytest.raises(NoWorkspace):
        Bot.objects.create(slug="e", name="E")


def test_nothing_refers_to_what_is_theirs(ours: Workspace, theirs: Workspace) -> None:
    bot_of(ours, "a")
    their_bot = bot_of(theirs, "b")
    with within(theirs):
        their_version = their_bot.versions.get()
    with within(ours):
        release = Release.objects.get()
        with pytest.raises(ForeignRow):
            BotVersion.objects.create(bot_id=their_bot.pk, number=2, text="x", content_hash="x")
        release.version_id = their_version.pk
        with pytest.raises(ForeignRow):
            release.save()
        with pytest.raises(ForeignRow):
            Release.objects.update(version=their_version)


def test_the_workspace_reaches_tasks_and_threads_and_ends_with_its_block(ours: Workspace, theirs: Workspace) -> None:
    async def seen() -> object:
        return await asyncio.to_thread(lambda: current().workspace)

    async def both() -> list[object]:
        async def of(slug: str) -> object:
            with within(slug):
                await asyncio.sleep(0)
                return await asyncio.create_task(seen())

        return list(await asyncio.gather(of("main"), of("theirs")))

    assert asyncio.run(both()) == ["main", "theirs"]
    with pytest.raises(NoWorkspace):
        current()
    with within("main"):
        with within("theirs"):
            assert current_workspace() == theirs
        assert current_workspace() == ours


def test_a_query_keeps_the_workspace_that_it_was_made_in(ours: Workspace, theirs: Workspace) -> None:
    bot_of(ours, "a")
    bot_of(theirs, "b")
    with within(ours):
        query = Bot.objects.order_by("slug")
    with within(theirs):
        assert [bot.slug for bot in query] == ["a"]


def test_a_workspace_that_is_not_there_has_nothing_and_gets_nothing(db: None) -> None:
    with within("nobody"):
        assert not Bot.objects.exists()
        with pytest.raises(UnknownWorkspace, match="no workspace called nobody"):
            Bot.objects.create(slug="a", name="A")


def test_it_all_goes_with_its_workspace(ours: Workspace, theirs: Workspace) -> None:
    bot_of(ours, "a")
    bot_of(theirs, "b")
    with everywhere("a workspace is deleted"):
        theirs.delete()
        assert [bot.slug for bot in Bot.objects.all()] == ["a"]
        assert BotVersion.objects.count() == 1


def test_these_are_the_rows(db: None) -> None:
    conversations = {Conversation, ConversationEvent, Effect, VaultKey, VaultValue, Work}
    callers = {CallTicket, TokenIssuer, UsedToken}
    bots = {Bot, BotRole, BotVersion, Draft, ModelSpend, Publication, Release, TestRun, Trial}
    documents = {Chunk, Document, DocumentVersion, Page, Words}
    outside = {Delivery, Webhook, Name, AllowedHost, Attempts, Code}
    assert set(isolated()) == {ApiKey, Membership} | outside | bots | callers | conversations | documents
    assert all(issubclass(model, models.Model) for model in isolated())
