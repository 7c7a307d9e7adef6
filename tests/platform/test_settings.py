"""Settings: what a first run makes, and what every page is sent with."""

import os
import stat
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.test import Client

from voxloom.settings.keyfiles import read_or_make

SHOW = """
import json, django
from django.conf import settings
from django.db import connection
django.setup()
with connection.cursor() as cursor:
    journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
print(json.dumps({"debug": settings.DEBUG, "hosts": settings.ALLOWED_HOSTS, "secret": settings.SECRET_KEY,
    "field": settings.FIELD_KEY, "journal": journal, "layer": settings.CHANNEL_LAYERS["default"]["BACKEND"]}))
"""


def show(data: Path, **environment: str) -> dict[str, object]:
    """Start Python as `make run` does, with its data in `data`, and read some settings back."""
    import json

    clean = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "ALLOWED_HOSTS")}
    clean |= {"DJANGO_SETTINGS_MODULE": "voxloom.settings", "VOXLOOM_DATA": str(data)} | environment
    result = subprocess.run([sys.executable, "-c", SHOW], env=clean, capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def test_a_first_run_makes_keys_for_its_owner_alone_and_the_second_keeps_them(tmp_path: Path) -> None:
    first = show(tmp_path / "data")
    assert first == show(tmp_path / "data")
    assert first["secret"] != show(tmp_path / "other")["secret"]
    for name in ("secret_key", "field_key"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert sorted(path.name for path in (tmp_path / "data").iterdir() if path.name.startswith(".")) == []


def test_one_machine_is_loopback_without_debug_and_with_a_write_ahead_log(tmp_path: Path) -> None:
    seen = show(tmp_path)
    assert seen["debug"] is False
    assert seen["hosts"] == ["localhost", "127.0.0.1", "[::1]"]
    assert seen["journal"] == "wal"
    assert seen["layer"] == "channels.layers.InMemoryChannelLayer"


def test_redis_and_host_names_come_from_the_environment(tmp_path: Path) -> None:
    seen = show(tmp_path, REDIS_URL="redis://127.0.0.1:1/0", ALLOWED_HOSTS="voice.example.org")
    assert seen["layer"] == "voxloom.shared.channel_layer.PatientLayer"
    assert "voice.example.org" in seen["hosts"]


def test_other_settings_of_the_package_make_no_keys(tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "voxloom.settings.test",
        "VOXLOOM_DATA": str(tmp_path / "data"),
    }
    code = "from django.conf import settings; settings.DEBUG"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert not (tmp_path / "data").exists()


def test_the_process_that_comes_second_takes_the_key_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "key"

    def make_while_another_is_faster() -> str:
        path.write_text("first\n")
        return "second"

    assert read_or_make(path, make_while_another_is_faster) == "first"
    assert [found.name for found in tmp_path.iterdir()] == ["key"]


def test_every_page_has_a_strict_policy_and_secure_headers(client: Client) -> None:
    headers = client.get("/healthz").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["connect-src"].split()[:2] == ["'self'", f"ws://localhost:{settings.PORT}"]
    assert policy["media-src"] == "'self' blob:"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("microphone=(self)")


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


def test_static_files_are_served_with_debug_off_and_nothing_collected(client: Client) -> None:
    path = "/static/admin/css/base.css"
    full = client.get(path)
    assert (full.status_code, full.streaming) == (200, False)
    assert full.headers["Content-Type"].startswith("text/css")
    assert int(full.headers["Content-Length"]) == len(full.content) > 1000
    again = client.get(path, headers={"if-none-match": full.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/static/admin/../../settings.py").status_code == 404


def test_behind_https_nothing_is_left_to_say(tmp_path: Path) -> None:
    """`check --deploy` as an operator runs it."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "voxloom.settings", "VOXLOOM_DATA": str(tmp_path), "HTTPS": "on",
        "ALLOWED_HOSTS": "bots.example.com",
    }  # fmt: skip
    manage = Path(__file__).resolve().parents[2] / "manage.py"
    words = [sys.executable, str(manage), "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (2 silenced).\n"), done.stderr
