"""How well signs of listening are told from short things that people mean, as a call hears them over the bot's voice.

    .venv/bin/python benchmarks/signs.py [--quick] [--json]

`plain` reads the likeliest words alone, `as_it_is` does what a call does: it expects hums too, and counts what else the
recogniser holds for likely. Synthetic voices; some of them spell "mhm". What it costs in silence at the wire is a
scenario of voice_to_voice.py (overlap).
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

import numpy as np  # noqa: E402

from benchmarks._callers import QUICK_VOICES, Clip, Sound, installed, name_of, seed_of, spoken_by  # noqa: E402
from benchmarks._machine import tell  # noqa: E402
from runtime.sessions.audio_buffer import LEAD_MS  # noqa: E402
from runtime.speech import models  # noqa: E402
from runtime.speech.hearing import SAMPLE_RATE  # noqa: E402
from runtime.speech.second import read_shares  # noqa: E402
from runtime.speech.workers.recogniser import Recogniser  # noqa: E402
from runtime.turns.backchannel import HINTS, LONGEST_MS, backchannel, may_be_backchannel  # noqa: E402
from tests.calls.voices import AWB, BRITISH, RMS, SLT, Voice  # noqa: E402

VOICES = (SLT, RMS, AWB, BRITISH, Voice("espeak-ng", "en-us"))
TAIL_MS = 100
SIGNS = (
    "Um-hum.", "Okay.", "Yeah.", "Right.", "Uh-huh.", "I see.", "Mhm.", "Mm-hmm.", "Mm.", "Hmm.", "Oh okay.", "Yes.",
    "Sure.", "All right.", "Oh.", "Yeah, yeah.", "Okay, good.", "Ah.", "Great.", "Got it.",
)  # fmt: skip
MEANT = (
    "Stop.", "Wait.", "No.", "What?", "Hold on.", "Cancel.", "Help.", "Hello?", "No, no.", "Stop it.", "One moment.",
    "Sorry?", "Excuse me.", "Agent.", "Who is this?", "Yeah but wait.", "I lost my", "My debit card", "Yes I do.",
    "Two", "Seven", "Monday", "At eight", "Anna", "My name is", "Cancel it", "The first one", "Go back", "Transfer",
    "Balance", "Checking", "I want", "Can you", "How much", "Lost card", "Person", "Speak to someone", "And then?",
    "Them.", "Come on.", "Damn.", "Ten.", "And Anna.",
)  # fmt: skip
EXPECTED = ("savings", "checking", "card", "balance", "transfer", "open")
"""As of a bank's bot that waits for a request."""


def taken_for_sign(recogniser: Recogniser, clip: Clip) -> dict[str, bool]:
    """By each way."""
    plain, hinted = recogniser.transcribe(clip, ()), recogniser.transcribe(clip, (*EXPECTED, *HINTS))
    return {
        "plain": backchannel(plain["text"]),
        "as_it_is": may_be_backchannel(hinted["text"], read_shares(hinted["shares"])),
    }


def in_a_quiet_room(sound: Sound, text: str) -> Clip:
    """The clip that a pause is recognised from."""
    lead, tail = (SAMPLE_RATE * ms // 1000 for ms in (LEAD_MS, TAIL_MS))
    room = np.random.default_rng(seed_of(text)).normal(0, 3e-4, lead + len(sound) + tail)
    return ((np.pad(sound, (lead, tail)) + room).clip(-1, 1) * 32767).astype(np.int16)


async def heard(voices: Sequence[Voice]) -> list[tuple[str, str, dict[str, bool]]]:
    """Voice, text, and what each way took it for; what lasts longer than a sign is left out."""
    recogniser = Recogniser(str(models.find("recogniser")["model.bin"].parent))
    found = []
    for voice in installed(voices):
        for text, sound in (await spoken_by(voice, (*SIGNS, *MEANT))).items():
            if len(sound) * 1000 <= LONGEST_MS * SAMPLE_RATE:
                found.append((name_of(voice), text, taken_for_sign(recogniser, in_a_quiet_room(sound, text))))
    return found


def report(found: Sequence[tuple[str, str, dict[str, bool]]]) -> dict[str, Any]:
    """How many of the signs are known, and how many other things are taken for one, by each way."""
    figures: dict[str, Any] = {}
    for way in ("plain", "as_it_is"):
        known = [ways[way] for _, text, ways in found if text in SIGNS]
        wrong = [f"{voice}: {text}" for voice, text, ways in found if text in MEANT and ways[way]]
        figures |= {f"{way}_known": sum(known), f"{way}_taken_for_one": len(wrong), f"{way}_wrong": wrong}
    return {
        **figures,
        "signs": sum(text in SIGNS for _, text, _ in found),
        "meant": sum(t in MEANT for _, t, _ in found),
    }


if __name__ == "__main__":
    tell(
        __doc__,
        lambda quick: report(asyncio.run(heard(QUICK_VOICES if quick else VOICES))),
        ("faster-whisper", "ctranslate2", "piper-tts"),
    )
