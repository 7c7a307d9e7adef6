"""Who may do what in a workspace: a ladder of roles, each with all that the ones below it may."""

from enum import IntEnum


class Role(IntEnum):
    """What a person is in a workspace, or with one bot of it."""

    VIEWER = 1
    EDITOR = 2
    REVIEWER = 3
    PUBLISHER = 4
    ADMINISTRATOR = 5

    @property
    def label(self) -> str:
        """As people read it."""
        return self.name.capitalize()


class Action(IntEnum):
    """What is done, by the least role that may do it."""

    SEE = Role.VIEWER
    EDIT = Role.EDITOR
    REVIEW = Role.REVIEWER
    PUBLISH = Role.PUBLISHER
    ADMINISTER = Role.ADMINISTRATOR


CHOICES = tuple((role.value, role.label) for role in Role)


def may(action: Action, *roles: int | None) -> bool:
    """Whether somebody with these roles may: one in the workspace, one with the bot, whichever is there.

    The higher one counts: a role with a bot adds to what its workspace allows, and takes nothing away.

    >>> may(Action.PUBLISH, Role.VIEWER, Role.PUBLISHER), may(Action.EDIT, Role.VIEWER, None), may(Action.SEE, None)
    (True, False, False)
    """
    return max((role for role in roles if role is not None), default=0) >= action
