"""The site of the administration: Unfold's, with a policy of its own and our sign-in."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from unfold.sites import UnfoldAdminSite

from voxloom.administration.home import home
from voxloom.administration.policy import LOOSER

View = Callable[..., HttpResponseBase]


class Site(UnfoldAdminSite):  # type: ignore[misc]  # the package has no types
    """`admin.site` of this server."""

    index_title = "Home"

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """A page for who has signed in, and no other, gets the looser policy."""
        shown: View = csp_replace(LOOSER)(super().admin_view(view, cacheable))
        return shown

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """People sign in where they sign in to all of the server."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What there is to do next, and how things stand."""
        answer: HttpResponse = super().index(request, {**home(request), **(extra_context or {})})
        return answer
