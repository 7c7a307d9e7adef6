"""Broken projects never end in a traceback: what is wrong is told, with its file and line."""

import os
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.exchange.rasa import RasaImport, import_rasa
from flows.exchange.rasa.files import MAX_FILES
from flows.exchange.rasa.flow_files import MAX_STEPS
from flows.loader.document import MAX_BYTES
from flows.loader.load import load_text
from tests.flows.exchange.rasa.conftest import PROJECT
from tests.flows.exchange.rasa.mutations import mutated
from tests.flows.exchange.rasa.small import imported

SEEDS = 40
MAX_SECONDS = 10
"""Of CPU; it takes under one on a quiet machine."""
GOOD = "flows: {hours: {steps: [{action: utter_hours}]}}\nresponses: {utter_hours: [{text: Nine to five.}]}\n"


def is_told(made: RasaImport) -> None:
    """Whatever came of it can be read, and each item has a place."""
    assert all(item.file and item.line >= 1 and item.told for item in made.report)
    made.text.encode("utf-8")
    if made.text:
        assert load_text(made.text).bot is not None
    else:
        assert made.errors


@pytest.mark.parametrize("seed", range(SEEDS))
def test_mutated_samples_are_told(seed: int, tmp_path: Path) -> None:
    is_told(import_rasa(mutated(PROJECT, tmp_path, seed)))


_PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(
    ["utter_x", "a", "END", "slots.a", "not slots.a", "True", "{a}", "/SetSlots(a=b)", "text", "categorical"]
)  # fmt: skip
_KEYS = st.sampled_from(
    """flows steps collect action next if then else id link call noop set_slots rejections utter slots a type values
    mappings responses utter_x utter_ask_a text buttons title payload condition nlu intent examples rules stories rule
    story description name nlu_trigger persisted_slots forms required_slots actions initial_value metadata""".split()
)
_ANY = st.recursive(
    _PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=25
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(_KEYS, _ANY, max_size=6), st.dictionaries(_KEYS, _ANY, max_size=4))
def test_files_of_any_shape_are_told(tmp_path: Path, data: dict[str, object], flow: dict[str, object]) -> None:
    import yaml

    (tmp_path / "any.yml").write_text(yaml.safe_dump({**data, "flows": {"a": flow}}, allow_unicode=True), "utf-8")
    is_told(import_rasa(tmp_path))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("", "no flows"),
        ("---\n", "no flows"),
        ("- a\n- b\n", "map of fields"),
        ("flows: [1, 2]\n", "map of names"),
        ("flows: {a: 3}\n", "map with `steps`"),
        ("flows: {a: {steps: {}}}\n", "A list should stand here"),
        ("flows:\n\ta: 1\n", "tab"),
        ("flows: {a: 'x}\n", "not closed"),
        ("a: &a [*a]\nflows: {}\n", "contains itself"),
        ("flows: !!python/object/apply:os.system [ls]\n", "tag"),
        ("[" * 5000, "deep"),
        ("flows: {a: {steps: [{collect: nothing}]}}\n", "no such slot"),
        ("flows: {a: {steps: [{set_slots: [{b: 1}], next: gone}]}}\nslots: {b: {type: text}}\n", "no step with the id"),
        ("flows: {a: {steps: [{link: nowhere}]}}\n", "no such flow"),
    ],
)  # fmt: skip
def test_each_kind_of_slip_is_told(broken: str, words: str, tmp_path: Path) -> None:
    made = imported(tmp_path, flows=broken)
    is_told(made)
    assert any(words in item.told for item in made.errors), made.report


def test_the_rest_of_a_project_is_imported_beside_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe\x00flows")
    (tmp_path / "large.yml").write_bytes(b"a: b\n" * MAX_BYTES)
    (tmp_path / "lost.yml").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "folder.yml").mkdir()
    made = imported(tmp_path, good=GOOD)
    assert {item.file for item in made.errors} == {"bytes.yml", "large.yml", "lost.yml", "pipe.yml"}
    assert load_text(made.text).runnable


def test_folders_that_turn_in_a_circle_and_too_many_files_end(tmp_path: Path) -> None:
    (tmp_path / "again").symlink_to(tmp_path)
    for number in range(MAX_FILES):
        (tmp_path / f"z{number}.yml").touch()
    made = imported(tmp_path, good=GOOD)
    assert any("more than 1,000 files" in item.told for item in made.errors)
    assert load_text(made.text).runnable


def test_python_that_is_none_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "actions.py").write_bytes(b"class Action(:\n\x00" + b"(" * 5000)
    assert load_text(imported(tmp_path, good=GOOD).text).runnable


def test_huge_flows_are_told_in_little_time(tmp_path: Path) -> None:
    steps = "".join(f"      - action: utter_hours  # {at}\n" for at in range(MAX_STEPS + 1))
    started = process_time()
    made = imported(tmp_path, good=GOOD, huge=f"flows:\n  huge:\n    steps:\n{steps}")
    assert process_time() - started < MAX_SECONDS
    assert any("more than 4,000 steps" in item.told for item in made.errors)
    assert load_text(made.text).runnable
