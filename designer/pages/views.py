"""The bots of a workspace, a new one, and the shell in which one is drawn."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from designer.actions.act import perform
from designer.bots import MOST, cards
from designer.drafts.templates import templates
from designer.pages.beginning import NewBot
from designer.pages.policy import STRICT
from designer.people import person_of
from designer.refusal import Refused
from designer.selectors import allowed, bot_for
from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.isolation import NoWorkspace
from voxloom.accounts.members import chosen, workspaces_of
from voxloom.accounts.roles import Action
from voxloom.accounts.workspaces import MAIN

UNFILTERED = 8
"""So many bots are seen at a glance; more get a field to filter them."""
MOST_WORDS = 100
"""Characters that a list is filtered by."""
View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page of the designer: for people who have signed in, in a workspace, under the strict policy."""

    @csp_replace(STRICT)
    @login_required
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            if chosen(request.user, request.session) is None:
                raise NoWorkspace
            return view(request, *args, **named)
        except NoWorkspace:
            return _told(request, 403, "You are in no workspace", "Ask whoever runs this server to put you into one.")
        except Refused as refused:
            return _told(request, refused.status, str(refused), refused.body["error"]["remedy"])

    return shown


@require_safe
@page
def home(request: HttpRequest) -> HttpResponse:
    """The bots that somebody may see; what they could begin with where there are none."""
    person = person_of(request)
    person.needs(Action.SEE)
    words = request.GET.get("find", "")[:MOST_WORDS].strip()
    found = cards(person, words)
    context = {
        "bots": found[:MOST], "count": len(found), "words": words, "filters": bool(words) or len(found) > UNFILTERED,
        "talk": _on_our_page(request), "may": allowed(person),
        "form": NewBot(), "templates": templates().values(),
    }  # fmt: skip
    return _shown(request, "designer/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_bot(request: HttpRequest) -> HttpResponse:
    """A form for a new bot. What is wrong is told beside it, and what was typed stays."""
    person = person_of(request)
    person.needs(Action.EDIT)
    form = NewBot.of(request)
    if request.method == "POST":
        try:
            bot = perform(form.act(), person)
            return redirect("designer:canvas", slug=bot.slug)
        except Refused as refused:
            form = form.with_problem(str(refused), refused.body["error"]["remedy"])
    context = {"form": form, "templates": templates().values(), "may": allowed(person)}
    return _shown(request, "designer/new.html", context, 422 if form.problem else 200)


@require_safe
@page
def canvas(request: HttpRequest, slug: str) -> HttpResponse:
    """The shell in which a bot is drawn; its program does the rest by the API."""
    person = person_of(request)
    bot = bot_for(person, slug)
    may = allowed(person, bot)
    config = {
        "slug": bot.slug, "name": bot.name, "api": "/api/v1", "live": f"/designer/live/{bot.slug}",
        "csrf": get_token(request), "schema": "/api/v1/schema", "home": reverse("designer:home"), "may": may,
        "me": {"name": person.name}, "client": secrets.token_hex(8), "pages": _pages_of(request, slug),
    }  # fmt: skip
    live = _on_our_page(request) and bot.releases.filter(environment=PRODUCTION).exists()
    return _shown(request, "designer/canvas.html", {"bot": bot, "config": config, "may": may, "live": live})


def _pages_of(request: HttpRequest, slug: str) -> dict[str, str]:
    """Where a bot that is published can be talked to: on the page with the widget, and on one that it floats on."""
    if not _on_our_page(request):
        return {}
    bot = urlencode({"bot": slug})
    return {"talk": f"{reverse('widget:home')}?{bot}", "example": f"{reverse('widget:embed-example')}?{bot}"}


def _on_our_page(request: HttpRequest) -> bool:
    """Whether the page with the widget has the published bots of the workspace; those of others are on other pages."""
    return chosen(request.user, request.session) == MAIN


def _shown(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    more = {"workspaces": workspaces_of(request.user), "workspace": chosen(request.user, request.session)}
    response = render(request, template, {**context, **more}, status=status)
    response["Cache-Control"] = "no-store"  # it has a token of this session
    return response


def _told(request: HttpRequest, status: int, message: str, remedy: str) -> HttpResponse:
    return _shown(request, "designer/told.html", {"message": message, "remedy": remedy}, status)
