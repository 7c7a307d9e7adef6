"""The language that bots are written in, for editors."""

import hashlib
import json
from functools import cache

from django.http import HttpRequest, HttpResponse
from ninja import Router

from designer.api.caller import caller_of
from flows.schema.bot_schema import bot_schema
from voxloom.accounts.roles import Action

router = Router(tags=["language"])


@router.get("/schema")
def show_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a bot."""
    caller_of(request).needs(Action.SEE)
    text, tag = _schema()
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(text, content_type="application/schema+json")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@cache
def _schema() -> tuple[str, str]:
    text = json.dumps(bot_schema(), ensure_ascii=False)
    return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
