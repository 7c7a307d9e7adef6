"""Commands start soon: each is a process of its own, and people wait for it."""

import subprocess
import sys
from pathlib import Path

from django.core.management import get_commands, load_command_class

from voxloom.management.commands import serve

ROOT = Path(__file__).resolve().parents[2]
SERVERS_ONLY = {
    "twisted",
    "daphne",
    "autobahn",
    "redis",
    "httpx",
    "httpcore",
    "celery",
    "aiortc",
    "av",
    "boto3",
    "litellm",
}
LOAD = """
import sys
sys.argv = ["manage.py", "bot", "lint", "--help"]
import runpy
try:
    runpy.run_path("manage.py", run_name="__main__")
except SystemExit:
    pass
print("loaded", *sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_a_command_loads_nothing_that_only_a_server_needs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.splitlines()[-1].split()[1:])
    assert "django" in loaded
    assert loaded & SERVERS_ONLY == set()


def test_runserver_serves_calls_too() -> None:
    assert isinstance(load_command_class(get_commands()["runserver"], "runserver"), serve.Command)
