"""Signing in: nobody makes an account for themselves, and who guesses passwords is known by their address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from voxloom.accounts.client import UNKNOWN, client_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Accounts are made in the administration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the package's signature
        """Nobody signs up."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As limits of calls count clients."""
        return address_of(request)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """Who the organisation knows may come in, and is in no workspace until somebody puts them into one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - as above
        """The provider was set up by who runs the server."""
        return True


def address_of(request: HttpRequest) -> str:
    """An address of the client; of IPv6 that of its network."""
    found = client_of(request.META.get("REMOTE_ADDR"), [request.headers.get("X-Forwarded-For", "")])
    return "0.0.0.0" if found == UNKNOWN else found.partition("/")[0]  # noqa: S104 - stands for nobody
