"""Which file of a project holds what."""

from pathlib import Path

from flows.exchange.rasa.project import read_project
from flows.exchange.rasa.report import Report
from tests.flows.exchange.rasa.small import told


def test_files_are_known_by_what_they_hold(tmp_path: Path) -> None:
    files = {
        "config.yml": "language: DE\nassistant_id: my-bank\npipeline: []\n",
        "endpoints.yml": "action_endpoint: {url: x}\n",
        "credentials.yml": "rest:\n",
        "all.yml": "slots: {a: {type: text}}\nflows: {f: {steps: []}, pattern_completed: {steps: []}}\n"
        "rules: [{rule: r}]\n",
        "tests.yml": "test_cases: []\n",
        "docker-compose.yml": "services: {}\n",
        "other.yml": "what: ever\n",
        "again.yml": "flows: {f: {steps: []}}\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = Report()
    project = read_project(tmp_path, report)
    assert project is not None
    assert (project.name, project.language) == ("my-bank", "de")
    assert (list(project.slots), list(project.flows), list(project.patterns)) == (["a"], ["f"], ["pattern_completed"])
    assert len(project.rules) == 1
    lines = told(report)
    for name in ("config.yml", "endpoints.yml", "credentials.yml", "tests.yml", "other.yml"):
        assert any(line.startswith(f"{name}:") and "left out" in line for line in lines), name
    assert any("twice" in line for line in lines)
    assert any("English only" in line for line in lines)
