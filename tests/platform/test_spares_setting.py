"""WARM_SPARES, and what it is where nobody has set it."""

from pathlib import Path

import pytest

from voxloom.settings.environment import Environment
from voxloom.settings.spares import ENOUGH_MB, memory_mb, read_spares


def machine(folder: Path, total_kb: int, group: str | None = None) -> Path:
    (folder / "proc").mkdir()
    (folder / "proc/meminfo").write_text(f"MemFree: 5 kB\nMemTotal:   {total_kb} kB\n")
    if group is not None:
        (folder / "sys/fs/cgroup").mkdir(parents=True)
        (folder / "sys/fs/cgroup/memory.max").write_text(f"{group}\n")
    return folder


@pytest.mark.parametrize(
    ("total_kb", "group", "spares"),
    [
        (8_000_000, None, 1),
        (8_000_000, "max", 1),
        (8_000_000, "4000000000", 1),
        (8_000_000, "2000000000", 0),
        (2_000_000, "max", 0),
        (ENOUGH_MB * 1_000, None, 1),
        (ENOUGH_MB * 1_000 - 1_000, None, 0),
    ],
)
def test_a_machine_with_the_memory_has_one_spare(tmp_path: Path, total_kb: int, group: str | None, spares: int) -> None:
    assert read_spares(Environment({}), machine(tmp_path, total_kb, group)) == spares


def test_where_nothing_is_known_of_the_memory_there_are_none(tmp_path: Path) -> None:
    assert (memory_mb(tmp_path), read_spares(Environment({}), tmp_path)) == (0, 0)


def test_the_setting_counts_and_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    assert read_spares(Environment({"WARM_SPARES": "0"}), machine(tmp_path, 8_000_000)) == 0
    assert read_spares(Environment({"WARM_SPARES": "2"}), tmp_path) == 2
    environment = Environment({"WARM_SPARES": "many"})
    read_spares(environment, tmp_path / "nowhere")
    assert environment.problems == ["WARM_SPARES must be a whole number from 0 to 2, not 'many'. Without it, it is 0."]
