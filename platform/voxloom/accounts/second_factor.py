"""Where the operator wants it, who works here has a second factor; until then they are nobody, and are led to one."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

SIGNING_IN = "/account/"
GUARDED = ("/admin/", "/designer/", "/workspace")
"""Pages of people; elsewhere they are answered as strangers are."""


def lacks_second_factor(user: Any) -> bool:
    """Whether somebody who has signed in needs one, and has none."""
    return bool(settings.REQUIRE_SECOND_FACTOR and user.is_authenticated and not is_mfa_enabled(user))


class SecondFactorWanted:
    """Stands behind Django's authentication and before all that asks who somebody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead who has none to where one is set up."""
        if not lacks_second_factor(request.user) or request.path.startswith(SIGNING_IN):
            return self._get_response(request)
        if request.path.startswith(GUARDED):
            messages.warning(request, "This server wants a second factor. Set one up to go on.")
            return redirect("mfa_activate_totp")
        request.user = AnonymousUser()
        return self._get_response(request)
