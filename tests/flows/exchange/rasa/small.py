"""Small projects for the tests of import."""

from pathlib import Path
from typing import Any

import yaml

from flows.exchange.rasa import RasaImport, import_rasa
from flows.exchange.rasa.domain import read_domain
from flows.exchange.rasa.maker import Maker
from flows.exchange.rasa.model import Project
from flows.exchange.rasa.report import Report
from flows.exchange.rasa.source import Part
from flows.findings import Finding
from flows.loader.document import read_document
from flows.loader.load import load_text


def part(text: str, file: str = "domain.yml") -> Part:
    """A YAML text as a part of a project."""
    document, _ = read_document(text.encode(), file)
    assert document is not None
    return Part(document.data, document)


def maker(domain: str, asked: tuple[str, ...] = ()) -> Maker:
    """A project with this domain, its slots known."""
    project, report = Project(), Report()
    read_domain(part(domain), project, report)
    made = Maker(project, report)
    made.asked |= set(asked)
    made.learn_slots([])
    return made


def told(report: Report) -> list[str]:
    """What a report says, a line each."""
    return [item.as_text() for item in report.items()]


def imported(folder: Path, **files: str) -> RasaImport:
    """The import of files by their names: `flows` is `flows.yml`."""
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return import_rasa(folder)


def bot_of(made: RasaImport) -> dict[str, Any]:
    """The bot as data."""
    found = yaml.safe_load(made.text)
    assert isinstance(found, dict)
    return found


def findings(made: RasaImport) -> tuple[Finding, ...]:
    """What the checks say of it."""
    return load_text(made.text).findings
