"""The files of a project are found, and what cannot be read is told."""

from pathlib import Path

from flows.exchange.rasa.files import Reader, project_files, shown
from flows.exchange.rasa.report import Report
from tests.flows.exchange.rasa.small import told


def test_files_of_others_are_passed_over(tmp_path: Path) -> None:
    for name in ("domain.yml", "data/a.yaml", "venv/x.yml", ".rasa/y.yml", "models/z.yml", "readme.md", "actions/a.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [shown(path, tmp_path) for path in project_files(tmp_path, Report())]
    assert found == ["domain.yml", "actions/a.py", "data/a.yaml"]


def test_a_file_that_breaks_off_is_read_as_far_as_possible(tmp_path: Path) -> None:
    report = Report()
    (tmp_path / "a.yml").write_text("flows:\n  a: {steps: []}\n  b: [\n", encoding="utf-8")
    Reader(tmp_path, report).yaml(tmp_path / "a.yml")
    assert told(report)[0].startswith("a.yml:")
    assert "error" in told(report)[0]


def test_names_that_are_no_utf8_can_be_shown(tmp_path: Path) -> None:
    assert shown(tmp_path / "a\udcff.yml", tmp_path) == "a?.yml"
