"""The pages on workspaces, conversations and the API: their commands run as they stand there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests import warm
from tests.designer.test_api import operations

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = ROOT / "docs" / "how-to"
SHOP = """voxloom: 1
bot: shop
start: hello
flows: {hello: {nodes: {hi: {type: say, say: "The shop, an automated assistant.", next: end}}}}
"""
PEOPLE = "from django.contrib.auth.models import User; [User.objects.create_user(name) for name in ('ann', 'bea')]"


def commands(page: str) -> list[list[str]]:
    """The commands of manage.py in the first block of a page, as words without what a shell makes of them."""
    block = re.findall(r"^```sh\n(.*?)^```$", (HOW_TO / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[0]
    lines = [re.sub(r"^KEY=\$\((.*)\)$", r"\1", line) for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines]
    return [line[2:] for line in words if line[1:2] == ["manage.py"]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the data of a new server, the file of a bot beside it, and two people."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    for words in (["migrate", "-v", "0"], ["shell", "-v", "0", "-c", PEOPLE]):
        assert run(folder, words).returncode == 0
    return folder


def run(folder: Path, words: list[str]) -> "subprocess.CompletedProcess[str]":
    own = {"VOXLOOM_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "voxloom.settings.local"}
    ran = warm.run(words, own=own, folder=folder)
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def test_workspaces(server: Path) -> None:
    told = []
    for words in commands("workspaces.md"):
        done = run(server, words)
        assert done.returncode == 0, (words, done.stderr)
        told.append(done.stdout)
    assert len(told) == 4
    assert told[0] == "blue: Blue Ltd\n  ann: Editor\n  bea: Publisher\n"
    assert told[1] == "shop: version 1 is stored.\n"
    assert told[3].startswith("vx_")


def test_the_key_of_the_api(server: Path) -> None:
    (words,) = commands("rest-api.md")
    assert run(server, words).stdout.startswith("vx_")


def test_conversations(server: Path) -> None:
    """The call of the page is on no new server, and each command says so in a line."""
    show, *others = commands("conversations.md")
    assert run(server, show).returncode == 0
    assert len(others) == 3
    for words in others:
        done = run(server, words)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "call-5d9a1c07be42" in done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_is_no_matter(server: Path, unbuffered: str) -> None:
    """`manage.py conversations | head -1`, with a reader that reads nothing at all."""
    settings = {"VOXLOOM_DATA": str(server / "data"), "DJANGO_SETTINGS_MODULE": "voxloom.settings.local"}
    settings["PYTHONUNBUFFERED"] = unbuffered  # it fails at the first line, or when the last is flushed
    words = [sys.executable, str(ROOT / "manage.py"), "help"]
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=server, env={**os.environ, **settings}, **told) as process:  # type: ignore[call-overload]
        process.stdout.close()
        errors = process.stderr.read()
    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors


def test_every_operation_is_on_the_page_of_the_api() -> None:
    page = (HOW_TO / "rest-api.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^\| `([A-Z]+) (/api/v1[^`]*)`", page, re.MULTILINE))
    names = {"{slug}": "SLUG", "{number}": "N", "{call}": "CALL", "{tool}": "TOOL", "{name}": "NAME"}
    names |= {"{publication}": "NUMBER", "{run}": "RUN"}
    real = {
        (method, "/api/v1" + re.sub(r"{[a-z]+}", lambda found: names[found[0]], path))
        for method, path, _ in operations()
    }
    assert shown == real
