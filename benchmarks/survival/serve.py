"""`python -m benchmarks.survival.serve`: as `manage.py serve`, without speech models but with real sentence vectors."""

import os
import sys

import daphne.server  # noqa: F401 - chooses the reactor, before anything else imports one
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")
django.setup()

from django.conf import settings  # noqa: E402

from benchmarks.voice.serve import without_models  # noqa: E402
from runtime import service  # noqa: E402
from tools.registry import tool  # noqa: E402
from voxloom.asgi import application  # noqa: E402
from voxloom.serving import House, listen  # noqa: E402


@tool("survival_order")
async def order(first: str, second: str) -> dict[str, str]:
    """Take an order."""
    return {"number": f"{first} {second}"}


def main() -> int:
    """Serve until told to stop."""

    def announce(host: str, port: int) -> None:
        sys.stderr.write(f"ready on {host}:{port}\n")

    def runtime() -> service.RuntimeService:
        return service.RuntimeService(without_models())

    listener = listen(settings.HOST, settings.PORT)
    return 0 if House(application, listener, runtime, service.ready, announce).run() else 1


if __name__ == "__main__":
    sys.exit(main())
