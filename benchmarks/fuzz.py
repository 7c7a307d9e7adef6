"""Changed bots, ten minutes of them: bytes to loader, to checks, to engine, guided by what code they reach (atheris).

    .venv/bin/python benchmarks/fuzz.py [--quick] [--json] [--seconds N]

Begins with tests/flows/fuzz/corpus, the broken files and the starter bots. What is raised, or takes more than
MAX_ONE_S, is written to var/fuzz and makes this fail; put it into the corpus when it is mended. Linux on x86-64 only.
"""

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from benchmarks._machine import machine, versions  # noqa: E402

SECONDS, QUICK_SECONDS = 600, 20
MAX_ONE_S = 10
"""For one input, instrumented; a bot of 512 KiB takes a second without."""
MAX_BYTES = 16_384
"""Large inputs are slow and find little; tests/flows/bombs.py has those."""
MAX_MIB = 2_048
SEEDS = (
    "tests/flows/fuzz/corpus/*",
    "tests/flows/broken/*.yaml",
    "templates/bots/*.yaml",
    "tests/flows/golden_bots/*.yaml",
)
_STATS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_COVERED = re.compile(r"cov: (\d+) ft: (\d+)")
CHILD = """
import sys
import atheris
with atheris.instrument_imports(include=["flows"]):
    from tests.flows.fuzz.target import survives
import signal
signal.signal(signal.SIGINT, signal.SIG_DFL)
atheris.Setup([sys.argv[0], *sys.argv[1:]], lambda data: survives(data) and None)
atheris.Fuzz()
"""


def words() -> list[str]:
    """The words of the language, for the dictionary."""
    from flows.schema.bot_schema import bot_schema

    found: set[str] = {
        "{{ amount }}",
        "next: end",
        "on_fail: handoff",
        "&a",
        "*a",
        "<<: ",
        "!!python/name:os",
        "|",
        ">-",
    }
    waiting: list[Any] = [bot_schema()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            found.update(f"{name}: " for name in part.get("properties", {}))
            found.update(str(value) for value in (*part.get("enum", ()), *([part["const"]] if "const" in part else ())))
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return sorted(word for word in found if word.isprintable() and word.isascii() and len(word) < 60)


def fuzz(seconds: int) -> dict[str, Any]:
    """Run it; the figures, and the files of what failed."""
    kept = ROOT / "var" / "fuzz"
    kept.mkdir(parents=True, exist_ok=True)
    before = set(kept.iterdir())
    with tempfile.TemporaryDirectory(prefix="voxloom-fuzz-") as folder:
        corpus, dictionary = Path(folder, "corpus"), Path(folder, "words.dict")
        corpus.mkdir()
        files = [path for pattern in SEEDS for path in sorted(ROOT.glob(pattern)) if path.is_file()]
        for number, path in enumerate(files):
            (corpus / f"seed{number}").write_bytes(path.read_bytes()[:MAX_BYTES])
        quoted = (word.replace("\\", "\\\\").replace('"', '\\\\"') for word in words())
        dictionary.write_text("".join(f'"{word}"\n' for word in quoted), encoding="ascii")
        options = [
            f"-max_total_time={seconds}", f"-timeout={MAX_ONE_S}", f"-max_len={MAX_BYTES}", f"-rss_limit_mb={MAX_MIB}",
            f"-dict={dictionary}", f"-artifact_prefix={kept}/", "-print_final_stats=1", "-seed=1",
        ]  # fmt: skip
        run = subprocess.run(
            [sys.executable, "-c", CHILD, *options, str(corpus)], cwd=ROOT, capture_output=True, text=True, check=False,
            timeout=seconds + 120, env={"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        grown = sum(1 for _ in corpus.iterdir()) - len(files)
    told = run.stderr + run.stdout
    covered = _COVERED.findall(told)
    executed = _STATS.search(told)
    return {
        "seconds": seconds, "n": int(executed[1]) if executed else 0, "seeds": len(files), "new_inputs": grown,
        "blocks_reached": int(covered[-1][0]) if covered else 0,
        "failed": sorted(path.relative_to(ROOT).as_posix() for path in set(kept.iterdir()) - before),
        "exit": run.returncode, "last_lines": told.splitlines()[-30:] if run.returncode else [],
    }  # fmt: skip


def main() -> int:
    """Fuzz and print; 1 when something failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=int)
    options = parser.parse_args()
    if sys.platform != "linux" or platform.machine() != "x86_64":
        sys.stderr.write("fuzz.py: atheris is there for Linux on x86-64 only; left out.\n")
        return 0
    result = fuzz(options.seconds or (QUICK_SECONDS if options.quick else SECONDS))
    result |= {"machine": machine(), "versions": versions(["atheris", "pyyaml", "pydantic"])}
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:16} {value}" if name != "last_lines" else "\n".join(value))
    return 1 if result["failed"] or result["exit"] else 0


if __name__ == "__main__":
    sys.exit(main())
