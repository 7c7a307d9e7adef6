"""Settings with bad text: one line that says which, what is wrong and what fits, and the exit code of bad usage."""

import ipaddress
import os
import subprocess
import sys
from pathlib import Path

import pytest

from voxloom.outgoing.addresses import AtPort
from voxloom.settings.environment import Environment


def _whole(text: str) -> tuple[int, list[str]]:
    environment = Environment({"PORT": text})
    return environment.whole("PORT", 8000, 0, 65535), environment.problems


def _seconds(text: str) -> tuple[float, list[str]]:
    environment = Environment({"DRAIN": text})
    return environment.seconds("DRAIN", 5, 3600), environment.problems


@pytest.mark.parametrize(("text", "value"), [("", 8000), ("0", 0), ("80", 80), ("65535", 65535), ("0080", 80)])
def test_whole_numbers(text: str, value: int) -> None:
    assert _whole(text) == (value, [])


@pytest.mark.parametrize("text", ["abc", "-1", "99999", "1.5", "8e3", " 80", "\u0668", "9" * 5000, "8_000"])
def test_no_whole_numbers(text: str) -> None:
    value, (problem,) = _whole(text)
    assert value == 8000
    assert problem.startswith("PORT must be a whole number from 0 to 65535, not ")
    assert problem.endswith(" Without it, it is 8000.")
    assert len(problem) < 200


@pytest.mark.parametrize(("text", "value"), [("", 5), ("0", 0), ("2.5", 2.5), ("3600", 3600)])
def test_seconds(text: str, value: float) -> None:
    assert _seconds(text) == (value, [])


@pytest.mark.parametrize("text", ["abc", "-1", "3601", "inf", "nan", "-0.1", "5s", "1_0", "\u0665"])
def test_no_seconds(text: str) -> None:
    _, (problem,) = _seconds(text)
    assert problem.startswith("DRAIN must be a number of seconds from 0 to 3600, not ")


def test_words() -> None:
    environment = Environment({"A": "node-1", "B": "Node", "C": "a/../b", "D": "a-", "E": "a" * 41})
    assert environment.word("A", "x") == "node-1"
    assert [environment.word(name, "x") for name in "BCDEF"] == ["x"] * 5
    assert len(environment.problems) == 4


def test_addresses_and_names() -> None:
    environment = Environment({"A": "redis://x", "B": "x:6379", "C": " a, b ,,"})
    assert environment.address("A", ("redis", "unix")) == "redis://x"
    assert environment.address("B", ("redis", "unix")) == ""
    assert environment.address("D", ("redis",)) == ""
    assert environment.names("C") == ["a", "b"]
    assert environment.problems == ["B must be an address that begins with redis:// or unix://, not 'x:6379'."]


def test_networks_may_have_a_port() -> None:
    environment = Environment({"A": "10.0.0.0/8, 127.0.0.1, 127.0.0.1/32:8931,::1/128:443,10.0.0.0/255.0.0.0:1"})
    here, there = ipaddress.ip_network("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8")
    assert environment.openings("A") == (
        there, here, AtPort(here, 8931), AtPort(ipaddress.ip_network("::1"), 443), AtPort(there, 1),
    )  # fmt: skip
    assert environment.problems == []


@pytest.mark.parametrize(
    "text",
    ["x", "127.0.0.1:80", "127.0.0.1/:80", "127.0.0.1/32:", "127.0.0.1/32:0", "127.0.0.1/32:65536", "127.0.0.1/32:x",
     "127.0.0.1/32:80:81", "127.0.0.1/33:80", "127.0.0.1/8:80", "127.0.0.1/32:-1", "127.0.0.1/32:\u0661",
     "127.0.0.1/32:" + "9" * 5_000],
)  # fmt: skip
def test_no_networks(text: str) -> None:
    environment = Environment({"A": text})
    assert environment.openings("A") == ()
    (problem,) = environment.problems
    assert problem.startswith("A must be addresses or networks, with `/BITS:PORT` for one port of it, ")


def test_one_of_a_few_words() -> None:
    environment = Environment({"A": "json", "B": "xml"})
    assert environment.one_of("A", "text", "json") == "json"
    assert environment.one_of("C", "text", "json") == "text"
    assert environment.one_of("B", "text", "json") == "text"
    environment.one_of("B", "a", "b", "c")
    assert environment.problems == [
        "B must be text or json, not 'xml'. Without it, it is text.",
        "B must be a, b or c, not 'xml'. Without it, it is a.",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"PROCESS_NAME": "a/b"},
        {"PORT": "abc"},
        {"DRAIN_SECONDS": "-1"},
        {"MAX_CALLS": "0"},
        {"REDIS_URL": "x"},
        {"TRUSTED_PROXIES": "x"},
        {"OUTGOING_NETWORKS": "127.0.0.1:80"},
        {"LOG_FORMAT": "xml"},
        {"LOG_LEVEL": "loud"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_program_stops_in_one_line(wrong: dict[str, str], root: Path, tmp_path: Path) -> None:
    ran = _manage(root, {"VOXLOOM_DATA": str(tmp_path), **wrong})
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert line.startswith(f"{next(iter(wrong))} must be ")


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_made(root: Path, tmp_path: Path) -> None:
    ran = _manage(root, {"PORT": "99999", "DRAIN_SECONDS": "abc", "VOXLOOM_DATA": str(tmp_path / "x")})
    assert ran.returncode == 2
    assert [line.split()[0] for line in ran.stderr.splitlines()] == ["PORT", "DRAIN_SECONDS"]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = _manage(root, {"VOXLOOM_DATA": str(tmp_path / "file" / "x")})
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert line.startswith(f"VOXLOOM_DATA must be a folder that can be written, not {tmp_path / 'file' / 'x'}: ")


def _manage(root: Path, settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "voxloom.settings", **settings}
    command = [sys.executable, "manage.py", "bot", "lint", "riverbank"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
