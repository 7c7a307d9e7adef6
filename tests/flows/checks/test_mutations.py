"""Good bots with one slip each are told of it, at its line; what only looks like a slip is left alone."""

from pathlib import Path

import pytest

from flows.findings import CODES
from flows.loader.load import load_text
from tests.flows.checks.mutations.frame import FOLDERS, HERE, Case, brought, cases_of, tables, text_of

LEAST = 20
"""So many cases of either kind show that a check sees a fault in all its forms and nothing but it."""
LOADER_GROUPS = frozenset({"yaml", "schema"})
"""What the loader tells of the text and its fields has its files in tests/flows/broken."""
WITHOUT_TABLE: frozenset[str] = frozenset()
"""Codes that wait for their table; the set may only shrink."""

ALL = [case for code in tables() for case in cases_of(code)]


@pytest.mark.parametrize("case", [case for case in ALL if case.finds], ids=lambda case: case.name)
def test_a_slip_is_told_of_at_its_line(case: Case) -> None:
    findings = brought(case)
    assert {one.place.line for one in findings if one.code == case.code} == case.lines(), findings
    assert case.besides(findings) == case.also, findings


@pytest.mark.parametrize("case", [case for case in ALL if not case.finds], ids=lambda case: case.name)
def test_what_looks_like_a_slip_is_left_alone(case: Case) -> None:
    assert brought(case) == []


@pytest.mark.parametrize("code", [code for code in CODES if code.split(".")[0] not in LOADER_GROUPS])
def test_every_code_of_a_check_has_enough_cases(code: str) -> None:
    cases = cases_of(code)
    if not cases:
        assert code in WITHOUT_TABLE, f"write tests/flows/checks/mutations/{code.replace('.', '_')}.yaml"
        return
    for group in (True, False):
        texts = {(case.bot, case.edited()) for case in cases if case.finds is group}
        assert len(texts) >= LEAST, f"{code} has {len(texts)} distinct cases of one kind"
        assert len(texts) == sum(case.finds is group for case in cases), f"{code} has a case twice"


def test_every_table_is_that_of_a_code() -> None:
    assert set(tables()) <= set(CODES)


@pytest.mark.parametrize("path", sorted((HERE / "bots").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_small_bots_are_good(path: Path) -> None:
    loaded = load_text(text_of(path.stem))
    assert loaded.findings == ()
    assert sum((folder / path.name).is_file() for folder in FOLDERS) == 1
