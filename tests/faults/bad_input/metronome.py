"""Sends a datagram every 20 ms and does nothing else: how late these come is the machine's doing.

`python -m tests.faults.bad_input.metronome PORT`; ends when its standard input does.
"""

import select
import socket
import sys
import time

EVERY_S = 0.02


def main(port: int) -> None:
    """Tick."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        due_s = time.monotonic()
        while True:
            due_s = max(due_s + EVERY_S, time.monotonic() - 10 * EVERY_S)  # as the bot's own sound, it catches up
            if select.select([sys.stdin], [], [], max(0.0, due_s - time.monotonic()))[0]:
                return
            own.sendto(b"tick", ("127.0.0.1", port))


if __name__ == "__main__":
    main(int(sys.argv[1]))
