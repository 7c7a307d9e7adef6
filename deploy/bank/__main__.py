"""`python -m deploy.bank --port P --database FILE --token-file FILE`: the bank, until SIGTERM or SIGINT."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from deploy.bank.book import Book
from deploy.bank.keys import Keys
from deploy.bank.problem import CannotRun
from deploy.bank.server import Server

LEAST_TOKEN_CHARACTERS = 16


def main(arguments: list[str]) -> int:
    """Serve; the exit code is 1 where it cannot."""
    parser = argparse.ArgumentParser(prog="python -m deploy.bank", description="A small bank on 127.0.0.1.")
    parser.add_argument("--port", type=int, required=True, help="0: any that is free")
    parser.add_argument("--database", type=Path, required=True, help="a SQLite file; it is made if there is none")
    parser.add_argument("--token-file", type=Path, required=True, help="what everybody who asks must send")
    parser.add_argument("--ends-with-input", action="store_true", help="end when standard input does")
    options = parser.parse_args(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        server = _server(options)
    except CannotRun as problem:
        sys.stderr.write(f"The bank cannot start: {problem}\n")
        return 1
    serving = threading.Thread(target=server.serve_forever, name="serving", daemon=True)
    serving.start()
    if options.ends_with_input:
        threading.Thread(target=_set_at_the_end_of_input, args=(stop.set,), name="input", daemon=True).start()
    sys.stdout.write(f"The bank answers at http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    stop.wait()
    server.end()
    return 0


def _server(options: argparse.Namespace) -> Server:
    """With its port taken and everything loaded. Raises CannotRun."""
    settings.configure(
        ROOT_URLCONF="deploy.bank.urls",
        MIDDLEWARE=["deploy.bank.plain.as_json"],
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        USE_TZ=True,
        USE_I18N=False,
        # What is answered with 4xx is no news; what is not foreseen is told with its traceback.
        LOGGING={"version": 1, "disable_existing_loggers": False, "loggers": {"django": {"level": "ERROR"}}},
    )
    wsgi = get_wsgi_application()
    # Only now, since they look at the settings as they are loaded.
    import_module("deploy.bank.urls")
    asked = import_module("deploy.bank.asked")
    book = Book(options.database)
    bank = asked.Bank(book, Keys(book), _token(options.token_file))

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        return wsgi({**environ, asked.BANK: bank}, start_response)

    try:
        return Server(options.port, app)
    except (OSError, OverflowError) as problem:
        raise CannotRun(f"port {options.port} cannot be taken ({problem}).") from None


def _token(file: Path) -> str:
    try:
        token = file.read_text("ascii").strip()
    except (OSError, ValueError) as problem:
        raise CannotRun(f"the token cannot be read from {file}: {problem}.") from None
    if len(token) < LEAST_TOKEN_CHARACTERS or not token.isprintable():
        raise CannotRun(f"the token in {file} has fewer than {LEAST_TOKEN_CHARACTERS} characters, or strange ones.")
    return token


def _set_at_the_end_of_input(end: Callable[[], None]) -> None:
    """Whoever started the bank holds the other end, and lets go of it by dying, too."""
    while os.read(0, 1024):  # not by `sys.stdin`, whose lock would hold up the end
        pass
    end()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
