"""An OpenID Connect provider on this machine: discovery, sign-in, tokens and what it knows of a person, over HTTP."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.platform.http_server import Quiet, serving

CLIENT, SECRET, CODE, TOKEN = "voxloom", "only-for-tests", "a-code", "a-token"


class Provider(Quiet):
    """Answers as one; `server.person` is who signs in there, `server.asked` what was asked."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/.well-known/openid-configuration":
            at = self.server.at
            self._answer(
                {
                    "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                    "userinfo_endpoint": f"{at}/userinfo", "jwks_uri": f"{at}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )  # fmt: skip
        elif path == "/userinfo" and self.headers["Authorization"] == f"Bearer {TOKEN}":
            self._answer(self.server.person)
        else:
            self._answer({"error": "unknown"}, 404)

    def do_POST(self) -> None:
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append(body)
        known = body.get("code") == [CODE] and "code_verifier" in body
        answer = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 60}
        self._answer(answer if known else {"error": "invalid_grant"}, 200 if known else 400)

    def _answer(self, data: dict[str, Any], status: int = 200) -> None:
        self.answer(status, json.dumps(data).encode(), Content_Type="application/json")


@contextmanager
def organisation(person: dict[str, Any]) -> Iterator[Any]:
    """A provider that runs; its `at` is its address."""
    with serving(Provider) as server:
        server.person, server.asked = person, []
        yield server
