"""The second opinion on answers: two more models, each with a vote, in a process of its own (docs/adr/0018).

Moonshine is quick and writes words, Whisper base is slower and writes figures; they mishear other things than tiny.en
and than each other. Each vote is a part of the answer, so that whoever cannot wait has what there is by then.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from flows.vectors.place import data_folder
from runtime.speech import hearing, models
from runtime.speech.shares import shares
from runtime.speech.spoken_words import grammars
from runtime.speech.workers.loop import Answer, Handler, Job, Refused, Steps, run
from runtime.speech.workers.moonshine import Moonshine
from runtime.speech.workers.recogniser import Recogniser, hints_of, warm_up_clip

LONGEST_CLIP_S = 15  # an IBAN takes ten; whoever talks longer tells a story
GRAMMAR_WEIGHT = 0.6  # what it hears it forces into its words
_BLOCK_BYTES = 1 << 20
_NICENESS = 5  # the first recogniser, the voice and the audio go first where cores are scarce


class SecondOpinion:
    """Both models, loaded."""

    def __init__(self) -> None:
        self._moonshine = Moonshine(models.find("second-moonshine"), grammars())
        self._whisper = Recogniser(
            str(joined(models.find("second-whisper"), data_folder() / "models" / "second-whisper"))
        )

    def votes(self, pcm: npt.NDArray[np.int16], hints: list[str], kind: str) -> Iterator[list[list[str | float]]]:
        """One vote after the other on a clip (16 kHz mono) that answers a question for a slot of type `kind`."""
        encoded = self._moonshine.encode(pcm)
        if encoded is not None:
            yield shares(self._moonshine.guesses(encoded, pcm.size))
        yield self._whisper.transcribe(pcm, hints)["shares"]
        if encoded is not None and self._moonshine.has_grammar(kind):
            yield shares(self._moonshine.guesses(encoded, pcm.size, kind), GRAMMAR_WEIGHT)


def joined(files: Mapping[str, Path], folder: Path) -> Path:
    """The folder with the model's files, those that come in parts (NAME.part1, NAME.part2) put together; made once.

    What lies there is compared with the checked parts at each start, for a tenth of a second.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts: dict[str, list[Path]] = {}
    for name in sorted(files):
        parts.setdefault(name.partition(".part")[0], []).append(files[name])
    for name, pieces in parts.items():
        whole = folder / name
        if not whole.is_file() or _digest([whole]) != _digest(pieces):
            descriptor, made = tempfile.mkstemp(dir=folder)
            with os.fdopen(descriptor, "wb") as file:
                for piece in pieces:
                    with piece.open("rb") as opened:
                        shutil.copyfileobj(opened, file)
            Path(made).replace(whole)
    return folder


def _digest(files: Sequence[Path]) -> bytes:
    """The SHA-256 of files one after the other."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            while block := opened.read(_BLOCK_BYTES):
                digest.update(block)
    return digest.digest()


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
