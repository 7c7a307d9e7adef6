"""The second opinion on answers: two more models, each with a vote, in a process of its own (docs/adr/0018).

Moonshine is quick and writes words, Whisper base is slower and writes figures; they mishear other things than tiny.en
and than each other. Each vote is a part of the answer, so that whoever cannot wait has what there is by then.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from runtime.speech import hearing, models
from runtime.speech.shares import shares
from runtime.speech.spoken_words import grammars
from runtime.speech.workers.loop import Answer, Handler, Job, Refused, Steps, run
from runtime.speech.workers.moonshine import Moonshine
from runtime.speech.workers.recogniser import Recogniser, hints_of, warm_up_clip

LONGEST_CLIP_S = 15  # an IBAN takes ten; whoever talks longer tells a story
GRAMMAR_WEIGHT = 0.6  # what it hears it forces into its words
_NICENESS = 5  # the first recogniser, the voice and the audio go first where cores are scarce


class SecondOpinion:
    """Both models, loaded."""

    def __init__(self) -> None:
        self._moonshine = Moonshine(models.find("second-moonshine"), grammars())
        self._whisper = Recogniser("second-whisper", files=whole(models.find("second-whisper")))

    def votes(self, pcm: npt.NDArray[np.int16], hints: list[str], kind: str) -> Iterator[list[list[str | float]]]:
        """One vote after the other on a clip (16 kHz mono) that answers a question for a slot of type `kind`."""
        encoded = self._moonshine.encode(pcm)
        if encoded is not None:
            yield shares(self._moonshine.guesses(encoded, pcm.size))
        yield self._whisper.transcribe(pcm, hints)["shares"]
        if encoded is not None and self._moonshine.has_grammar(kind):
            yield shares(self._moonshine.guesses(encoded, pcm.size, kind), GRAMMAR_WEIGHT)


def whole(files: dict[str, Path]) -> dict[str, bytes]:
    """The content of the model's files by name, those that come in parts put together."""
    content: dict[str, bytes] = {}
    for name in sorted(files):
        stem, _, _ = name.partition(".part")
        content[stem] = content.get(stem, b"") + files[name].read_bytes()
    return content


def load() -> Handler:
    """Check and load the models; the function that answers requests."""
    os.nice(_NICENESS)
    opinion = SecondOpinion()
    for kind in ("", *grammars()):
        list(opinion.votes(warm_up_clip(), [], kind))

    def handle(job: Job) -> Steps:
        if len(job.payload) % 2 or len(job.payload) > 2 * LONGEST_CLIP_S * hearing.SAMPLE_RATE:
            raise Refused("clip_too_long", "The clip is too long for a second opinion.", "Send a shorter one.")
        pcm = np.frombuffer(job.payload, dtype=np.int16)
        for vote in opinion.votes(pcm, hints_of(job), str(job.fields.get("kind", ""))):
            yield Answer({"shares": vote})
        return Answer({})

    return handle


if __name__ == "__main__":
    run(load)
