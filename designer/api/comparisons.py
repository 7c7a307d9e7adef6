"""What differs between two texts of a bot."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from designer.api.caller import caller_of
from designer.api.shapes import Slug
from designer.comparing import changes, side
from designer.selectors import bot_for

router = Router(tags=["versions"])
Name = Annotated[str, Query(min_length=1, max_length=64)]


class ChangesOut(Schema):
    """What differs: `text` line by line, `graph` as `bot diff --json` tells it, `prompts` word by word."""

    old: int | str
    new: int | str
    text: list[dict[str, Any]]
    graph: dict[str, Any] | None
    prompts: list[dict[str, Any]]
    summary: dict[str, Any] | None


@router.get("/bots/{slug}/changes", response=ChangesOut)
def compare_texts(request: HttpRequest, slug: Slug, old: Name, new: Name = "draft") -> dict[str, Any]:
    """From one to the other; each is the number of a version, `draft`, or the environment in which one answers."""
    bot = bot_for(caller_of(request), slug)
    return changes(side(bot, old), side(bot, new))
