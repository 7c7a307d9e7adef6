"""How people sign in. docs/how-to/signing-in.md is for its users."""

from typing import Any

from voxloom.settings.environment import Environment

NAMES = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def read_oidc(environment: Environment) -> dict[str, Any]:
    """What allauth needs of an OpenID Connect provider; no apps where there is none. Half of one is noted there."""
    issuer = environment.address("OIDC_ISSUER", ("https", "http"))
    given = {name: environment.text(name) for name in NAMES}
    if any(given.values()) and not all(given.values()):
        for name in NAMES:
            if not given[name]:
                environment.refuse(name, f"set where one of {', '.join(NAMES)} is")
    apps = [
        {
            "provider_id": "oidc",
            "name": environment.text("OIDC_NAME", "your organisation"),
            "client_id": given["OIDC_CLIENT_ID"],
            "secret": given["OIDC_CLIENT_SECRET"],
            "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
        }
    ]
    # Who operates this server chose the provider, so its word on an e-mail address is as good as theirs.
    shared = {"EMAIL_AUTHENTICATION": True, "VERIFIED_EMAIL": True, "EMAIL_AUTHENTICATION_AUTO_CONNECT": True}
    return {"openid_connect": {**shared, "APPS": apps if all(given.values()) else []}}
