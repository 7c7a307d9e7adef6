"""The folders: what would break Python or the house if it were there."""

import ast
import platform
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

DJANGO_PART_OF_FLOWS = {
    "apps",
    "members",
    "origins",
    "models",
    "catalogue",
    "admin",
    "allowances",
    "testing",
    "spending",
    "preparing",
    "migrations",
    "__init__",
    "management",
}


def python_files(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:  # a tree without git, such as an unpacked archive
        return [
            path
            for path in root.rglob("*.py")
            if not {".venv", ".venv-peers", "var"} & set(path.relative_to(root).parts)
        ]
    return [root / line for line in listed.stdout.splitlines() if (root / line).exists()]


def test_platform_is_the_standard_librarys() -> None:
    assert Path(platform.__file__).parent == Path(sysconfig.get_paths()["stdlib"])
    assert platform.python_version_tuple()[0] == "3"


def test_platform_is_the_standard_librarys_in_a_program_of_ours(root: Path) -> None:
    code = "import platform, uuid, voxloom; print(platform.__file__)"
    seen = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    assert Path(seen.strip()).parent == Path(sysconfig.get_paths()["stdlib"])


def test_the_platform_folder_is_no_package(root: Path) -> None:
    assert not (root / "platform" / "__init__.py").exists()
    assert [path.name for path in (root / "platform").glob("*.py")] == []


def test_nobody_reaches_into_the_platform_folder_by_that_name(root: Path) -> None:
    offenders = []
    for path in python_files(root):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            offenders += [str(path) for name in names if name.startswith("platform.")]
    assert offenders == []


def test_templates_hold_no_python(root: Path) -> None:
    assert list((root / "templates").rglob("*.py")) == []


@pytest.mark.parametrize("folder", ["designer", "runtime", "tools", "flows", "platform/voxloom", "deploy"])
def test_every_folder_with_python_is_a_package(root: Path, folder: str) -> None:
    holding = {path.parent for path in python_files(root / folder)}
    assert sorted(str(path) for path in holding if not (path / "__init__.py").exists()) == []


def test_the_import_rules_name_every_part_of_flows(root: Path) -> None:
    parts = {
        path.stem for path in (root / "flows").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    with (root / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    rule = next(contract for contract in contracts if "thin Django part" in contract["name"])
    assert {f"flows.{part}" for part in parts - DJANGO_PART_OF_FLOWS} == set(rule["source_modules"])
