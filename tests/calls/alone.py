"""Server and caller in a network namespace where only loopback is up: `python -m tests.calls.alone DATA WAV OUT.wav`.

Prints the caller's events as one JSON list and exits with the caller's code.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.calls.served import Served


def main(data: str, wav: str, out: str) -> int:
    """Bring loopback up, serve, call."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True, timeout=10)
    with Served(Path(data)) as server:
        called = server.call("riverbank", [Path(wav)], "--record", out)
    sys.stdout.write(json.dumps({"code": called.code, "events": called.events, "error": called.error}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
