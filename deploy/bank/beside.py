"""`python -m deploy.bank.beside PID`: keep a bank running for as long as the process PID lives.

Prints the bank's port and goes on in the background: whoever starts it need not wait until the bank is ready.
"""

import os
import subprocess
import sys
import time
from typing import IO

from deploy.bank.ends import Ends, wait_for
from deploy.bank.place import ROOT, Place, place
from deploy.bank.problem import CannotRun

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
"""Before the bank is started again; twice as long each time it dies young."""
GROWN_UP_S = 30.0
END_S = 8.0
"""For what is under way; after that it is ended by force."""
LAST_WORDS = 300
"""Characters of its log that are shown when it ends where it should not."""


class Keeper:
    """Starts the bank, and starts it again."""

    def __init__(self, where: Place, port: int, server: Ends) -> None:
        self._where, self._port, self._server = where, port, server
        self._told = False

    def run(self) -> None:
        """Until the server ends."""
        pause_s = FIRST_PAUSE_S
        while not self._server.come():
            began = time.monotonic()
            with self._where.log.open("wb") as log:
                child = self._start(log)
            self._until_one_ends(child)
            if self._server.come():
                _end(child)
                return
            if time.monotonic() - began > GROWN_UP_S:
                pause_s, self._told = FIRST_PAUSE_S, False
            self._tell(child.wait())
            wait_for([self._server], pause_s)
            pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)

    def _start(self, log: IO[bytes]) -> "subprocess.Popen[bytes]":
        words = [
            sys.executable, "-m", "deploy.bank", "--port", str(self._port), "--database", str(self._where.database),
            "--token-file", str(self._where.token_file), "--ends-with-input",
        ]  # fmt: skip
        return subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=log, stderr=log)  # noqa: S603  our own

    def _until_one_ends(self, child: "subprocess.Popen[bytes]") -> None:
        own = Ends(child.pid, lambda: child.poll() is not None)
        wait_for([self._server, own])
        own.close()

    def _tell(self, code: int) -> None:
        """Once, until it has lived for a while."""
        if self._told:
            return
        self._told = True
        said = self._where.log.read_text("utf-8", errors="replace")[-LAST_WORDS:].split()
        sys.stderr.write(
            "voxloom: Riverbank's bank is away, so callers hear that it cannot be reached; it is started again. "
            f"It ended with {code}: {' '.join(said)}\n"
        )
        sys.stderr.flush()


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(END_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def main(arguments: list[str]) -> int:
    """Print the port; the exit code is 1 where there will be no bank."""
    try:
        server = Ends(int(arguments[0]))
        where = place(os.environ)
        where.make()
        lock = where.alone()
        # Somebody else serves from the same data: the bank is theirs, and is where they say.
        port = where.choose_port() if lock is not None else where.last_port()
    except (CannotRun, ProcessLookupError) as problem:
        sys.stderr.write(f"voxloom: Riverbank's bank cannot start: {problem}\n")
        return 1
    if port is None:
        return 1
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    if lock is not None:
        _in_background(Keeper(where, port, server))
    return 0


def _in_background(keeper: Keeper) -> None:
    """In a session of its own: Ctrl-C is for the server, whose calls may need the bank until they have ended."""
    if os.fork():
        return
    os.setsid()
    os.umask(0o077)  # accounts, also those of a made-up customer, are for nobody else
    with open(os.devnull, "r+b") as nothing:
        for number in (0, 1):  # whoever reads the port waits until nobody can write another one
            os.dup2(nothing.fileno(), number)
    try:
        keeper.run()
    finally:
        os._exit(0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
