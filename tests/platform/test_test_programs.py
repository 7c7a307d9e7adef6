"""scripts/test-programs.sh: which browser the tests get, and what is said or installed when something is missing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PLAIN = ("sh", "dirname", "cat", "chmod")
TOOLS = ("espeak-ng", "flite", "ip", "redis-server", "nginx", "nft", "initdb")
RUNS = "#!/bin/sh\nexit 0\n"
SNAP_NOTE = "#!/bin/sh\necho 'requires the chromium snap' >&2\nexit 1\n"
APT = """#!/bin/sh
echo "$*" >> "{bin}/apt-log"
[ "$1" = update ] && exit 0
for name in {brings}; do printf '#!/bin/sh\\nexit 0\\n' > "{bin}/$name"; chmod +x "{bin}/$name"; done
"""


@pytest.fixture
def bin(tmp_path: Path) -> Path:
    """A PATH of our own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in PLAIN:
        (folder / name).symlink_to(shutil.which(name) or pytest.fail(f"{name} is needed"))
    return folder


def program(folder: Path, name: str, text: str = RUNS) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def run(root: Path, folder: Path, *, user: int, **environment: str) -> subprocess.CompletedProcess[str]:
    program(folder, "id", f"#!/bin/sh\necho {user}\n")
    command = [str(folder / "sh"), str(root / "scripts" / "test-programs.sh")]
    environment |= {"PATH": str(folder), "SYSTEM": str(folder.parent)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_browsers_are_looked_for_in_turn(root: Path, bin: Path) -> None:
    for name in TOOLS:
        program(bin, name)
    for name in ("google-chrome", "chromium-browser", "chromium", "my-own"):
        program(bin, name)
        found = run(root, bin, user=1000, CHROMIUM="my-own" if name == "my-own" else "")
        assert (found.returncode, found.stdout) == (0, f"{bin / name}{os.linesep}")


def test_a_note_that_points_to_a_snap_is_no_browser(root: Path, bin: Path) -> None:
    for name in TOOLS:
        program(bin, name)
    program(bin, "chromium-browser", SNAP_NOTE)
    program(bin, "google-chrome")
    assert run(root, bin, user=1000).stdout == f"{bin / 'google-chrome'}\n"


def test_without_rights_one_line_says_what_to_install(root: Path, bin: Path) -> None:
    program(bin, "apt-get", "#!/bin/sh\nexit 99\n")
    program(bin, "ip")
    result = run(root, bin, user=1000)
    assert (result.returncode, result.stdout) == (1, "")
    [line] = result.stderr.splitlines()
    assert (
        "sudo apt-get install chromium espeak-ng flite redis-server nginx nftables postgresql (or set CHROMIUM=" in line
    )


def test_as_root_what_is_missing_is_installed(root: Path, bin: Path) -> None:
    program(bin, "flite")
    program(bin, "apt-get", APT.format(bin=bin, brings="chromium espeak-ng ip redis-server nginx nft initdb"))
    result = run(root, bin, user=0)
    assert (result.returncode, result.stdout) == (0, f"{bin / 'chromium'}\n")
    assert (bin / "apt-log").read_text().splitlines() == [
        "update -q",
        "install -q -y --no-install-recommends chromium espeak-ng iproute2 redis-server nginx nftables postgresql",
    ]


def test_servers_are_found_where_the_distribution_puts_them(root: Path, bin: Path) -> None:
    for name in ("chromium", "espeak-ng", "flite", "ip"):
        program(bin, name)
    for name in ("usr/sbin/nginx", "usr/sbin/nft", "usr/sbin/redis-server", "usr/lib/postgresql/15/bin/initdb"):
        path = bin.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        program(path.parent, path.name)
    assert run(root, bin, user=1000).returncode == 0


def test_an_installation_that_brings_no_browser_is_told(root: Path, bin: Path) -> None:
    for name in TOOLS:
        program(bin, name)
    program(bin, "apt-get", APT.format(bin=bin, brings=""))
    result = run(root, bin, user=0)
    assert result.returncode == 1
    assert "Still missing after apt-get: chromium; install a browser by hand" in result.stderr
