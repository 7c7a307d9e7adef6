"""Who is what with one bot, on top of what they are in its workspace."""

from typing import Any

from flows.models import Bot, BotRole
from voxloom.accounts.roles import Role


def role_with(user: Any, bot: Bot) -> Role | None:
    """What somebody is with a bot of the workspace at hand; None for nothing."""
    if not user.is_authenticated or not user.is_active:
        return None
    found = BotRole.objects.filter(user=user, bot=bot).first()
    return Role(found.role) if found is not None else None
