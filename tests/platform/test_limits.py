"""Limits: what the environment sets, and what it cannot."""

from ipaddress import ip_address
from pathlib import Path

import pytest

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
