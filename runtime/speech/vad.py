"""Voice activity: Silero v6, streaming, in one dedicated thread of the process that holds the calls.

The model is a small recurrent network: a stream carries its two states and the last 64 samples from window to window,
so the answers equal those for the whole recording at once. A window of 32 ms costs a tenth of a millisecond, too little
for the way to another process and back; the thread keeps it off the event loop.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime

from runtime.speech import models
from runtime.speech.errors import SpeechUnavailable

SAMPLE_RATE = 16_000
WINDOW_SAMPLES = 512  # 32 ms
CONTEXT_SAMPLES = 64
_STATE_SHAPE = (1, 1, 128)
MOST_WAITING_WINDOWS = 1_000  # 32 s over all streams: the thread has been behind for seconds, the machine is too busy

Windows = npt.NDArray[np.float32]


@dataclass(slots=True)
class _Piece:
    """Windows of one push that wait, and who waits for them."""

    windows: Windows
    answer: "asyncio.Future[list[float]]"


class VoiceActivity:
    """The model and its thread. Make it once a process, on the event loop, and close it at the end."""

    def __init__(self) -> None:
        path = models.find("activity")["silero_vad_v6.onnx"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        names = [each.name for each in self._session.get_inputs()]
        if names != ["input", "h", "c"]:  # the file's place in faster-whisper is no public promise
            raise models.ModelProblem(
                "model_wrong", f"The voice activity model takes {names}, not input, h and c.", "Run `make setup`."
            )
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vad")
        self._waiting_windows = 0
        self._closed = False

    def stream(self) -> "VoiceActivityStream":
        """A new stream with a fresh state."""
        return VoiceActivityStream(self)

    def close(self) -> None:
        """End the thread; what still waits is cancelled. May be called twice."""
        self._closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)

    def run(self, inputs: Windows, h: Windows, c: Windows) -> tuple[Windows, Windows, Windows]:
        """Speech probabilities of consecutive windows [n, 576], and the state after them. Called in the thread."""
        probabilities, h, c = self._session.run(None, {"input": inputs, "h": h, "c": c})
        return np.asarray(probabilities, dtype=np.float32).reshape(-1), h, c

    def submit(self, stream: "VoiceActivityStream", windows: int) -> None:
        """Count windows in, and let the thread look at the stream."""
        self._waiting_windows += windows
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._executor, stream.work)

        def done(work: "asyncio.Future[None]") -> None:
            self._waiting_windows -= windows
            if work.cancelled():
                stream.fail_waiting(_closed())

        work.add_done_callback(done)

    def refuse(self, windows: int) -> SpeechUnavailable | None:
        """Why so many more windows are not taken, or None."""
        if self._closed:
            return _closed()
        if self._waiting_windows + windows > MOST_WAITING_WINDOWS:
            return SpeechUnavailable(
                "speech_busy", "Voice activity is seconds behind.", "Take fewer calls on this machine."
            )
        return None


class VoiceActivityStream:
    """One caller's audio. Push from the event loop only; pushes are answered in their order."""

    def __init__(self, activity: VoiceActivity) -> None:
        self._activity = activity
        self._rest = np.zeros(0, dtype=np.float32)
        # Used by the thread alone:
        self._h = np.zeros(_STATE_SHAPE, dtype=np.float32)
        self._c = np.zeros(_STATE_SHAPE, dtype=np.float32)
        self._context = np.zeros(CONTEXT_SAMPLES, dtype=np.float32)
        # Filled by the loop, emptied by the thread; list.append and slice deletion are atomic.
        self._pieces: list[_Piece] = []

    def push(self, pcm: npt.NDArray[np.int16]) -> "asyncio.Future[list[float]]":
        """Add samples (16 kHz mono). The answer has one probability (0 to 1) for each window of 512 that is now full.

        Audio that comes while the thread is behind is answered in one go with what waits. The future fails with
        SpeechUnavailable when far too much waits; those samples are lost, the stream goes on.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[float]] = loop.create_future()
        samples = np.concatenate((self._rest, pcm.astype(np.float32) / np.float32(32768)))
        count = samples.size // WINDOW_SAMPLES
        refusal = self._activity.refuse(count)
        if refusal is not None:
            answer.set_exception(refusal)
            return answer
        self._rest = samples[count * WINDOW_SAMPLES :]
        if count == 0:
            answer.set_result([])
            return answer
        self._pieces.append(_Piece(samples[: count * WINDOW_SAMPLES].reshape(count, WINDOW_SAMPLES), answer))
        self._activity.submit(self, count)
        return answer

    def work(self) -> None:
        """Answer all that waits, in one run of the model. Called in the thread, once for each push."""
        pieces = self._pieces[:]
        del self._pieces[: len(pieces)]
        if not pieces:
            return  # an earlier run took this push along
        try:
            probabilities = self._probabilities(np.concatenate([piece.windows for piece in pieces]))
        except Exception as error:  # noqa: BLE001 - the native library's own; whoever waits must hear of it
            failure = SpeechUnavailable("speech_failed", f"Voice activity failed: {error}.", "Start the call again.")
            for piece in pieces:
                _settle(piece.answer, failure)
            return
        start = 0
        for piece in pieces:
            end = start + len(piece.windows)
            _settle(piece.answer, probabilities[start:end])
            start = end

    def fail_waiting(self, failure: SpeechUnavailable) -> None:
        """Tell everyone who waits. Called on the loop, after the thread has ended."""
        pieces, self._pieces = self._pieces, []
        for piece in pieces:
            _settle(piece.answer, failure)

    def _probabilities(self, windows: Windows) -> list[float]:
        before = np.concatenate((self._context[np.newaxis], windows[:-1, -CONTEXT_SAMPLES:]))
        found, self._h, self._c = self._activity.run(np.concatenate((before, windows), axis=1), self._h, self._c)
        self._context = windows[-1, -CONTEXT_SAMPLES:].copy()
        return [float(value) for value in found]


def _closed() -> SpeechUnavailable:
    return SpeechUnavailable("speech_closed", "Voice activity is not running.", "Start the server.")


def _settle(answer: "asyncio.Future[list[float]]", result: Sequence[float] | SpeechUnavailable) -> None:
    def settle() -> None:
        if answer.done():
            return  # whoever waited has gone
        if isinstance(result, SpeechUnavailable):
            answer.set_exception(result)
        else:
            answer.set_result(list(result))

    loop = answer.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)
