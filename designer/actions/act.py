"""What every action has, and the one way in which all of them are done."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.db import transaction

from flows.models import Bot
from voxloom.accounts.roles import Action
from voxloom.audit.actor import note

P = TypeVar("P")
R = TypeVar("R")


class Actor(Protocol):
    """Who acts: a person or a key."""

    @property
    def name(self) -> str:
        """As versions and drafts name them."""

    @property
    def is_person(self) -> bool:
        """Whether it is no program."""

    @property
    def identity(self) -> str:
        """Who that is, for good, whatever they are called."""

    def needs(self, action: Action, bot: Bot | None = None) -> None:
        """Raises Refused for who may not."""


@dataclass(frozen=True)
class Act(ABC, Generic[P, R]):
    """Something that is changed. `plan` works it out, without a lock; `write` does it, within a transaction."""

    needed: ClassVar[Action]
    """What somebody must be allowed."""
    entry: ClassVar[str]
    """Its word in the audit log."""

    @property
    @abstractmethod
    def bot(self) -> Bot | None:
        """The bot that it is about; None for one that is not there yet."""

    @abstractmethod
    def plan(self) -> P:
        """What there is to do. Raises Refused."""

    @abstractmethod
    def write(self, plan: P, by: Actor) -> R:
        """Do it. Raises Refused; then nothing of it stays."""

    def target(self, result: R) -> str:  # noqa: ARG002 - of a bot that is there it does not hang on the result
        """What the audit log says that was changed."""
        return self.bot.slug if self.bot is not None else ""

    def details(self, result: R) -> Mapping[str, Any] | None:  # noqa: ARG002 - as a rule there are none
        """What else it says; None: this time it says nothing."""
        return {}

    def tell(self, result: R, by: Actor) -> None:
        """Let others know, once it is done."""


def perform(act: Act[P, R], by: Actor) -> R:
    """Do something, if they may, and write it down. Raises Refused."""
    by.needs(act.needed, act.bot)
    plan = act.plan()
    with transaction.atomic():
        result = act.write(plan, by)
        details = act.details(result)
        if details is not None:
            note(act.entry, act.target(result), **details)
        # It is done, whatever becomes of those who are told of it.
        transaction.on_commit(lambda: act.tell(result, by), robust=True)
    return result
