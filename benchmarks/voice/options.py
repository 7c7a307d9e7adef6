"""What the benchmark is asked for."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ABOUT = "Voice to voice, cut-offs, barge-in, load and more, measured at the wire."


@dataclass(frozen=True)
class Options:
    """The command line."""

    quick: bool = False
    as_json: bool = False
    only: tuple[str, ...] = ()
    server: str | None = None
    peer: bool = False
    out: Path | None = None
    recordings: Path | None = None
    seconds: float | None = None


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; what does not fit ends the program with its usage."""
    parser = argparse.ArgumentParser(description=ABOUT)
    parser.add_argument("--quick", action="store_true", help="a little of everything")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--only", default="", metavar="NAME[,NAME]", help="these scenarios; all when left out")
    parser.add_argument("--server", metavar="URL", help="call this server, whose database is the local one")
    parser.add_argument("--peer", action="store_true", help="the peer of `make peers` takes part")
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep every turn, the figures and a picture there")
    parser.add_argument("--recordings", type=Path, metavar="DIR", help="recordings of people, for the word errors")
    parser.add_argument("--seconds", type=float, help="how long the soak and the bad network last")
    given = parser.parse_args(arguments)
    only = tuple(name.strip() for name in given.only.split(",") if name.strip())
    return Options(given.quick, given.json, only, given.server, given.peer, given.out, given.recordings, given.seconds)
