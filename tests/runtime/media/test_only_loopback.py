"""A call on a machine that has nothing but 127.0.0.1: both ends in one process, in a network namespace of its own."""

import shutil
import subprocess
import sys

import pytest

CALL = """
import asyncio, ctypes, fcntl, os, socket, struct, sys

def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS: up and running

loopback_up()
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from runtime.media import patches
from runtime.media.peer import MediaPeer
from runtime.media.playout import Playout

async def main():
    patches.install()  # for the caller's end too
    heard = asyncio.Event()
    frames = []
    def on_audio(pcm, arrival_ns):
        frames.append(pcm)
        if len(frames) > 10:
            heard.set()
    peer = MediaPeer(name="call", on_audio=on_audio, on_state=lambda state: None, playout=Playout())
    caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    caller.addTrack(Playout().track)
    await caller.setLocalDescription(await caller.createOffer())
    assert " 127.0.0.1 " in caller.localDescription.sdp, caller.localDescription.sdp
    answer = await peer.answer(caller.localDescription.sdp)
    await caller.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
    await asyncio.wait_for(heard.wait(), 20)
    await caller.close()
    await peer.close()
    print("heard", len(frames) > 10, peer.stats.connect_ms)

asyncio.run(main())
"""


@pytest.mark.calls
def test_a_call_needs_no_network() -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us make a network namespace (needs root)")
    run = subprocess.run(
        [unshare, "-n", sys.executable, "-c", CALL], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("heard True")
