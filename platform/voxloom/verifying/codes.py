"""One-time codes, in the workspace at hand. The code itself is kept nowhere. All of it blocks."""

from datetime import datetime, timedelta

from voxloom.verifying.digests import digest, plain
from voxloom.verifying.models import Code


def keep(bot: str, who: str, code: str, lasts: timedelta, now: datetime) -> None:
    """From now on this is the code of somebody, and no other one. Raises DatabaseError."""
    of, whole = _digests(bot, who, code)
    Code.objects.update_or_create(digest=of, defaults={"code": whole, "until": now + lasts})


def use(bot: str, who: str, code: str, now: datetime) -> bool:
    """Whether it is the code of somebody; it is not any more then. Raises DatabaseError."""
    of, whole = _digests(bot, who, code)
    gone, _ = Code.objects.filter(digest=of, code=whole, until__gt=now).delete()
    return gone > 0  # of two that have it at once, one deletes it


def _digests(bot: str, who: str, code: str) -> tuple[str, str]:
    return digest("code of", bot, plain(who)), digest("code", bot, plain(who), plain(code))
