"""Calls over cables that are cut for a while: `unshare -n python -m tests.faults.outage FOLDER FAULT ...`.

A served process in one network, and for each fault a `bot call` in a network of its own, all at once. Prints what
became of the calls as one JSON object.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.calls.served import MANAGE
from tests.faults.networks import Cable, run
from tests.runtime.signalling.house import TEXTS, House

SAID = ("rent a boat", "berta", "goodbye")
LOUDNESS = (5_000, 16_000, 27_000)
"""In the middle of what the house takes for each of them."""
SPOKEN_MS, TONE_HZ, RATE_HZ = 700, 440, 48_000
CALL_S = 110
TOLD_S = 60
KEPT_S = 10


@dataclass(frozen=True)
class Outcome:
    """One call: how it ended, how it is kept, and what was seen of it meanwhile."""

    fault: str
    code: int
    reason: str
    epoch: int
    """One more for each connection that went on with it."""
    slots: dict[str, Any]
    kept: int
    """Lines in the database when the fault came."""
    lost: int
    """Of those, the ones that are not there at the end, or are others."""
    turns: int
    """Of the caller, in all."""
    states: list[str]
    """Of the bot, as the caller was told, from the fault on."""
    silent_s: float
    """From the fault to the next sound of the bot after it had been silent."""
    error: str


class Calling:
    """`bot call --json` in a caller's network; its events as they come."""

    def __init__(self, cable: Cable, house: House, wavs: list[Path]) -> None:
        words = (*cable.there, *MANAGE, "bot", "call", "harbour", *map(str, wavs), "--json")
        self._process = subprocess.Popen(
            (*words, "--server", f"http://{cable.server}:{house.port}"),
            env=house.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.events: list[dict[str, Any]] = []
        self._told = threading.Condition()
        self._reader = threading.Thread(target=self._read, name="events of a call", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._told:
                self.events.append({**json.loads(line), "seen_s": time.monotonic()})
                self._told.notify_all()

    def until_said(self, words: str) -> None:
        """Wait until the bot says it."""
        with self._told:
            found = self._told.wait_for(lambda: any(words in event.get("text", "") for event in self.events), TOLD_S)
        assert found, (self.events[-3:], self._process.poll())

    def over(self) -> tuple[int, str]:
        """Its exit code, and what it said of problems."""
        assert self._process.stderr is not None
        code = self._process.wait(CALL_S)
        self._reader.join(TOLD_S)
        return code, self._process.stderr.read()

    def since(self, moment_s: float, *names: str) -> list[dict[str, Any]]:
        """Events of these names that came after a moment."""
        return [event for event in self.events if event["seen_s"] > moment_s and event["event"] in names]


def cut_for(seconds: float, what: str = "") -> Callable[[Cable], None]:
    """A cable that is cut for so long."""

    def fault(cable: Cable) -> None:
        cable.cut(what)
        time.sleep(seconds)
        cable.mend()

    return fault


def reset_for(seconds: float) -> Callable[[Cable], None]:
    """A way on which no TCP connection lives for so long."""

    def fault(cable: Cable) -> None:
        cable.reset()
        time.sleep(seconds)
        cable.mend()

    return fault


FAULTS: dict[str, Callable[[Cable], None]] = {
    "all 2 s": cut_for(2),
    "all 10 s": cut_for(10),
    "all 30 s": cut_for(30),
    "media 8 s": cut_for(8, "meta l4proto udp"),
    "socket 8 s": cut_for(8, "meta l4proto tcp"),
    "socket reset": reset_for(4),
    "address": Cable.move,
}


def recordings(folder: Path) -> list[Path]:
    """Tones, each as loud as what is heard in it."""
    paths = []
    samples = np.arange(RATE_HZ * SPOKEN_MS // 1000)
    for number, loudness in enumerate(LOUDNESS):
        paths.append(folder / f"{number}.wav")
        with wave.open(str(paths[-1]), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes((loudness * np.sin(2 * np.pi * TONE_HZ * samples / RATE_HZ)).astype("<i2").tobytes())
    return paths


class Harbour:
    """The house, its database, and the calls that are begun one after the other so that each is known."""

    def __init__(self, house: House, wavs: list[Path]) -> None:
        self._house = house
        self._wavs = wavs
        self._beginning = threading.Lock()
        self._known = {""}

    def hold(self, cable: Cable, fault: str) -> Outcome:
        """One call; the fault comes when the second answer is being said."""
        from benchmarks.survival import kept

        with self._beginning:
            calling = Calling(cable, self._house, self._wavs)
            calling.until_said("Harbour here")
            call = self._begun()
        calling.until_said("It is")
        before, fault_s = kept.of_call(call), time.monotonic()
        FAULTS[fault](cable)
        code, error = calling.over()
        after = kept.of_call(call)
        assert before is not None
        assert after is not None
        sounds = calling.since(fault_s, "bot_speech_start")
        return Outcome(
            fault,
            code,
            after.ended,
            after.epoch,
            after.state["slots"],
            len(before.lines),
            sum(1 for at, line in enumerate(before.lines) if at >= len(after.lines) or after.lines[at] != line),
            after.turns,
            [event["state"] for event in calling.since(fault_s, "state")],
            round(sounds[0]["seen_s"] - fault_s, 1),
            error,
        )

    def _begun(self) -> str:
        """The id of the conversation that has just begun."""
        from benchmarks.survival import kept

        until = time.monotonic() + KEPT_S
        while (row := kept.newest()) is None or row.call in self._known:
            assert time.monotonic() < until, "a call is not kept"
            time.sleep(0.02)
        self._known.add(row.call)
        return row.call


def main(folder: Path, faults: list[str]) -> int:
    """Serve, and hold a call for each fault."""
    run("ip", "link", "set", "lo", "up")
    with contextlib.ExitStack() as stack:
        cables = [stack.enter_context(Cable(number)) for number in range(len(faults))]
        hosts = ",".join(cable.server for cable in cables)
        settings = {"HOST": "0.0.0.0", "ALLOWED_HOSTS": hosts, "MAX_CALLS": "16", TEXTS: json.dumps(SAID)}
        house = stack.enter_context(House(folder / "var", **settings))
        os.environ |= {"VOXLOOM_DATA": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "voxloom.settings"}
        import django

        django.setup()
        harbour = Harbour(house, recordings(folder))
        with ThreadPoolExecutor(len(faults)) as threads:
            outcomes = list(threads.map(harbour.hold, cables, faults))
        log, conversations = house.log(), _conversations()
    told = {"outcomes": [asdict(each) for each in outcomes], "conversations": conversations, "log": log}
    sys.stdout.write(json.dumps(told))
    return 0


def _conversations() -> int:
    from voxloom.accounts.isolation import everywhere
    from voxloom.conversations.models import Conversation

    with everywhere("a test"):
        return Conversation.objects.count()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
