"""`DATABASE_URL`: what a PostgreSQL is told, what is refused, and the one line when it cannot be reached."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from voxloom.settings.database import MOST_CONNECTIONS, read_database
from voxloom.settings.environment import Environment


def read(**variables: str) -> tuple[dict[str, Any] | None, list[str]]:
    environment = Environment(variables)
    return read_database(environment), environment.problems


def test_without_one_there_is_none() -> None:
    assert read() == (None, [])


def test_an_address_with_all_that_it_may_have() -> None:
    url = (
        "postgres://voice%40home:p%3Ass%2Fword@db.example.org:6432/voxloom?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    )
    found, problems = read(DATABASE_URL=url, DATABASE_CONNECTIONS="7")
    assert problems == []
    assert found is not None
    named = {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert named == {
        "NAME": "voxloom", "USER": "voice@home", "PASSWORD": "p:ss/word", "HOST": "db.example.org", "PORT": "6432"
    }  # fmt: skip
    options = found["OPTIONS"]
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca.pem")
    assert 2 <= options["connect_timeout"] <= 5
    assert options["pool"]["max_size"] == 7
    assert found["CONN_HEALTH_CHECKS"]


def test_a_local_socket() -> None:
    found, problems = read(DATABASE_URL="postgresql:///voxloom?host=/run/postgresql")
    assert problems == []
    assert found is not None
    assert (found["HOST"], found["PORT"], found["USER"]) == ("/run/postgresql", "", "")
    assert found["OPTIONS"]["pool"]["max_size"] == MOST_CONNECTIONS


@pytest.mark.parametrize(
    "url",
    [
        "sesame", "mysql://u:sesame@h/d", "postgres://u:sesame@h", "postgres://u:sesame@h/", "postgres://u:sesame@h/a/b",
        "postgres://u:sesame@h:port/d", "postgres://u:sesame@h:99999/d", "postgres://u:sesame@h/d?sslmodus=1",
        "postgres://u:sesame@h/d?sslmode", "postgres://u:sesame@[h/d", "postgres://u:sesame@h/d#x",
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_without_the_password(url: str) -> None:
    found, problems = read(DATABASE_URL=url)
    assert found is None
    (line,) = problems
    assert line.startswith("DATABASE_URL must be of the form postgres://USER:PASSWORD@HOST:PORT/NAME")
    assert "sesame" not in line


@pytest.mark.parametrize("command", ["serve", "prepare", "conversations"])
def test_a_database_that_is_not_there_is_told_in_a_line(command: str, root: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {
        "DATABASE_URL": f"postgres://voice:sesame@127.0.0.1:{port}/voxloom",
        "VOXLOOM_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "voxloom.settings",
        "PORT": "0",
    }
    ran = subprocess.run(
        [sys.executable, str(root / "manage.py"), command],
        env=os.environ | own, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    (line,) = ran.stderr.splitlines()
    assert f"The database cannot be reached at 127.0.0.1:{port}/voxloom: Connection refused." in line
    assert "sesame" not in line
