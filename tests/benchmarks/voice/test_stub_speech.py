"""Recogniser and voice without models, through the service that a call uses."""

import asyncio

import numpy as np

from benchmarks.voice.stub_speech import HEARD, stub_worker
from runtime.media.opus import OpusDecoder
from runtime.speech.service import SpeechWorkers


def test_it_hears_the_same_in_everything_and_hums_what_it_is_given() -> None:
    async def main() -> None:
        recogniser, voice = stub_worker("recogniser"), stub_worker("voice")
        workers = SpeechWorkers(recogniser=recogniser, voice=voice)
        try:
            await recogniser.start()
            await voice.start()
            heard = await workers.transcribe(np.zeros(16_000, np.int16))
            spoken = [clause async for clause in workers.speak("Your savings balance is a lot.", voice="any")]
        finally:
            await workers.aclose()
        assert heard.text == HEARD
        assert [clause.text for clause in spoken] == ["Your savings balance is a lot."]
        assert 1500 < spoken[0].duration_ms < 2500
        decoder = OpusDecoder()
        loud = np.concatenate([decoder.decode(packet) for packet in spoken[0].packets])
        assert np.sqrt(np.mean(loud.astype(float) ** 2)) > 1000

    asyncio.run(main())
