"""The API as a whole: who may ask, and how problems are told."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from designer.api import beginnings, bots, comparisons, conversations, documents, drafts, language, publications, tools
from designer.api.caller import ByKey, BySession, Refused
from voxloom.accounts.isolation import NoWorkspace

api = NinjaAPI(
    title="Voxloom",
    version="1",
    description="Bots, their versions and releases, documents, and conversations of one workspace.",
    auth=[ByKey(), BySession()],
    docs_url=None,  # its page loads scripts from elsewhere; the schema stands at openapi.json
    openapi_url="openapi.json",
    urls_namespace="api",
)
api.add_router("", bots.router)
api.add_router("", beginnings.router)
api.add_router("", drafts.router)
api.add_router("", language.router)
api.add_router("", comparisons.router)
api.add_router("", publications.router)
api.add_router("", conversations.router)
api.add_router("", tools.router)
api.add_router("", documents.router)


def _answer(request: HttpRequest, status: int, code: str, message: str, remedy: str, **more: Any) -> HttpResponse:
    body = {"error": {"code": code, "message": message, "remedy": remedy, **more}}
    return api.create_response(request, body, status=status)


@api.exception_handler(Refused)
def _on_refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    return api.create_response(request, problem.body, status=problem.status)


@api.exception_handler(AuthenticationError)
def _on_stranger(request: HttpRequest, _problem: AuthenticationError) -> HttpResponse:
    remedy = "Sign in, or send `Authorization: Bearer` with an API key that has a role among its scopes."
    return _answer(request, 401, "caller.unknown", "Nobody is known by this request.", remedy)


@api.exception_handler(NoWorkspace)
def _on_no_workspace(request: HttpRequest, _problem: NoWorkspace) -> HttpResponse:
    return _answer(
        request, 403, "workspace.none", "You are in no workspace.", "Ask whoever runs this server to put you into one."
    )


@api.exception_handler(ValidationError)
def _on_wrong(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    wrong = [
        {"path": ".".join(str(part) for part in found.get("loc", ())), "message": str(found.get("msg", ""))}
        for found in problem.errors
    ]
    return _answer(
        request, 422, "request.malformed", "The request is not as it must be.", "Mend what is told.", wrong=wrong
    )


@api.exception_handler(HttpError)
def _on_error(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return _answer(request, problem.status_code, "request.refused", str(problem), "Look at /api/v1/openapi.json.")
