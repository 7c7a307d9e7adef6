"""The requests `hear` and `speak`: a provider turns sound into words, and words into sound. And `speech_price`."""

import logging
from collections.abc import AsyncGenerator, Mapping
from typing import Any

from tools.models.worker.clients import Clients
from tools.models.worker.completions import Malformed
from tools.models.worker.loop import Handler, Part

log = logging.getLogger(__name__)

MOST_BYTES = 12_000_000
"""Of the sound of a clause: two minutes of 48 kHz, sixteen bits."""
MOST_CHARACTERS = 20_000
"""Of what was heard; the caller's turn is cut long before."""


def hears(library: Any) -> Handler:
    """`request`: what LiteLLM's `atranscription` takes beside the file, which is the payload, a WAV; `checked`, where a
    bot chose the address. One part with `text`, and the means of `log_probability` and `no_speech` where they are told.
    """
    clients = Clients()

    async def hear(fields: Mapping[str, Any], payload: bytes) -> AsyncGenerator[Part, None]:
        file = "turn.wav", payload, "audio/wav"
        response = await library.atranscription(file=file, **clients.request(fields))
        text = getattr(response, "text", None)
        if not isinstance(text, str):
            raise Malformed("there are no words in it")
        yield Part({"text": text[:MOST_CHARACTERS], **_doubts(getattr(response, "segments", None))})

    return hear


def speaks(library: Any) -> Handler:
    """`request`: what LiteLLM's `aspeech` takes; `checked` as above. One part; its payload is what was sent."""
    clients = Clients()

    async def speak(fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
        response = await library.aspeech(**clients.request(fields))
        sound = response.content
        if not isinstance(sound, bytes) or not sound or len(sound) > MOST_BYTES:
            raise Malformed("there is no sound in it, or too much")
        yield Part({}, sound)

    return speak


def speech_prices(library: Any) -> Handler:
    """`model`: one part with `second` of what is heard and `character` of what is said, in dollars; null: not known."""

    async def price(fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
        known: Mapping[str, Any] = {}
        try:
            known = library.get_model_info(str(fields["model"]))
        except Exception:  # LiteLLM raises what it likes for a model that it does not know
            log.debug("no price is known", exc_info=True)
        found = {"second": known.get("input_cost_per_second"), "character": known.get("input_cost_per_character")}
        yield Part({name: float(cost) if isinstance(cost, int | float) else None for name, cost in found.items()})

    return price


def _doubts(segments: Any) -> dict[str, float]:
    """What the model says of its own certainty, where it does: Whisper tells it of each stretch."""
    told = {}
    entries = segments if isinstance(segments, list) else []
    for name, key in (("log_probability", "avg_logprob"), ("no_speech", "no_speech_prob")):
        values = [entry.get(key) if isinstance(entry, dict) else getattr(entry, key, None) for entry in entries]
        numbers = [float(value) for value in values if isinstance(value, int | float)]
        if numbers:
            told[name] = sum(numbers) / len(numbers)
    return told
