"""What is answered when a page or an address fails: in words, and with 503 where only something is away for a while."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from voxloom.front.answers import error_body

AGAIN_S = 5
AWAY = ("storage.away", "The server cannot reach its database now.", "Try again in a minute.")
FAILED = ("internal", "Something went wrong here.", "Try again; the log of the server says what it was.")


def failed(request: HttpRequest) -> HttpResponse:
    """The answer of a request that ended in an exception, which Django has put into the log."""
    problem = sys.exc_info()[1]
    # The cache of several processes is in Redis, which is imported only where there is one.
    away = isinstance(problem, OperationalError | InterfaceError) or type(problem).__module__.startswith("redis.")
    code, message, remedy = AWAY if away else FAILED
    if "text/html" in request.headers.get("Accept", ""):
        answer = HttpResponse(f"{message}\n{remedy}\n", content_type="text/plain; charset=utf-8")
    else:
        answer = HttpResponse(error_body(code, message, remedy), content_type="application/json")
    answer.status_code = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.INTERNAL_SERVER_ERROR
    answer.headers["Cache-Control"] = "no-store"
    if away:
        answer.headers["Retry-After"] = str(AGAIN_S)
    return answer
