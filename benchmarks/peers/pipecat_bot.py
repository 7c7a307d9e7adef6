"""The peer of the voice benchmark: a Pipecat bot over WebRTC with the same Whisper and Piper models as Voxloom's.

Runs in its own environment (`make peers`). `POST /offer` takes `{"sdp": …}` and gives the answer, `POST /hangup` ends
all calls.
Arms:
  stock  what Pipecat's own template of a bot does; models are loaded for each call, on its event loop.
  tuned  what a user can turn by Pipecat's own settings, and a little more: models shared and warm, greedy recognition,
         threads, its own pools, 20 ms of output at a time, a short wait after Smart Turn says "not yet", and Voxloom's
         jitter buffer that holds nothing back.
  tuned-further  with what Voxloom found, as far as it can be put into Pipecat from outside: recognition over 10 s
         instead of 30 s of padding, and barge-in by the voice detector alone after three windows.
`--turn-end silence` leaves Smart Turn out: 0.2 s of silence and a transcript end the turn.
"""

import argparse
import asyncio
import json
import math
import sys
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402  # after the path is set
import onnxruntime  # noqa: E402
from aiohttp import web  # noqa: E402
from faster_whisper import WhisperModel  # noqa: E402
from loguru import logger  # noqa: E402
from pipecat.audio.turn.smart_turn.base_smart_turn import SmartTurnParams  # noqa: E402
from pipecat.audio.turn.smart_turn.local_smart_turn_v3 import LocalSmartTurnAnalyzerV3  # noqa: E402
from pipecat.audio.vad.silero import SileroVADAnalyzer  # noqa: E402
from pipecat.audio.vad.vad_analyzer import VADParams  # noqa: E402
from pipecat.frames.frames import Frame, LLMRunFrame, TranscriptionFrame  # noqa: E402
from pipecat.pipeline.pipeline import Pipeline  # noqa: E402
from pipecat.pipeline.worker import PipelineParams, PipelineWorker  # noqa: E402
from pipecat.processors.aggregators.llm_context import LLMContext  # noqa: E402
from pipecat.processors.aggregators.llm_response_universal import (  # noqa: E402
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.services.openai.llm import OpenAILLMService  # noqa: E402
from pipecat.services.piper import tts as piper_tts  # noqa: E402
from pipecat.services.piper.tts import PiperTTSService  # noqa: E402
from pipecat.services.whisper.stt import WhisperSTTService  # noqa: E402
from pipecat.transcriptions.language import Language  # noqa: E402
from pipecat.transports.base_transport import TransportParams  # noqa: E402
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection  # noqa: E402
from pipecat.transports.smallwebrtc.transport import SmallWebRTCTransport  # noqa: E402
from pipecat.turns.user_stop import (  # noqa: E402
    SpeechTimeoutUserTurnStopStrategy,
    TurnAnalyzerUserTurnStopStrategy,
)
from pipecat.turns.user_turn_strategies import UserTurnStrategies  # noqa: E402
from pipecat.utils.time import time_now_iso8601  # noqa: E402
from pipecat.workers.runner import WorkerRunner  # noqa: E402

from runtime.media import loopback  # noqa: E402
from runtime.media.receiver_hook import ReceiverHook  # noqa: E402

HOST = "127.0.0.1"
RATE_HZ = 16_000
FRAMES_PER_S = 100  # of Whisper's mel
SHORT_FRAMES = 1000  # 10 s: the shortest padding with which tiny.en neither loops nor loses words
TAIL_FRAMES = 100  # room behind the speech
TUNED_START_S = 0.1  # three windows of the VAD instead of six
TUNED_STOP_S = 1.0  # what is still waited for after Smart Turn took the turn for unfinished; 3 s in stock
TUNED_PATIENCE_S = 1.5  # a turn that nothing has ended by then is over; 5 s in stock
TUNED_MIN_VOLUME = 0.0  # Silero alone says what speech is; the loudness of the last 0.4 s comes late
TUNED_CHUNKS = 2  # of 10 ms, handed to the track at a time; 4 in stock


@dataclass(frozen=True)
class Options:
    """What the command line said."""

    arm: str
    turn_end: str
    whisper: Path
    piper: Path
    voice: str
    model_url: str
    threads: int

    @property
    def tuned(self) -> bool:
        """Whether this is a tuned arm."""
        return self.arm != "stock"

    @property
    def further(self) -> bool:
        """Whether Voxloom's own findings are built in."""
        return self.arm == "tuned-further"


class ShortContext(WhisperModel):
    """Encodes 10 s instead of 30 s where the speech fits in; faster-whisper always pads to 30."""

    frames = 3000
    short = True

    def encode(self, features: np.ndarray) -> Any:
        """The encoder's output for the first `frames` of a padded segment."""
        return super().encode(features[..., : self.frames])

    def text_of(self, pcm: bytes) -> str:
        """What is said in 16 kHz mono samples: the best guess at once, no second ones."""
        sound = np.frombuffer(pcm, np.int16).astype(np.float32) / 32768.0
        needed = math.ceil(len(sound) / RATE_HZ * FRAMES_PER_S) + TAIL_FRAMES
        self.frames = max(SHORT_FRAMES, needed) if self.short and needed < 3000 else 3000
        segments, _ = self.transcribe(
            sound,
            language="en",
            beam_size=1,
            best_of=1,
            temperature=0.0,
            without_timestamps=True,
            condition_on_previous_text=False,
            no_speech_threshold=None,  # the VAD has heard speech; Whisper's doubts would leave short answers unanswered
        )
        return " ".join(segment.text.strip() for segment in segments)


class Shared:
    """Models loaded and warmed once for all calls of the tuned arm, with pools that nothing else uses."""

    def __init__(self, options: Options) -> None:
        self.whisper = ShortContext(
            str(options.whisper), device="cpu", compute_type="int8", cpu_threads=options.threads
        )
        self.whisper.short = options.further
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="whisper")
        session = onnxruntime.SessionOptions()
        session.intra_op_num_threads = options.threads
        # Threads that spin after a run take the processor from those that have work: two cores are all there is.
        session.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.voice = piper_tts.PiperVoice.load(options.piper / f"{options.voice}.onnx")
        self.voice.session = onnxruntime.InferenceSession(
            str(options.piper / f"{options.voice}.onnx"), sess_options=session, providers=["CPUExecutionProvider"]
        )
        for text in ("Hello.", "This is how long a first sentence may well be."):
            spoken = np.concatenate([chunk.audio_int16_array for chunk in self.voice.synthesize(text)])
        at_whisper_rate = np.arange(0, len(spoken), self.voice.config.sample_rate / RATE_HZ).astype(int)
        self.heard = self.whisper.text_of(spoken[at_whisper_rate].tobytes())


class TunedWhisper(WhisperSTTService):
    """The shared model, decoded greedily in a pool of its own."""

    def __init__(self, shared: Shared, **kwargs: Any) -> None:
        self._shared = shared
        super().__init__(**kwargs)

    def _load(self) -> None:
        self._model = self._shared.whisper

    async def run_stt(self, audio: bytes) -> AsyncGenerator[Frame, None]:
        """One transcript, nothing when nothing was said."""
        loop = asyncio.get_running_loop()
        text = await loop.run_in_executor(self._shared.pool, self._shared.whisper.text_of, audio)
        if text:
            yield TranscriptionFrame(text, self._user_id, time_now_iso8601(), Language.EN)


def speech_services(options: Options, shared: Shared | None) -> tuple[WhisperSTTService, PiperTTSService]:
    """Recognition and voice of one call."""
    heard = WhisperSTTService.Settings(model=str(options.whisper), language=Language.EN)
    common: dict[str, Any] = {"device": "cpu", "compute_type": "int8", "settings": heard}
    stt = WhisperSTTService(**common) if shared is None else TunedWhisper(shared, **common)
    tts = PiperTTSService(download_dir=options.piper, settings=PiperTTSService.Settings(voice=options.voice))
    return stt, tts


def user_params(options: Options) -> LLMUserAggregatorParams:
    """How the caller's turns begin and end."""
    heard = {"start_secs": TUNED_START_S, "min_volume": TUNED_MIN_VOLUME} if options.further else {}
    vad = SileroVADAnalyzer(params=VADParams(**heard))
    if options.turn_end == "silence":
        stop: Any = [SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=0.0)]
    elif options.tuned:
        analyzer = LocalSmartTurnAnalyzerV3(params=SmartTurnParams(stop_secs=TUNED_STOP_S))
        stop = [TurnAnalyzerUserTurnStopStrategy(turn_analyzer=analyzer)]
    else:
        stop = None
    patience = {"user_turn_stop_timeout": TUNED_PATIENCE_S} if options.tuned else {}
    return LLMUserAggregatorParams(vad_analyzer=vad, user_turn_strategies=UserTurnStrategies(stop=stop), **patience)


async def hold_call(options: Options, shared: Shared | None, connection: SmallWebRTCConnection) -> None:
    """One call, as the template of Pipecat's command line builds it; ends when the caller is gone."""
    chunks = {"audio_out_10ms_chunks": TUNED_CHUNKS} if options.tuned else {}
    transport = SmallWebRTCTransport(
        webrtc_connection=connection,
        params=TransportParams(audio_in_enabled=True, audio_out_enabled=True, **chunks),
    )
    stt, tts = speech_services(options, shared)
    llm = OpenAILLMService(api_key="none", base_url=options.model_url, settings=OpenAILLMService.Settings(model="stub"))
    context = LLMContext()
    aggregators = LLMContextAggregatorPair(context, user_params=user_params(options))
    parts = [transport.input(), stt, aggregators.user(), llm, tts, transport.output(), aggregators.assistant()]
    if options.tuned:
        worker = PipelineWorker(Pipeline(parts), enable_rtvi=False, enable_turn_tracking=False)
    else:
        params = PipelineParams(enable_metrics=True, enable_usage_metrics=True)
        worker = PipelineWorker(Pipeline(parts), params=params)
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)

    @transport.event_handler("on_client_connected")
    async def greet(_transport: Any, _client: Any) -> None:
        context.add_message({"role": "developer", "content": "Start by concisely introducing yourself."})
        await worker.queue_frames([LLMRunFrame()])

    @transport.event_handler("on_client_disconnected")
    async def end(_transport: Any, _client: Any) -> None:
        await runner.cancel()

    await runner.run()


class Signalling:
    """The HTTP endpoint; holds the calls' tasks."""

    def __init__(self, options: Options, shared: Shared | None) -> None:
        self._options = options
        self._shared = shared
        self._calls: dict[asyncio.Task[None], SmallWebRTCConnection] = {}

    def application(self) -> web.Application:
        """The routes, for aiohttp to serve."""
        app = web.Application()
        app.router.add_post("/offer", self._offer)
        app.router.add_post("/hangup", self._hang_up)
        return app

    async def _offer(self, request: web.Request) -> web.Response:
        connection = SmallWebRTCConnection(ice_servers=[])
        await connection.initialize((await request.json())["sdp"], "offer")
        if self._options.tuned:
            ReceiverHook(connection.pc.getTransceivers()[0].receiver)
        call = asyncio.create_task(hold_call(self._options, self._shared, connection), name="call")
        self._calls[call] = connection
        call.add_done_callback(lambda done: self._calls.pop(done))
        return web.json_response(connection.get_answer())

    async def _hang_up(self, _: web.Request) -> web.Response:
        calls = dict(self._calls)
        for connection in calls.values():
            await connection.disconnect()
        if calls:
            await asyncio.wait(calls, timeout=5)
        return web.json_response({"ended": len(calls)})


async def serve(options: Options, port: int) -> None:
    """Serve until cancelled; the first line of standard output is JSON with the `address`."""
    loopback.install()
    shared = Shared(options) if options.tuned else None
    if shared is not None:
        piper_tts.PiperVoice.load = staticmethod(lambda *_, **__: shared.voice)
    runner = web.AppRunner(Signalling(options, shared).application(), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
        sys.stdout.write(json.dumps({"address": f"http://{HOST}:{runner.addresses[0][1]}"}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def check(options: Options) -> int:
    """Speak a sentence and hear it with everything that a call would load; 0 when the words came through."""
    heard = Shared(options).heard
    user_params(options)
    sys.stdout.write(json.dumps({"heard": heard}) + "\n")
    return 0 if "first sentence" in heard.lower() else 1


def main() -> int:
    """Serve, or check and end."""
    parser = argparse.ArgumentParser(description="A Pipecat bot to compare with.")
    parser.add_argument("--arm", choices=("stock", "tuned", "tuned-further"), default="stock")
    parser.add_argument("--turn-end", choices=("smart", "silence"), default="smart")
    parser.add_argument("--whisper", type=Path, required=True, help="folder of the Whisper model (CTranslate2)")
    parser.add_argument("--piper", type=Path, required=True, help="folder of the Piper voice")
    parser.add_argument("--voice", default="en_US-joe-medium")
    parser.add_argument("--model-url", default="http://127.0.0.1:9100/v1", help="OpenAI-compatible model")
    parser.add_argument("--threads", type=int, default=2, help="of each model, in the tuned arm")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--log", default="WARNING", help="level of Pipecat's own log")
    parser.add_argument("--check", action="store_true", help="load everything, speak and hear one sentence, end")
    given = parser.parse_args()
    logger.remove()
    logger.add(sys.stderr, level=given.log)
    options = Options(
        given.arm, given.turn_end, given.whisper, given.piper, given.voice, given.model_url, given.threads
    )
    if given.check:
        return check(options)
    asyncio.run(serve(options, given.port))
    return 0


if __name__ == "__main__":
    sys.exit(main())
