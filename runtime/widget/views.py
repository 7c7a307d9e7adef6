"""The pages a caller opens: the home page, and a page that shows how the widget floats on any site."""

import json
from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from runtime.signalling.insiders import is_insider
from runtime.widget.selectors import BotCard, published_bots
from voxloom.accounts.workspaces import MAIN

# The widget builds its page by DOM calls only, so no string may become markup or code.
TRUSTED_TYPES: dict[str, Any] = {"require-trusted-types-for": ["'script'"], "trusted-types": ["'none'"]}
WIDGET_EXAMPLES = 2  # chips inside the widget; the page beside it lists all
SCRIPT = "widget/voxloom-widget.js"


@require_safe
@csp_update(TRUSTED_TYPES)
def home(request: HttpRequest) -> HttpResponse:
    """Show the published bots, one of them ready to talk to; to insiders it also shows how fast it answers."""
    bots = published_bots()
    chosen = _chosen(bots, request.GET.get("bot", ""))
    context: dict[str, Any] = {"bots": bots, "bot": chosen, "script_url": request.build_absolute_uri(static(SCRIPT))}
    if is_insider(request, MAIN):
        context["ticket_url"] = f"{reverse('tickets')}?debug=1"
    if chosen is not None:
        context["widget_examples"] = json.dumps(chosen.examples[:WIDGET_EXAMPLES])
    return render(request, "home.html", context)


@require_safe
@csp_update(TRUSTED_TYPES)
def embed_example(request: HttpRequest) -> HttpResponse:
    """Show the widget as it floats on somebody's page."""
    chosen = _chosen(published_bots(), request.GET.get("bot", ""))
    return render(request, "embed_example.html", {"bot": chosen})


def _chosen(bots: tuple[BotCard, ...], slug: str) -> BotCard | None:
    """Return the bot that was asked for, else the first one."""
    return next((bot for bot in bots if bot.slug == slug), bots[0] if bots else None)
