"""Who is what with one bot."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from flows.members import role_with
from flows.models import Bot, BotRole
from voxloom.accounts.roles import Role


@pytest.mark.django_db
@pytest.mark.usefixtures("main")
def test_a_role_with_a_bot_is_that_of_one_person_who_may_still_come_in() -> None:
    ann, bob = User.objects.create_user("ann"), User.objects.create_user("bob")
    sky, sea = Bot.objects.create(slug="sky", name="Sky"), Bot.objects.create(slug="sea", name="Sea")
    BotRole.objects.create(bot=sky, user=ann, role=Role.REVIEWER)
    assert role_with(ann, sky) == Role.REVIEWER
    assert role_with(ann, sea) is role_with(bob, sky) is role_with(AnonymousUser(), sky) is None
    ann.is_active = False
    assert role_with(ann, sky) is None
