"""`POST /rt/tickets`: a page or a program asks to open a call."""

import json
import math

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from flows.catalogue import published, version_of_hash
from flows.origins import embedding
from runtime.signalling import tickets
from runtime.signalling.insiders import is_member, wants_debug
from runtime.signalling.origin import Caller, caller_of
from runtime.signalling.refusals import refusal
from voxloom.accounts.client import client_of
from voxloom.accounts.keys import verify_key
from voxloom.shared.backing import rates
from voxloom.telemetry import metrics

MAX_BODY_BYTES = 4 * 1024
PREFLIGHT_S = 600
"""How long a browser may remember that it may."""
KEY_FACTOR = 10
"""A program with a key asks for many callers."""


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def create_ticket(request: HttpRequest) -> HttpResponse:
    """201 with a ticket; a key opens the debug scope, and so may `?debug=1` on a page of this server. `trial`, the hash
    of a text that was frozen to be tried, opens a call with that text, for members of its workspace.

    A cookie counts for that alone, and only on pages of this server. OPTIONS is a browser that asks for a foreign page
    whether it may: exactly the pages that some bot may be embedded in are told yes, and may read the answer.
    """
    caller = _caller(request)
    if caller is None or not (caller.may_call(()) or caller.may_call(embedding())):
        metrics.ticket(403)
        return _vary(_refused_origin())
    if request.method == "OPTIONS":
        return _readable(HttpResponse(status=204), caller)
    response = _create(request, caller)
    metrics.ticket(response.status_code)
    return _readable(response, caller)


def _create(request: HttpRequest, caller: Caller) -> JsonResponse:
    client, per_minute = _client(request), settings.LIMITS.tickets_per_minute
    if wait_s := rates().wait_s(client, per_minute):  # before a wrong key is looked up: keys are not to be guessed
        return _too_often(wait_s)
    scopes: tuple[str, ...] = ()
    workspace: int | None = None  # of the key; any, without one
    authorization = request.headers.get("Authorization", "")
    if authorization:
        kind, _, plain = authorization.partition(" ")
        key = verify_key(plain.strip()) if kind.lower() == "bearer" else None
        if key is None:
            rates().allows(client, per_minute)
            return refusal(
                401, "key.refused", "The API key is unknown, too old or was revoked.", "Make one in the administration."
            )
        scopes, workspace = (tickets.DEBUG_SCOPE,), key.workspace_id
        client, per_minute = f"key {key.pk}", KEY_FACTOR * per_minute
    if not rates().allows(client, per_minute):
        return _too_often(rates().wait_s(client, per_minute))
    slug, trial = _wanted(request)
    if slug is None or trial is None:
        return refusal(400, "body.malformed", "The body must be JSON with `bot`.", 'Send {"bot": "riverbank"}.')
    bot = version_of_hash(slug, trial) if trial else published(slug)
    if trial and (bot is None or not (authorization or caller.own and is_member(request, bot.workspace))):
        return refusal(404, "trial.unknown", "There is no such text to try.", "Begin the trial anew, in the designer.")
    if bot is None or workspace not in (None, bot.workspace):  # of whose it is, a foreign key learns nothing
        return refusal(404, "bot.unknown", f"No bot called {slug[:64]} answers calls.", "Publish it first.")
    if not caller.may_call(bot.origins):
        return _refused_origin()
    if not authorization and (caller.own or caller.origin is None) and wants_debug(request, bot):
        scopes = (tickets.DEBUG_SCOPE,)
    shown = {"slug": bot.slug, "name": bot.name, "description": bot.description, "language": bot.language}
    body = {
        "ticket": tickets.issue_for(bot, scopes, trial=bool(trial)),
        "expires_in_s": tickets.LIFETIME_S,
        "socket": "/rt/call",
        "bot": shown,
    }
    response = JsonResponse(body, status=201)
    response["Cache-Control"] = "no-store"
    return response


def _caller(request: HttpRequest) -> Caller | None:
    names = {"Origin": b"origin", "Host": b"host"}
    return caller_of([(name, request.headers[key].encode()) for key, name in names.items() if key in request.headers])


def _refused_origin() -> JsonResponse:
    return refusal(403, "origin.refused", "This page may not call here.", "Embed the widget on an allowed page.")


def _readable(response: HttpResponse, caller: Caller) -> HttpResponse:
    """A foreign page that may embed a bot may read the answer; without cookies."""
    if caller.origin is not None and not caller.own:
        response["Access-Control-Allow-Origin"] = caller.origin
        response["Access-Control-Allow-Methods"] = "POST"
        response["Access-Control-Allow-Headers"] = "Content-Type, Accept"
        response["Access-Control-Expose-Headers"] = "Retry-After"
        response["Access-Control-Max-Age"] = str(PREFLIGHT_S)
    return _vary(response)


def _vary(response: HttpResponse) -> HttpResponse:
    response["Vary"] = "Origin"
    return response


def _client(request: HttpRequest) -> str:
    return client_of(request.META.get("REMOTE_ADDR"), [request.headers.get("X-Forwarded-For", "")])


def _too_often(wait_s: float) -> JsonResponse:
    seconds = math.ceil(wait_s)
    message, remedy = "Too many calls were asked for from here.", f"Try again in {seconds} s."
    response = refusal(429, "tickets.rate", message, remedy)
    response["Retry-After"] = str(seconds)
    return response


def _wanted(request: HttpRequest) -> tuple[str | None, str | None]:
    """The slug of a bot, and the hash of its text where that is to be tried; None for what is neither."""
    if len(request.body) > MAX_BODY_BYTES:
        return None, None
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        return None, None
    slug, trial = (data.get("bot"), data.get("trial", "")) if isinstance(data, dict) else (None, None)
    plain = isinstance(trial, str) and trial.isprintable()
    return (slug if isinstance(slug, str) and slug and slug.isprintable() else None), (trial if plain else None)
