"""Everything that the designer changes is an action with a role and a word in the audit log, and done in one way."""

import ast
import base64
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import User

import designer.actions
from designer.actions.act import Act, Actor, perform
from designer.actions.allow_origins import AllowOrigins
from designer.actions.documents import DropDocument, GiveAddress, GiveFile, IndexDocument
from designer.actions.erase_values import EraseValues
from designer.actions.keep_text import KeepText
from designer.actions.release_version import ReleaseVersion
from designer.actions.try_for_real import TryForReal
from designer.api.service import api
from designer.people import Caller
from designer.refusal import Refused
from flows.loader.load import load_text
from flows.models import Bot
from tests.workspaces import text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Action, Role
from voxloom.accounts.workspaces import Workspace
from voxloom.audit.models import AuditEntry
from voxloom.conversations.models import Conversation

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
    assert len(found) >= 22
    for kind in found:
        assert kind.needed >= Action.EDIT, kind
        group, _, word = kind.entry.partition(".")
        assert f"`{kind.entry}`" in page or f"`{group}." in page and f"`.{word}`" in page, kind.entry


CHANGING = {"post", "put", "patch", "delete"}
READING = {"lint", "replay_call"}
"""They are asked by POST, as what is asked about is long, and change nothing."""
WRITING = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete"}
"""Methods of rows and queries."""
WRITERS = {
    "flows.catalogue", "flows.origins", "flows.testing", "tools.knowledge.keeping", "voxloom.conversations.retention",
}  # fmt: skip
"""What they write by, below the designer; `standing` of a run of tests is read."""


def operations() -> dict[str, tuple[str, Callable[..., Any]]]:
    """What the API serves: method and function, by the id of each in its document."""
    served = {}
    for _, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                name = operation.operation_id or api.get_openapi_operation_id(operation)
                served[name] = (operation.methods[0].lower(), operation.view_func)
    return served


def called_by(function: Callable[..., Any]) -> set[str]:
    """The names that a function calls or hands on, and those of the functions of its module that it goes through."""
    module = ast.parse(inspect.getsource(inspect.getmodule(function) or function))
    own = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    found: set[str] = set()
    todo = [function.__name__]
    while todo:
        names = {node.id for node in ast.walk(own[todo.pop()]) if isinstance(node, ast.Name)}
        todo += [name for name in names - found if name in own]
        found |= names
    return found


def test_every_operation_of_the_api_that_changes_something_is_an_action() -> None:
    names = {kind.__name__ for kind in actions()}
    served, listed = operations(), api.get_openapi_schema()["paths"]
    changing = {told["operationId"] for ways in listed.values() for way, told in ways.items() if way in CHANGING}
    assert changing == {name for name, (method, _) in served.items() if method in CHANGING}
    assert len(changing) >= 22
    for name in changing:
        function = served[name][1]
        used = called_by(function)
        acts = "perform" in used and used & names
        assert bool(acts) != (function.__name__ in READING), f"{name}: {sorted(used)}"


def test_nothing_is_written_past_the_actions() -> None:
    for path in sorted(Path(designer.__file__).parent.joinpath("api").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                routes = isinstance(node.func.value, ast.Name) and node.func.value.id == "router"
                assert routes or node.func.attr not in WRITING, f"{path.name}:{node.lineno}"
            if isinstance(node, ast.ImportFrom) and node.module in WRITERS:
                assert [name.name for name in node.names] == ["standing"], f"{path.name}:{node.lineno}"


@pytest.mark.django_db
def test_what_is_written_down_below_is_not_written_down_twice(blue: Workspace) -> None:
    with within(blue):
        sky = Bot.objects.get()
        version = sky.versions.get()
        Conversation.objects.create(call="c-1", bot="sky", bot_hash="", bot_version=1, channel="voice", owner="here")
        text = text_of("sky", "Blue sky")
        done: list[Act[Any, Any]] = [
            KeepText(sky, text, load_text(text), "a colour"),
            ReleaseVersion(sky, version, "staging"),
            AllowOrigins(sky, ["https://shop.example.com"]),
            GiveFile("policy", "policy.txt", base64.b64encode(b"Thirty days.").decode()),
            GiveAddress("site", "https://shop.example.com/"),
            IndexDocument("policy"),
            DropDocument("policy"),
            EraseValues(Conversation.objects.get()),
            TryForReal(sky, "pay", "staging"),
        ]
        targets = ["sky", "sky", "sky", "policy", "site", "policy", "policy", "c-1", "sky.pay"]
        before = AuditEntry.objects.count()
        for act in done:
            perform(act, Caller("ann", Role.ADMINISTRATOR))
        entries = list(AuditEntry.objects.order_by("number")[before:].values_list("action", "target"))
    assert entries == [(act.entry, target) for act, target in zip(done, targets, strict=True)]


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
