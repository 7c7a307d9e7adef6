"""`manage.py serve`: take calls on HOST:PORT until SIGTERM or SIGINT."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from runtime import service
from voxloom.asgi import application
from voxloom.database import why_away
from voxloom.jobs.threads import start_runner
from voxloom.serving import CannotListen, House, listen
from voxloom.telemetry import log_lines, traces
from voxloom.telemetry.otlp import exporter_to


class Command(BaseCommand):
    """Serves pages, sockets and calls from one process, and prints its addresses once it is ready."""

    help = "Serve pages and calls on HOST (127.0.0.1) and PORT (8000)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Serve until told to stop."""
        if away := why_away():
            raise CommandError(away)
        try:
            listener = listen(settings.HOST, settings.PORT)
        except CannotListen as error:
            raise CommandError(str(error)) from None
        log_lines.take_over(logging.getLogger(__name__))
        traces.start(exporter_to(settings.OTLP_ENDPOINT))
        start_jobs = start_runner if not settings.REDIS_URL else lambda: None
        house = House(application, listener, service.RuntimeService, service.ready, self.announce, start_jobs)
        if not house.run():
            raise CommandError("The server ended with an error; the log above says which.")

    def announce(self, host: str, port: int) -> None:
        """Print where everything is, in words that can be clicked."""
        name = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104  compared, not listened on
        base = f"http://{name}:{port}"
        self.stdout.write(
            f"Voxloom is ready:\n  talk to a bot   {base}/\n"
            f"  make a bot      {base}/designer/\n  administration  {base}/admin/"
        )
        self.stdout.write(f"  readiness       {base}/readyz\nStop it with Ctrl-C.")
        self.stdout.flush()
