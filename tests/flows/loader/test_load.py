"""Files, folders and texts."""

from pathlib import Path

import pytest

from flows.loader.load import load_path, load_text, load_texts, read_path

HEAD = "voxloom: 1\nbot: parts\nstart: main\n"
MAIN = "flows:\n  main:\n    nodes:\n      hello: {type: say, say: Hello., next: other}\n"
OTHER = "flows:\n  other:\n    nodes:\n      bye: {type: say, say: Bye., next: end}\n"


def test_a_folder_is_one_bot(tmp_path: Path) -> None:
    for name, text in (("bot.yaml", HEAD + MAIN), ("other.yml", OTHER), ("notes.txt", "[")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "more").mkdir()
    loaded = load_path(tmp_path)
    assert loaded.findings == ()
    assert loaded.bot is not None
    assert list(loaded.bot.flows) == ["main", "other"]
    assert loaded.document.place(("flows", "other")).file == "other.yml"


def test_the_same_head_in_two_files_is_no_contradiction(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + MAIN, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(HEAD + OTHER, encoding="utf-8")
    assert load_path(tmp_path).findings == ()


def test_nothing_is_loaded_by_halves(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + MAIN + OTHER[7:], encoding="utf-8")
    (tmp_path / "b.yaml").write_text("slots: [", encoding="utf-8")
    loaded = load_path(tmp_path)
    assert loaded.bot is None
    assert not loaded.runnable


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        load_path(tmp_path / "none.yaml")
    with pytest.raises(OSError, match="no YAML file"):
        load_path(tmp_path)


def test_findings_are_in_the_order_of_the_file() -> None:
    nodes = "      a: {type: say, say: '{{ x }}', next: nowhere}\n      b: {type: say, say: '{{ y }}'}\n"
    loaded = load_text(f"{HEAD}flows:\n  main:\n    nodes:\n{nodes}")
    places = [(finding.place.line, finding.place.column) for finding in loaded.findings]
    assert places == sorted(places)
    assert len(places) == 5


def test_warnings_do_not_keep_a_bot_from_running() -> None:
    loaded = load_text(HEAD + MAIN.replace("other", "end") + OTHER[7:])
    assert loaded.runnable
    assert [finding.severity for finding in loaded.findings] == ["warning"]


def test_the_data_of_a_file_or_folder_without_checks(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("bot: x\nflows: {}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("slots: {a: 1}\nbot: x\n", encoding="utf-8")
    document, findings = read_path(tmp_path)
    assert document is not None
    assert (document.data, findings) == ({"bot": "x", "flows": {}, "slots": {"a": 1}}, [])
    document, findings = read_path(tmp_path / "a.yaml")
    assert document is not None
    assert (document.data, findings) == ({"bot": "x", "flows": {}}, [])


def test_texts_are_one_bot_as_files_are() -> None:
    loaded = load_texts(
        {"a.yaml": "voxloom: 1\nbot: x\n", "b.yaml": "start: f\nflows: {f: {nodes: {a: {type: end}}}}\n"}
    )
    assert loaded.runnable
    assert [(one.code, one.place.file) for one in load_texts({"a": "bot: x\n", "b": "bot: y\n"}).findings][-1:] == [
        ("yaml.duplicate", "b")
    ]
    assert load_texts({"a": "[\n"}).bot is None
