"""A page that somebody asks for shows the workspace that they work in; nobody's, where nobody is signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from voxloom.accounts.isolation import within
from voxloom.accounts.members import chosen


class WorkspaceOfThePerson:
    """Stands behind Django's authentication. Public pages choose their workspace themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the person's workspace."""
        slug = chosen(request.user, request.session) if request.user.is_authenticated else None
        if slug is None:
            return self._get_response(request)
        with within(slug):
            return self._get_response(request)
