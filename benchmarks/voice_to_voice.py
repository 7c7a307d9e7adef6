"""How long a caller waits, and what comes with it: cut-offs, barge-in, load. Everything is measured at the wire.

Voice to voice runs from the last audible sample that the caller sent (a 10 ms window above -45 dBFS, as if a microphone
had taken it) to the first audible sample of the bot at its RTP arrival, before any jitter buffer. Barge-in runs from
the caller's first audible sample to the arrival of the bot's last audible window. The callers are synthetic voices in
clean sound, which flatters the end of turn: no figure of latency without the rate of cut-offs beside it.

    .venv/bin/python benchmarks/voice_to_voice.py [--quick] [--json] [--only NAME[,NAME]] [--peer] [--out DIR]

Scenarios, in minutes on two cores (a whole run takes an hour and a half, half an hour more with --peer): fixed 12,
cached 2, cutoffs 23, overlap 6, filler 2, model 7, network 10, connect 2, load 7, load_stubbed 17, soak 1 (15 when
nothing else is asked for), words 4. benchmarks/voice/ has a module for each. Ratios to the peer are ours by its tuned
arm's: below 1 we are faster. Rates go from 0 to 1, processor time is in percent of a core.
"""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from benchmarks._child import NotReady  # noqa: E402  # after the path is set
from benchmarks.voice import options, report, run  # noqa: E402
from runtime.caller.errors import CallFailed  # noqa: E402


def main() -> int:
    """Exit code 0 with valid figures, 1 with others, 2 without any."""
    given = options.parse()
    try:
        figures = run.run(given)
    except (CallFailed, NotReady, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    if given.as_json:
        print(json.dumps(figures, default=str))
    else:
        print("\n".join(report.lines(figures)))
    return 0 if figures["valid"] and not figures["failed"] else 1


if __name__ == "__main__":
    sys.exit(main())
