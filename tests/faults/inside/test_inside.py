"""Addresses inside are not reached by tools and webhooks: in no notation, by no redirect, and by no name that changes
what it means. In namespaces of its own, with canaries on every such address."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
CORPUS = Path(__file__).with_name("addresses.txt")
RUN_S = 240
LEAST = 60


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the child in its namespaces saw."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-n", "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us make namespaces (needs root)")
    resolver = tmp_path_factory.mktemp("inside") / "resolv.conf"
    resolver.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    script = f'mount --bind "{resolver}" /etc/resolv.conf && exec "{sys.executable}" -m tests.faults.inside.child'
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
        "DJANGO_SETTINGS_MODULE": "voxloom.settings.test",
    }
    ran = subprocess.run(
        [str(unshare), "-n", "-m", "sh", "-c", script],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=RUN_S, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def test_the_corpus_is_large_enough() -> None:
    lines = [line for line in CORPUS.read_text().splitlines() if line and not line.startswith("#")]
    assert len(set(lines)) == len(lines) >= LEAST


def test_no_canary_is_reached(told: dict[str, Any]) -> None:
    assert told["canaries"] == []


def test_every_address_is_unavailable_to_tools(told: dict[str, Any]) -> None:
    reached = {url: came for url, came in told["asked"].items() if set(came) - {"unavailable", '{"public": true}'}}
    assert reached == {}


def test_a_redirect_leads_nowhere_inside(told: dict[str, Any]) -> None:
    assert set(told["redirected"].values()) <= {"unavailable", '{"public": true}'}
    assert '{"reached": true}' not in told["redirected"].values()


def test_neither_do_webhooks(told: dict[str, Any]) -> None:
    assert [url for url, came in told["webhooks"].items() if "reached" in came] == []


def test_a_name_that_changes_its_meaning_was_asked_often_enough_to_show_both(told: dict[str, Any]) -> None:
    assert told["rebinds"] >= 6
    assert '{"public": true}' not in told["asked"]["http://rebind.test:6379/"]


def test_the_canaries_sing_and_what_is_public_is_reached(told: dict[str, Any]) -> None:
    """Else all of the above would say nothing."""
    assert told["public"] == '{"public": true}'
    assert told["public_seen"] > 0
    assert (told["when_allowed"], told["canaries_when_allowed"]) == ('{"reached": true}', 1)
