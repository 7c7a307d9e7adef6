"""The ladder of roles."""

import pytest

from voxloom.accounts.roles import CHOICES, Action, Role, may


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_each_role_may_what_the_ones_below_it_may(role: Role, action: Action) -> None:
    ladder = {Action.SEE: 5, Action.EDIT: 4, Action.REVIEW: 3, Action.PUBLISH: 2, Action.ADMINISTER: 1}
    assert may(action, role) is (role in sorted(Role)[-ladder[action] :])


def test_nobody_may_nothing() -> None:
    assert not any(may(action) or may(action, None, None) for action in Action)


@pytest.mark.parametrize(
    ("in_workspace", "with_bot", "allowed"),
    [
        (Role.VIEWER, Role.EDITOR, True),
        (None, Role.EDITOR, True),
        (Role.EDITOR, Role.VIEWER, True),
        (Role.VIEWER, None, False),
    ],
)
def test_a_role_with_a_bot_adds_and_takes_nothing_away(
    in_workspace: Role | None, with_bot: Role | None, allowed: bool
) -> None:
    assert may(Action.EDIT, in_workspace, with_bot) is allowed


def test_people_read_them() -> None:
    assert [label for _, label in CHOICES] == ["Viewer", "Editor", "Reviewer", "Publisher", "Administrator"]
