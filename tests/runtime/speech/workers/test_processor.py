"""What is read from the kernel's description of the processor."""

from pathlib import Path

import pytest

from runtime.speech.workers.processor import fast_with_bytes


@pytest.mark.parametrize(
    ("flags", "fast"),
    [
        ("fpu sse4_2 avx2 avx512f avx512_vnni", True),
        ("fpu avx2 avx_vnni", True),
        ("fpu sse4_2 avx avx2 avx512f", False),
        ("fpu my_avx_vnni_not", False),
    ],
)
def test_by_its_flags(tmp_path: Path, flags: str, fast: bool) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text(f"processor : 0\nmodel name : avx_vnni\nflags\t\t: {flags}\nbugs : none\n")
    assert fast_with_bytes(info) is fast


def test_what_cannot_be_read_is_slow(tmp_path: Path) -> None:
    assert fast_with_bytes(tmp_path / "nothing") is False
