"""Files, whatever lies at a path."""

import os
from pathlib import Path

import pytest

from flows.loader.document import MAX_BYTES
from flows.loader.files import read_file, yaml_files
from flows.loader.load import load_path


def test_the_beginning_and_the_whole_size(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 10)
    assert read_file(path) == (b"x" * 10, 10)
    size = 30_000_000
    with path.open("wb") as stream:
        stream.truncate(size)
    raw, told = read_file(path)
    assert (len(raw), told) == (MAX_BYTES + 1, size)
    (finding,) = load_path(path).findings
    assert finding.code == "yaml.size"
    assert "30,000,000" in finding.message
    assert f"{MAX_BYTES:,}" in finding.message


def test_what_is_no_file_is_an_os_error_in_words(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "link.yaml").symlink_to("nowhere")
    (tmp_path / "folder.yaml").mkdir()
    for name, words in [
        ("pipe", "a pipe"),
        ("link", "leads nowhere"),
        ("folder", "a folder"),
        ("none", "No such file"),
    ]:
        with pytest.raises(OSError, match=words):
            read_file(tmp_path / f"{name}.yaml")


def test_everything_called_like_yaml_is_part_of_a_folder(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "c.txt"):
        (tmp_path / name).touch()
    (tmp_path / "d.yaml").symlink_to("nowhere")
    assert [path.name for path in yaml_files(tmp_path)] == ["a.yaml", "b.yml", "d.yaml"]


@pytest.mark.parametrize("kind", ["pipe", "link", "folder"])
def test_a_folder_with_something_unreadable_is_told_of_it(tmp_path: Path, kind: str) -> None:
    text = "voxloom: 1\nbot: b\nstart: main\nname: 5\nflows: {main: {nodes: {a: {type: end, next: other}}}}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    if kind == "pipe":
        os.mkfifo(tmp_path / "b.yaml")
    elif kind == "link":
        (tmp_path / "b.yaml").symlink_to("nowhere")
    else:
        (tmp_path / "b.yaml").mkdir()
    loaded = load_path(tmp_path)
    assert loaded.bot is None
    assert [(finding.code, finding.place.file) for finding in loaded.findings] == [
        ("schema.type", "a.yaml"),
        ("yaml.file", "b.yaml"),
    ]
