"""Where everything of a cluster is, and what is said when the environment asks for something that cannot be."""

import stat
from pathlib import Path

import pytest

from deploy.cluster.layout import Layout, read_layout
from deploy.cluster.problem import CannotRun


def layout(folder: Path, processes: int = 2, **variables: str) -> Layout:
    return read_layout({"VOXLOOM_DATA": str(folder)} | variables, processes)


def test_each_program_has_a_port_behind_that_of_the_proxy(tmp_path: Path) -> None:
    made = layout(tmp_path, 3, PORT="9000")
    assert made.ports == {"proxy": 9000, "a": 9001, "b": 9002, "c": 9003, "postgres": 9004, "redis": 9005}
    assert made.address == "http://localhost:9000"
    assert layout(tmp_path, HOST="192.0.2.7").address == "http://192.0.2.7:8000"


def test_the_password_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = layout(tmp_path / "var")
    assert layout(tmp_path / "var").password == first.password
    assert layout(tmp_path / "other").password != first.password
    assert first.password in first.database_url
    assert first.password in first.redis_url
    for name, mode in (("", 0o700), ("cluster_password", 0o600)):
        assert stat.S_IMODE((tmp_path / "var" / name).stat().st_mode) == mode


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PORT": "http"}, "PORT must be a whole number, not 'http'."),
        ({"PORT": "65535"}, "PORT must be a number from 1 to 65531, not 65535."),
        ({"PORT": "0"}, "PORT must be a number from 1 to 65531, not 0."),
        ({"DRAIN_SECONDS": "soon"}, "DRAIN_SECONDS must be a number of seconds from 0 to 86400, not 'soon'."),
        ({"DRAIN_SECONDS": "nan"}, "DRAIN_SECONDS must be a number of seconds from 0 to 86400, not 'nan'."),
        ({"CONNECTIONS_PER_CLIENT": "-1"}, "CONNECTIONS_PER_CLIENT must be a whole number, not '-1'."),
    ],
)
def test_what_does_not_fit_is_told_in_a_line(variables: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as told:
        layout(tmp_path, **variables)
    assert str(told.value) == said


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotRun, match="VOXLOOM_DATA must be a folder that can be written"):
        layout(tmp_path / "file")
