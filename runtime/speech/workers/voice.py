"""Text to speech: Piper, clause by clause, as Opus packets.

piper-tts is GPL-3.0-or-later. This program is the only one that imports it; the rest of Voxloom (Apache-2.0) talks to
this process over a pipe, works with another voice in its place, and never loads it. See LICENSING.md.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from piper import PiperVoice
from piper.config import PiperConfig

from runtime.speech import models, sound
from runtime.speech.clauses import LONGEST_CLAUSE_CHARACTERS
from runtime.speech.workers.loop import Answer, Handler, Interrupted, Job, Refused, Steps, run
from voxloom.workers.frames import pack_list

SPEAKERS = {"en_US-joe-medium": ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json")}
THREADS = 2  # half the time to the first clause on two cores; threads sleep, not spin, in between
_SLOWEST, _FASTEST = 0.5, 2.0
# One run of the model takes memory by its length, and keeps it: 200 characters of digits are 1,500 phonemes and 1.5 GB.
MOST_PHONEMES_AT_ONCE = 240


class Speaker:
    """One loaded voice."""

    def __init__(self, model: Path, config: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._config = PiperConfig.from_dict(json.loads(config.read_text("utf-8")))
        self._voice = PiperVoice(session=self._session, config=self._config)

    def speak(self, job: Job, clause: str, speed: float) -> sound.Samples:
        """The samples of one clause (48 kHz), trimmed and evened. Raises Interrupted when the job is stopped."""
        spoken = [self._samples(job, ids, speed) for ids in self._phoneme_ids(clause)]
        if not spoken:
            return np.zeros(0, dtype=np.float32)
        rate = self._config.sample_rate
        pauses = [sound.CLAUSE_PAUSE_MS] * (len(spoken) - 1)
        pauses.append(sound.pause_ms(clause))
        evened = [sound.even(samples, rate) for samples in spoken]
        trimmed = [sound.trim(samples, rate, pause) for samples, pause in zip(evened, pauses, strict=True)]
        return sound.begin_at_once(sound.resample(np.concatenate(trimmed), rate))

    def _phoneme_ids(self, clause: str) -> list[list[int]]:
        # Double brackets would be read as raw phonemes; the cleaning has removed them, a caller may not have cleaned.
        text = clause.replace("[[", " ").replace("]]", " ").replace("\0", " ")
        if text[-1:].isalnum():
            text += ","  # a phrase that goes on: without a mark the voice would end as at a full stop
        sentences = [piece for phonemes in self._voice.phonemize(text) for piece in _pieces(phonemes)]
        return [self._voice.phonemes_to_ids(phonemes) for phonemes in sentences]

    def _samples(self, job: Job, ids: list[int], speed: float) -> sound.Samples:
        options = onnxruntime.RunOptions()

        def stop() -> None:
            options.terminate = True

        job.on_stop = stop
        try:
            if job.cancelled.is_set():
                raise Interrupted
            scales = [self._config.noise_scale, self._config.length_scale / speed, self._config.noise_w_scale]
            inputs = {
                "input": np.array([ids], dtype=np.int64),
                "input_lengths": np.array([len(ids)], dtype=np.int64),
                "scales": np.array(scales, dtype=np.float32),
            }
            if self._config.num_speakers > 1:
                inputs["sid"] = np.array([self._config.default_speaker_id], dtype=np.int64)
            audio = self._session.run(None, inputs, options)[0]
        except Interrupted:
            raise
        except Exception as error:
            if options.terminate:
                raise Interrupted from error
            raise
        finally:
            job.on_stop = None
        samples: sound.Samples = np.asarray(audio, dtype=np.float32).reshape(-1)
        return samples


def _pieces(phonemes: list[str]) -> list[list[str]]:
    """The phonemes of a sentence in pieces that fit the memory, cut between words where there are any."""
    pieces = []
    while len(phonemes) > MOST_PHONEMES_AT_ONCE:
        spaces = [at for at in range(MOST_PHONEMES_AT_ONCE // 2, MOST_PHONEMES_AT_ONCE) if phonemes[at] == " "]
        cut = spaces[-1] + 1 if spaces else MOST_PHONEMES_AT_ONCE
        pieces.append(phonemes[:cut])
        phonemes = phonemes[cut:]
    return [*pieces, phonemes] if phonemes else pieces


@dataclass(frozen=True, slots=True)
class _Order:
    speaker: str
    speed: float
    clauses: list[str]


def _read(job: Job) -> _Order:
    speaker, clauses = str(job.fields.get("voice")), job.fields.get("clauses", [])
    if speaker not in SPEAKERS:
        raise Refused("voice_unknown", f"There is no voice named {speaker}.", f"Use one of: {', '.join(SPEAKERS)}.")
    if not isinstance(clauses, list) or any(len(str(clause)) > LONGEST_CLAUSE_CHARACTERS for clause in clauses):
        raise Refused("text_too_long", "A clause is too long to be spoken at once.", "Cut the text into clauses.")
    speed = min(_FASTEST, max(_SLOWEST, float(job.fields.get("speed", 1.0))))
    return _Order(speaker, speed, [str(clause) for clause in clauses])


def load() -> Handler:
    """Check and load the voice; the function that answers requests."""
    files = models.find("voice")
    speakers = {name: Speaker(files[model], files[config]) for name, (model, config) in SPEAKERS.items()}
    for speaker in speakers.values():  # the first runs are slower, each length of text once more
        for text in ("Ready.", "Good morning, how can I help you today?"):
            sound.opus_packets(speaker.speak(Job(0, "speak", {}, b"", 0), text, 1.0))

    def handle(job: Job) -> Steps:
        order = _read(job)
        for clause in order.clauses:
            began = time.monotonic()
            while True:
                try:
                    samples = speakers[order.speaker].speak(job, clause, order.speed)
                    break
                except Interrupted:
                    if job.cancelled.is_set():
                        raise
                    yield None  # something more urgent goes first, then this clause again
            packets = sound.opus_packets(samples)
            lengths, payload = pack_list(packets)
            took_ms = round((time.monotonic() - began) * 1000)
            yield Answer({"text": clause, "lengths": lengths, "took_ms": took_ms}, payload)
        return Answer({})

    return handle


if __name__ == "__main__":
    run(load)
