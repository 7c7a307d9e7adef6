"""Limits: what the environment sets, and what it cannot."""

from ipaddress import ip_address
from pathlib import Path

import pytest

from voxloom.settings.cores import CALLS_A_PROCESS, calls_of, usable_cores, within_quota
from voxloom.settings.environment import Environment
from voxloom.settings.limits import NAMES, PROXIES, Limits, read_limits


def _read(**variables: str) -> tuple[Limits, list[str]]:
    environment = Environment(variables)
    return read_limits(environment), environment.problems


def test_without_anything_the_defaults_hold() -> None:
    assert _read() == (Limits(), [])
    assert _read(**dict.fromkeys(NAMES, "")) == (Limits(), [])


@pytest.mark.parametrize(("name", "field"), NAMES.items())
def test_each_is_set_by_its_name(name: str, field: str) -> None:
    limits, problems = _read(**{name: "12"})
    assert getattr(limits, field) == 12
    assert problems == []


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", "1e3", "\u0661", "9" * 5000, " 3"])
def test_what_is_no_number_is_told(text: str) -> None:
    _, (problem,) = _read(MAX_CALLS=text)
    assert problem.startswith("MAX_CALLS must be a whole number of 1 or more, not ")
    assert len(problem) < 150


def test_calls_may_be_counted_by_the_cores() -> None:
    limits, problems = _read(MAX_CALLS="auto")
    assert (limits.calls, problems) == (calls_of(usable_cores()), [])
    assert len(_read(MAX_TEXT_CALLS="auto")[1]) == 1


@pytest.mark.parametrize(("cores", "calls"), [(0, 1), (1, 2), (2, Limits().calls), (4, 8), (64, CALLS_A_PROCESS)])
def test_two_calls_a_core_until_one_loop_is_full(cores: int, calls: int) -> None:
    assert calls_of(cores) == calls


@pytest.mark.parametrize(
    ("quota", "cores"),
    [("max 100000", 8), ("400000 100000\n", 4), ("250000 100000", 2), ("50000 100000", 1), ("9900000 100000", 8),
     ("", 8), ("many", 8), ("1 0", 8)],
)  # fmt: skip
def test_a_container_may_have_less_than_the_machine(quota: str, cores: int) -> None:
    assert within_quota(8, quota) == cores


def test_proxies() -> None:
    limits, (problem,) = _read(**{PROXIES: "10.0.0.0/8, 192.0.2.1,,::1,nonsense"})
    known = [any(ip_address(text) in net for net in limits.trusted_proxies) for text in ("10.1.2.3", "::1", "11.0.0.1")]
    assert known == [True, True, False]
    assert "'nonsense'" in problem


def test_each_has_its_line_in_the_reference(root: Path) -> None:
    page = (root / "docs" / "reference" / "limits.md").read_text("utf-8")
    for name, field in NAMES.items():
        (line,) = [line for line in page.splitlines() if line.startswith("|") and f"`{name}`" in line]
        assert f"| {getattr(Limits, field)}" in line, f"the default of {name} is {getattr(Limits, field)}"
    assert f"`{PROXIES}`" in page
