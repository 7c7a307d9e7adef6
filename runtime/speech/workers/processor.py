"""What the processor of this machine is good at."""

import re
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")
_FAST_BYTES = re.compile(r"^flags\s*:.*\b(avx512_vnni|avx_vnni|amx_int8)\b", re.MULTILINE)


def fast_with_bytes(cpu_info: Path = CPU_INFO) -> bool:
    """Whether it multiplies many bytes at once (Intel since 2019, AMD since Zen 4); False where that cannot be read."""
    try:
        return _FAST_BYTES.search(cpu_info.read_text("utf-8", errors="replace")) is not None
    except OSError:
        return False
