"""The bank's API as a whole, and how problems are told."""

import logging
import sqlite3

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from deploy.bank import operations
from deploy.bank.asked import Bearer
from deploy.bank.problem import Refused, told

log = logging.getLogger(__name__)

api = NinjaAPI(
    title="Riverbank",
    version="1",
    description="A small bank with made-up money: accounts, transfers and cards of one customer.",
    auth=Bearer(),
    docs_url=None,  # its page loads scripts from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="bank",
    servers=[{"url": "/"}],
)
api.add_router("", operations.router)


def _told(request: HttpRequest, status: int, code: str, text: str) -> HttpResponse:
    return api.create_response(request, told(code, text), status=status)


@api.exception_handler(Refused)
def _on_refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    answer = _told(request, problem.status, problem.code, str(problem))
    if problem.code in ("busy", "key_in_use"):
        answer["Retry-After"] = "1"
    return answer


@api.exception_handler(sqlite3.OperationalError)
def _on_trouble(request: HttpRequest, problem: sqlite3.OperationalError) -> HttpResponse:
    """A full disk, say: nothing of the request was done."""
    log.error("The database: %s", problem)
    return _told(request, 503, "unavailable", "The bank cannot reach its book.")


@api.exception_handler(AuthenticationError)
def _on_stranger(request: HttpRequest, _problem: AuthenticationError) -> HttpResponse:
    answer = _told(request, 401, "unauthorized", "Send the bank's token: `Authorization: Bearer …`.")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _on_wrong(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """The first thing that is wrong, and where; what was sent is not sent back."""
    found = problem.errors[0]
    where = ".".join(str(part) for part in found.get("loc", ()) if part not in ("body", "wanted", "how"))
    return _told(request, 422, "invalid", f"{where[:80] or 'the body'}: {found.get('msg', 'it does not fit')}"[:300])


@api.exception_handler(HttpError)
def _on_error(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return _told(request, problem.status_code, "malformed", str(problem))
