"""What every benchmark prints beside its figures: the machine, the versions, percentiles."""

import argparse
import contextlib
import json
import os
import platform
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any


def percentile(values: list[float], share: float, digits: int = 1) -> float | None:
    """The nearest-rank percentile (`share` of 1), rounded to 0.1; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], digits)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return {"cpu": model, "cores": os.cpu_count(), "load_1min": round(os.getloadavg()[0], 2), "os": platform.platform()}


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Python's version and those of the packages."""
    return {"python": platform.python_version(), **{name: version(name) for name in packages}}


def tell(about: str | None, figures: Callable[[bool], dict[str, Any]], packages: Iterable[str]) -> None:
    """The whole of a benchmark that takes `--quick` and `--json` only: measure (`figures(quick)`) and print."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = {**figures(options.quick), "machine": machine(), "versions": versions(packages)}
    if options.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:20} {value}")
