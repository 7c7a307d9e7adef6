"""What somebody asks for shows the workspace that they work in; nobody's, where nobody is known.

A person is known by their session; a program, at the API alone, by its key, and then the session counts for nothing.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from voxloom.accounts.isolation import within
from voxloom.accounts.keys import verify_key
from voxloom.accounts.members import chosen

API = "/api/"


class WorkspaceOfThePerson:
    """Stands behind Django's authentication. Public pages choose their workspace themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the person's workspace."""
        workspace = self._of_key(request) if self._shows_key(request) else self._of_person(request)
        if workspace is None:
            return self._get_response(request)
        with within(workspace):
            return self._get_response(request)

    def _shows_key(self, request: HttpRequest) -> bool:
        return request.path.startswith(API) and "Authorization" in request.headers

    def _of_key(self, request: HttpRequest) -> int | None:
        kind, _, plain = request.headers["Authorization"].partition(" ")
        key = verify_key(plain.strip()) if kind.lower() == "bearer" else None
        if key is None:
            return None
        request.api_key = key  # type: ignore[attr-defined]
        return key.workspace_id

    def _of_person(self, request: HttpRequest) -> str | None:
        return chosen(request.user, request.session) if request.user.is_authenticated else None
