"""Every answer of the bank is JSON of a known length, also those that its framework makes of what nobody knows."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from deploy.bank.problem import by_status


def as_json(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware."""

    def answer(request: HttpRequest) -> HttpResponse:
        made = get_response(request)
        if made.status_code >= 400 and not made["Content-Type"].startswith("application/json"):
            plain = JsonResponse(by_status(made.status_code), status=made.status_code)
            if "Allow" in made:
                plain["Allow"] = made["Allow"]
            made = plain
        made["Content-Length"] = str(len(made.content))  # without it a line is closed behind each answer
        return made

    return answer
