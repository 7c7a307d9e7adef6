"""Whose rows a query sees: those of one workspace, and none at all where nobody has said which.

    with within("main"):             # a person, a key, a command: one workspace
        Bot.objects.all()
    with everywhere("retention"):    # the house itself, and it says why
        Bot.objects.all()
    Bot.objects.all()                # NoWorkspace

It hangs on the managers of the rows, the ones that Django itself uses included: a query that forgets it fails the first
time it runs, in a test, instead of showing one customer the bots of another.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from voxloom.accounts.workspaces import Workspace, named


class NoWorkspace(RuntimeError):
    """A query that nobody has given a workspace."""

    logs_its_words = True


class ForeignRow(RuntimeError):
    """A row that belongs to another workspace, or hangs on one that does."""

    logs_its_words = True


@dataclass(frozen=True)
class Scope:
    """`workspace` is the key or the slug of one; None is all of them, for the reason `why`."""

    workspace: int | str | None
    why: str = ""


_scope: ContextVar[Scope | None] = ContextVar("workspace", default=None)


def current() -> Scope:
    """What queries see here. Raises NoWorkspace."""
    scope = _scope.get()
    if scope is None:
        raise NoWorkspace("No workspace was chosen for this query: use `within` or `everywhere`.")
    return scope


def current_workspace() -> Workspace:
    """The one workspace that queries see. Raises NoWorkspace, also where they see all."""
    scope = current()
    if scope.workspace is None:
        raise NoWorkspace(f"A row needs one workspace, and this looks at all of them ({scope.why}).")
    return named(scope.workspace) if isinstance(scope.workspace, str) else Workspace.objects.get(pk=scope.workspace)


@contextlib.contextmanager
def within(workspace: Workspace | int | str) -> Iterator[None]:
    """Queries see one workspace, here and in the tasks and threads that are begun here. A slug is not looked up."""
    yield from _set(Scope(workspace.pk if isinstance(workspace, Workspace) else workspace))


@contextlib.contextmanager
def everywhere(why: str) -> Iterator[None]:
    """Queries see all workspaces; for work of the house, which says why."""
    yield from _set(Scope(None, why))


def _set(scope: Scope) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


Row = TypeVar("Row", bound="Isolated")


class IsolatedQuerySet(models.QuerySet[Row]):
    """Rows of the workspaces that may be seen. What is written stays in its own."""

    def bulk_create(self, objs: Iterable[Row], *args: Any, **options: Any) -> list[Row]:
        """Each row is checked as `save` would."""
        rows = list(objs)
        for row in rows:
            row.settle()
        return super().bulk_create(rows, *args, **options)

    def select_for_update(
        self, nowait: bool = False, skip_locked: bool = False, of: Sequence[str] = ("self",), no_key: bool = False
    ) -> Self:
        """Locks the rows, and not the workspace through which they are found: it would stop all others there."""
        return super().select_for_update(nowait, skip_locked, of, no_key)

    def update(self, **values: Any) -> int:
        """Raises ForeignRow for a row that would move, or hang on a foreign one."""
        for name, value in values.items():
            self.model.check_reference(name.removesuffix("_id"), getattr(value, "pk", value))
        return super().update(**values)


class IsolatedManager(models.Manager[Row]):
    """The only way to the rows of a model; its model's `home` says how a row leads to its workspace."""

    rows: type[IsolatedQuerySet[Any]] = IsolatedQuerySet

    def get_queryset(self) -> IsolatedQuerySet[Row]:
        """Raises NoWorkspace."""
        scope = current()
        rows: IsolatedQuerySet[Row] = self.rows(self.model, using=self._db)
        match scope.workspace:
            case None:
                return rows
            case int(key):
                return rows.filter(**{f"{self.model.home}_id": key})
            case slug:
                return rows.filter(**{f"{self.model.home}__slug": slug})


class Isolated(models.Model):
    """A row that belongs to a workspace, by a column of its own or by the row it hangs on."""

    home: ClassVar[str] = "workspace"
    """The way from the row to its workspace, as in a filter."""

    objects: ClassVar[IsolatedManager[Any]] = IsolatedManager()

    class Meta:
        """Django itself goes through the same manager: for what a row refers to, for saving, for deleting."""

        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def save(self, *args: Any, **options: Any) -> None:
        """Raises ForeignRow, NoWorkspace."""
        self.settle()
        super().save(*args, **options)

    def settle(self) -> None:
        """Give a new row its workspace, and see that it refers to nothing foreign. Raises ForeignRow, NoWorkspace."""
        given = self.home == "workspace" and getattr(self, "workspace_id", None) is None
        if given:
            self.workspace = current_workspace()
        for field in self._meta.concrete_fields:
            if field.is_relation and not (given and field.name == "workspace"):
                self.check_reference(field.name, getattr(self, field.attname))

    @classmethod
    def check_reference(cls, name: str, key: object) -> None:
        """Whether the field `name` may refer to the row with this key. Raises ForeignRow."""
        fields: dict[str, Any] = {field.name: field for field in cls._meta.concrete_fields}
        target = getattr(fields.get(name), "related_model", None)
        if key is None or target is None:
            return
        if issubclass(target, Workspace):
            allowed = current().workspace in (None, key) or current_workspace().pk == key
        else:
            allowed = not issubclass(target, Isolated) or target.objects.filter(pk=key).exists()
        if not allowed:
            raise ForeignRow(f"{cls.__name__}.{name} would refer to a row of another workspace.")
