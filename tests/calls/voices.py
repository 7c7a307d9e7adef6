"""Callers to speak with: espeak-ng and flite, none of them the bot's own voice."""

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SPEAK_SECONDS = 30


@dataclass(frozen=True)
class Voice:
    """A program and the name of its voice."""

    program: str
    name: str

    def write(self, text: str, path: Path) -> Path:
        """Speak a text into a WAV file."""
        if self.program == "flite":
            command = ["flite", "-voice", self.name, "-t", text, "-o", str(path)]
        else:
            command = ["espeak-ng", "-v", self.name, "-s", "150", "-w", str(path), text]
        subprocess.run(command, check=True, capture_output=True, timeout=SPEAK_SECONDS)
        return path

    def __str__(self) -> str:
        return f"{self.program}-{self.name}"


SLT = Voice("flite", "slt")
RMS = Voice("flite", "rms")
AWB = Voice("flite", "awb")
BRITISH = Voice("espeak-ng", "en-gb")


def record_all(lines: list[tuple[Voice, str]], folder: Path | None = None) -> list[Path]:
    """One WAV for each line, in a folder of its own unless one is given."""
    where = folder or Path(tempfile.mkdtemp(prefix="voxloom-voices-"))
    return [voice.write(text, where / f"{number:02}.wav") for number, (voice, text) in enumerate(lines)]
