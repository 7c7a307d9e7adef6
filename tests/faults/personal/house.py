"""A real server process that serves the canary bot: real settings, database, sockets, jobs and log; its speech workers
are fakes, but sentences get their real vectors. `python -m tests.faults.personal.house` is that process."""

import os
from collections.abc import Sequence
from typing import Any

from tests.faults.personal.canaries import BOT, fail, find_doctor
from tests.runtime.signalling.house import House

WEBHOOK = "TEST_WEBHOOK"


class CanaryHouse(House):
    """The process, seen from a test."""

    module = "tests.faults.personal.house"

    def ticket(self, *, source: str = "127.0.0.1", **headers: str) -> str:
        """A ticket for the canary bot."""
        status, body = self.request("POST", "/rt/tickets", {"bot": "canary"}, source=source, **headers)
        assert status == 201, body
        return str(body["ticket"])


def main() -> None:
    """Serve."""
    import daphne.server  # noqa: F401 - chooses the reactor, before anything else imports one
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "voxloom.settings"
    django.setup()
    from django.core.management import call_command

    from flows.catalogue import publish
    from flows.understanding.in_process import InProcessEmbedder
    from flows.vectors.versions import versions
    from runtime import service
    from tests.runtime.signalling.served import Activities, Workers
    from tools.registry import tool
    from voxloom.accounts.isolation import current_workspace, within
    from voxloom.accounts.sealed import new_secret, seal
    from voxloom.accounts.workspaces import MAIN
    from voxloom.webhooks.models import Webhook

    tool("tests.canary.find_doctor")(find_doctor)
    tool("tests.canary.fail")(fail)
    call_command("migrate", verbosity=0)
    with within(MAIN):
        publish(BOT)
        if url := os.environ.get(WEBHOOK):
            sealed = seal(new_secret().encode())
            Webhook.objects.create(workspace=current_workspace(), url=url, sealed_secret=sealed)

    class Canary(service.RuntimeService):
        """Serves with fakes."""

        def __init__(self) -> None:
            workers = Workers()
            embedder = InProcessEmbedder()

            async def embed(sentences: Sequence[str], **_: Any) -> Any:
                return await embedder.embed(sentences)

            workers.embed = embed  # type: ignore[method-assign]
            workers.versions = versions()
            super().__init__(workers, new_activity=Activities)  # type: ignore[arg-type]

    service.RuntimeService = Canary  # type: ignore[misc]
    call_command("serve")


if __name__ == "__main__":
    main()
