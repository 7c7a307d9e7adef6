"""All checks over one bot."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import flows.checks
from flows.checks import run
from flows.checks.look import Look
from flows.findings import Finding
from tests.flows.checks.small import MAIN, look, nodes

PARTS = {
    "answered", "domains", "formulas", "needed", "overlaps", "ranges", "silence", "taken", "truth", "unmet",
    "carried", "personal_map", "personal_names", "personal_sinks", "personal_ways", "secret_forms", "set_before",
    "cells", "circles", "comparisons", "consents", "culprits", "declared", "fields", "filled", "given", "items",
    "inside", "kinds", "logic", "look", "presence", "put_again", "reads", "run", "template_types", "urls", "uses",
    "visits", "ways", "worlds", "unpassed", "verified",
}  # fmt: skip
"""Modules that checks are made of; all others have checks, and those must run."""


def test_every_module_of_checks_is_run() -> None:
    of = {check.__module__.rpartition(".")[2] for check in run.CHECKS}
    assert of == {module.name for module in pkgutil.iter_modules(flows.checks.__path__)} - PARTS


def test_every_check_of_a_module_is_run() -> None:
    for name in {check.__module__ for check in run.CHECKS}:
        module = import_module(name)
        public = {
            thing
            for label, thing in vars(module).items()
            if not label.startswith("_")
            and getattr(thing, "__module__", None) == name
            and str(getattr(thing, "__annotations__", {}).get("return")) == str(Iterator[Finding])
            and list(thing.__annotations__) == ["look", "return"]
        }
        assert public <= set(run.CHECKS), public - set(run.CHECKS)


def test_what_several_checks_tell() -> None:
    made = look("intents: {pay: {examples: []}}\n" + nodes('a: {type: say, say: "{{ nobody }}", next: nowhere}'))
    told = {finding.code.split(".")[0] for finding in run.check(made.bot, made.document, made.lost)}
    assert {"name", "intent"} <= told


def test_nothing_about_a_bot_that_is_right() -> None:
    made = look(MAIN)
    assert run.check(made.bot, made.document) == []


def test_a_bound_on_the_findings_of_one_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(at: Look) -> Iterator[Finding]:
        while True:
            yield at.finding("name.unknown", ("flows",), "No.", "Do.")

    monkeypatch.setattr(run, "CHECKS", (endless, endless))
    made = look(MAIN)
    assert len(run.check(made.bot, made.document)) == 2 * run.MAX_FINDINGS
