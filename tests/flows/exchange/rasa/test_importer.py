"""The whole import: a bot that the checks let through, its looks, and what is told."""

from pathlib import Path

import pytest

from flows.exchange.rasa import RasaImport, import_rasa
from flows.loader.load import load_text
from tests.flows.exchange.rasa.small import bot_of, findings, imported

LEAST_FLOWS = 10


def test_the_sample_passes_the_checks(imported: RasaImport) -> None:
    loaded = load_text(imported.text)
    assert loaded.findings == ()
    assert loaded.runnable
    assert imported.errors == ()


def test_the_sample_is_a_bot_of_the_same_flows(imported: RasaImport) -> None:
    flows = bot_of(imported)["flows"]
    own = [name for name in flows if not name.startswith("on_")]
    assert len(own) > LEAST_FLOWS
    assert list(flows)[0] == "welcome"
    assert {"on_cancel", "on_correction", "on_anything_else", "on_resume", "on_no_match"} <= flows.keys()


def test_every_item_has_its_place_and_words(imported: RasaImport) -> None:
    root = Path(__file__).parent / "project"
    assert len(imported.report) > LEAST_FLOWS
    for item in imported.report:
        assert item.line >= 1
        assert item.what
        assert item.told.endswith((".", "…"))
        assert item.file in (".", "bot.yaml") or (root / item.file).is_file()


def test_it_looks_as_people_write_it(imported: RasaImport) -> None:
    assert max(len(line) for line in imported.text.splitlines()) <= 120
    assert 'say: "You have {{ balance }} dollars in your {{ account }} account.", next: end}' in imported.text
    assert '- {if: block_reason == "stolen", go: sorry_stolen}' in imported.text
    assert "next: next" not in imported.text
    assert not imported.text.endswith("\n\n")


def test_the_same_project_gives_the_same_bot(imported: RasaImport) -> None:
    assert import_rasa(Path(__file__).parent / "project") == imported


def test_a_greeting_is_made_where_there_is_none(tmp_path: Path) -> None:
    made = imported_hours(tmp_path)
    assert "an automated assistant speaking" in made.text
    assert any(item.what == "greeting" for item in made.report)
    assert findings(made) == ()


def imported_hours(folder: Path) -> RasaImport:
    """A project of one flow."""
    flows = "flows: {opening_hours: {description: Say the hours., steps: [{action: utter_hours}]}}"
    return imported(folder, flows=flows, domain="responses: {utter_hours: [{text: Nine to five.}]}")


@pytest.mark.parametrize("value", ["standard", "true", "3"])
def test_values_at_the_beginning_are_set_by_the_start_flow(tmp_path: Path, value: str) -> None:
    kind = {"standard": "text", "true": "bool", "3": "float"}[value]
    slots = f"slots: {{tier: {{type: {kind}, initial_value: {value}}}}}"
    domain = f"{slots}\nresponses: {{utter_x: [{{text: 'It is {{tier}}.'}}]}}"
    made = imported(tmp_path, domain=domain, flows="flows: {tell_tier: {steps: [{action: utter_x}]}}")
    begin = bot_of(made)["flows"]["welcome"]["nodes"]["begin"]
    assert begin["type"] == "set"
    assert str(begin["set"]["tier"]).lower() == value


def test_nothing_to_import_is_told(tmp_path: Path) -> None:
    (empty := tmp_path / "empty").mkdir()
    for folder in (empty, tmp_path / "nowhere"):
        made = import_rasa(folder)
        assert made.text == ""
        assert [item.outcome for item in made.report] == ["error"]
    (file := tmp_path / "file.yml").write_text("flows: {}", encoding="utf-8")
    assert "a project is a folder" in import_rasa(file).report[0].told
