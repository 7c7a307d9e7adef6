"""The network goes away for a while, in part or as a whole, and the call goes on: the same conversation, nothing lost.

A real server, `bot call`, namespaces and nftables; only the speech is made up. The fault comes while the bot says its
second answer, so that a slot is filled and something is left to be said.
"""

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from runtime.media.peer import RTP_SILENCE_S
from tests.runtime.signalling.house import ROOT

pytestmark = [pytest.mark.calls, pytest.mark.timeout(400)]

UNBROKEN, GONE_ON = 1, 2
"""The epoch of a conversation: one connection held it, or another one went on with it."""
FAULTS: dict[str, tuple[int, ...]] = {
    "all 2 s": (UNBROKEN,),  # shorter than the silence after which a connection counts as broken
    "all 10 s": (GONE_ON,),
    "media 8 s": (GONE_ON, 3, 4),  # what the caller tries meanwhile has no media either
    "socket reset": (GONE_ON,),
    "address": (GONE_ON,),
    "all 30 s": (GONE_ON,),
    "socket 8 s": (UNBROKEN,),
}
RUN_S = 360
NOTICED_S = RTP_SILENCE_S + 6.0
"""In which a caller who can be reached all the time hears the bot again, on a machine that may be busy."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of the calls, which are held at the same time."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us make a network namespace (needs root)")
    words = [unshare, "-n", sys.executable, "-m", "tests.faults.outage", str(tmp_path_factory.mktemp("outage"))]
    done = subprocess.run([*words, *FAULTS], capture_output=True, text=True, check=False, timeout=RUN_S, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-5000:]
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize("fault", FAULTS)
def test_the_conversation_goes_on(told: dict[str, Any], fault: str) -> None:
    (outcome,) = [each for each in told["outcomes"] if each["fault"] == fault]
    assert (outcome["code"], outcome["reason"], outcome["error"]) == (0, "goodbye", "")
    assert outcome["epoch"] in FAULTS[fault], outcome
    assert outcome["slots"]["boat"] == "berta"
    assert outcome["kept"] > 0
    assert outcome["lost"] == 0, outcome
    assert outcome["turns"] == 3, f"something was asked, or said, again: {outcome}"
    assert ("reconnecting" in outcome["states"]) == (outcome["epoch"] > UNBROKEN), outcome


def test_a_caller_with_another_address_is_back_soon(told: dict[str, Any]) -> None:
    (outcome,) = [each for each in told["outcomes"] if each["fault"] == "address"]
    assert outcome["silent_s"] < NOTICED_S


def test_each_call_is_one_conversation(told: dict[str, Any]) -> None:
    assert told["conversations"] == len(FAULTS)
    assert "Traceback" not in told["log"], told["log"][-3000:]
    assert "ERROR" not in told["log"], told["log"][-3000:]
