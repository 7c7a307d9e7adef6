"""Everything that the designer changes is an action with a role and a word in the audit log, and done in one way."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import User

import designer.actions
from designer.actions.act import Act, Actor, perform
from designer.people import Caller
from designer.refusal import Refused
from flows.models import Bot
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Action, Role
from voxloom.accounts.workspaces import Workspace
from voxloom.audit.models import AuditEntry

AUDIT = Path(__file__).parents[2] / "docs" / "how-to" / "audit.md"


def actions() -> Iterator[type[Act[Any, Any]]]:
    """Every action that can be done."""
    for module in pkgutil.iter_modules(designer.actions.__path__):
        found = importlib.import_module(f"designer.actions.{module.name}")
        for _, kind in inspect.getmembers(found, inspect.isclass):
            if issubclass(kind, Act) and kind.__module__ == found.__name__ and not inspect.isabstract(kind):
                yield kind


def test_each_has_a_role_and_stands_on_the_page_of_the_audit_log() -> None:
    page = AUDIT.read_text(encoding="utf-8")
    found = list(actions())
    assert len(found) >= 13
    for kind in found:
        assert kind.needed >= Action.EDIT, kind
        group, _, word = kind.entry.partition(".")
        assert f"`{kind.entry}`" in page or f"`{group}." in page and f"`.{word}`" in page, kind.entry


@dataclass(frozen=True)
class Rename(Act[str, str]):
    """An action for tests."""

    needed: ClassVar[Action] = Action.PUBLISH
    entry: ClassVar[str] = "bot.rename"

    of: Bot
    name: str
    fails: bool = False

    @property
    def bot(self) -> Bot:
        return self.of

    def plan(self) -> str:
        return self.name.strip()

    def write(self, plan: str, by: Actor) -> str:
        Bot.objects.filter(pk=self.of.pk).update(name=plan)
        if self.fails:
            raise Refused(409, "x", "No.", "No.")
        return plan

    def tell(self, result: str, by: Actor) -> None:
        raise OSError("nobody can be told")


@pytest.mark.django_db(transaction=True)
def test_it_is_done_whole_or_not_at_all_and_only_by_who_may(blue: Workspace) -> None:
    user = User.objects.create_user("ann")
    with within(blue):
        bot = Bot.objects.get()
        with pytest.raises(Refused, match="needs the role publisher"):
            perform(Rename(bot, "Mine"), Caller("ann", Role.EDITOR, user))
        with pytest.raises(Refused, match="No bot|no bot"):
            perform(Rename(bot, "Mine"), Caller("ann", None, user))
        publisher = Caller("ann", Role.PUBLISHER, user)
        with pytest.raises(Refused, match="No."):
            perform(Rename(bot, "Mine", fails=True), publisher)
        assert (Bot.objects.get().name, AuditEntry.objects.filter(action="bot.rename").count()) == ("Sky", 0)
        assert perform(Rename(bot, " Mine "), publisher) == "Mine"  # nobody could be told, and it is done
        assert (Bot.objects.get().name, AuditEntry.objects.get(action="bot.rename").target) == ("Mine", "sky")
