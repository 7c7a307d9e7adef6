#!/usr/bin/env python
"""Django's command line, with the project's own folders on the import path."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MINIMUM_PYTHON = (3, 11)


def main() -> None:
    """Run one management command; `platform/` holds packages but is none itself (ADR 0001)."""
    if sys.version_info < MINIMUM_PYTHON:
        sys.exit("Voxloom needs Python 3.11 or newer; run it as .venv/bin/python manage.py after `make setup`.")
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")
    try:
        from django.core.management import execute_from_command_line
        from django.db.utils import OperationalError
    except ImportError:
        sys.exit("Voxloom's packages are not installed here; run `make setup`, then .venv/bin/python manage.py.")
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except OperationalError as problem:
        if "--traceback" in sys.argv:
            raise
        from voxloom.database import in_words

        sys.exit(in_words(problem))
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; that is its right, and nobody is left to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
