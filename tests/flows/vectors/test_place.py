"""Where this machine's own data lies."""

from pathlib import Path

import pytest

from flows.vectors.place import data_folder


def test_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOXLOOM_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("VOXLOOM_DATA")
    assert data_folder() == Path(__file__).resolve().parents[3] / "var"
