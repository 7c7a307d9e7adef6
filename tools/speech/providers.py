"""What hears callers and speaks to them for a bot, where its workspace is given the key: asked for sound and words."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.definition.bot import Bot
from flows.definition.speech import HEARS, SPEAKS, Hosted
from tools.bindings.outside import Given
from tools.models.address import ModelAddress
from tools.models.process import ModelProcess
from tools.models.purse import Purse
from tools.models.reaching import way_to
from tools.speech.asking import Bill, Method, SpeechAsker

MOST_KEPT = 200
"""Addresses with their keys; one that is not kept any more is made anew, and costs nothing."""
MOST_HINT_CHARACTERS = 600
"""A model reads the last 224 tokens of what it is told."""


@dataclass(frozen=True)
class Words:
    """What a provider heard; its doubts where it told any."""

    text: str
    log_probability: float | None = None
    no_speech: float | None = None


class SpeechProviders:
    """For one process; belongs to its event loop. Keeps no word and no sound."""

    def __init__(
        self, process: ModelProcess, purse: Purse | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`purse`: what bots may spend; without one nothing is counted. `clock` gives seconds."""
        self._process, self._purse, self._clock = process, purse, clock
        self._kept: OrderedDict[tuple[ModelAddress, Method, float | None], SpeechAsker] = OrderedDict()

    def begin(self) -> None:
        """Have the library imported, while the first caller is greeted."""
        self._process.begin()

    async def hear(self, bot: Bot, given: Given, wav: bytes, seconds: float, hints: Sequence[str]) -> Words | None:
        """The words of a clip; None where no key is given. Raises SpeechFailed."""
        hearing = bot.hearing
        dollars = hearing.price / 60 if hearing.price is not None else None
        asker = await self._asker("hear", "hosted hearing", hearing, hearing.within, dollars, given)
        if asker is None:
            return None
        request: dict[str, object] = {"language": bot.language.replace("_", "-").split("-")[0], "temperature": 0.0}
        if "whisper" in asker.address.model:
            request["response_format"] = "verbose_json"  # others refuse it, and tell no doubts
        if hints:
            request["prompt"] = ", ".join(hints)[:MOST_HINT_CHARACTERS]
        fields = (await asker.ask(request, wav, Bill(bot.bot, seconds))).fields
        return Words(
            str(fields.get("text", "")), _number(fields.get("log_probability")), _number(fields.get("no_speech"))
        )

    async def speak(self, bot: Bot, given: Given, text: str) -> bytes | None:
        """The sound of a text as the provider sent it: a WAV; None where no key is given. Raises SpeechFailed."""
        voice = bot.voice
        dollars = voice.price / 1e6 if voice.price is not None else None
        asker = await self._asker("speak", "the hosted voice", voice, voice.within, dollars, given)
        if asker is None:
            return None
        request: dict[str, object] = {"input": text, "voice": voice.speaker, "response_format": "wav"}
        if voice.instructions:
            request["instructions"] = voice.instructions
        return (await asker.ask(request, b"", Bill(bot.bot, len(text)))).payload

    async def _asker(
        self, method: Method, what: str, hosted: Hosted, within_ms: int, unit: float | None, given: Given
    ) -> SpeechAsker | None:
        way = await way_to(what, hosted, HEARS if method == "hear" else SPEAKS, given)
        if way is None or hosted.model is None:
            return None
        address = ModelAddress(hosted.model, way.base, way.key, within_ms, name=what, checked=bool(way.base))
        key = (address, method, unit)
        if key not in self._kept:
            self._kept[key] = SpeechAsker(self._process, address, method, self._purse, unit, self._clock)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
