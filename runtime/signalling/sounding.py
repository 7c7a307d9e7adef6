"""`POST /rt/voice`: how a text of a bot sounds, for whoever writes it and holds a ticket of the debug scope."""

import asyncio
import contextlib
import json
import logging
from dataclasses import dataclass
from typing import Any

import numpy as np
from channels.db import database_sync_to_async
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from flows.catalogue import Published, published, version_of_hash
from flows.engine.program import Program
from flows.loader.load import load_text
from runtime.media.opus import RATE_HZ, OpusDecoder
from runtime.service import NotReady, current
from runtime.signalling.refusals import refusal
from runtime.signalling.tickets import DEBUG_SCOPE, redeem
from runtime.speech.clauses import clauses as split_clauses
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.hosted.wav import wav_of
from runtime.speech.results import SpokenClause
from runtime.speech.urgency import DRAFT, Urgency

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 8 * 1024
MAX_CHARACTERS = 1_000
"""A minute of speech; the longest text of a node has twice as many, and nobody listens to all of it."""
DEADLINE_S = 20.0
"""Half a minute of speech is made in two seconds; callers of a busy machine come first."""


@dataclass(frozen=True)
class _Wanted:
    ticket: str
    text: str


@csrf_exempt  # the ticket is the authority, and no cookie counts
@require_POST
async def sound_of(request: HttpRequest) -> HttpResponse:
    """200 with a WAV (mono, 48 kHz, 16 bit) of `text` in the voice of the bot of `ticket`, which is used up."""
    wanted = _wanted(request.body)
    if wanted is None:
        remedy = f'Send {{"ticket": "…", "text": "…"}} with a text of at most {MAX_CHARACTERS} characters.'
        return refusal(400, "body.malformed", "The body must be JSON with `ticket` and `text`.", remedy)
    found = await database_sync_to_async(_opened)(wanted.ticket)
    if found is None:
        message = "That ticket opens nothing here: it is used, too old, or not of the debug scope."
        return refusal(403, "ticket.refused", message, "Ask for a new one with ?debug=1.")
    try:
        async with asyncio.timeout(DEADLINE_S):
            return HttpResponse(await _spoken(found, wanted.text), content_type="audio/wav", headers=_KEPT_BY_NOBODY)
    except (NotReady, SpeechUnavailable, TimeoutError) as problem:
        log.warning("a text could not be spoken: %s", type(problem).__name__)
        return refusal(503, "voice.unavailable", "The voice of this server cannot speak now.", "Try again in a moment.")


_KEPT_BY_NOBODY = {"Cache-Control": "no-store"}


def _wanted(body: bytes) -> _Wanted | None:
    try:
        data: Any = json.loads(body) if len(body) <= MAX_BODY_BYTES else None
    except (ValueError, RecursionError):
        return None
    ticket, text = (data.get("ticket"), data.get("text")) if isinstance(data, dict) else (None, None)
    if not isinstance(ticket, str) or not isinstance(text, str) or not 0 < len(text.strip()) <= MAX_CHARACTERS:
        return None
    return _Wanted(ticket, text)


def _opened(ticket: str) -> Published | None:
    opened = redeem(ticket)
    if opened is None or DEBUG_SCOPE not in opened.scopes:
        return None
    return version_of_hash(opened.bot, opened.content_hash) if opened.content_hash else published(opened.bot)


async def _spoken(found: Published, text: str) -> bytes:
    """The WAV. Raises NotReady, SpeechUnavailable."""
    service = current()
    program = await asyncio.to_thread(_program, found.text)
    if program is None:
        raise SpeechUnavailable("bot.unusable", "This bot cannot be read.", "")
    clauses = split_clauses(program.spoken(text) or text)
    voice = service.voice_of(program.bot, found.workspace)
    made: list[SpokenClause] = []
    async with contextlib.aclosing(service.workers.speak(clauses, voice=voice, urgency=Urgency(DRAFT))) as spoken:
        async for clause in spoken:
            made.append(clause)
    return await asyncio.to_thread(_wav, made)


def _program(text: str) -> Program | None:
    loaded = load_text(text)
    return Program(loaded.bot) if loaded.bot is not None and loaded.runnable else None


def _wav(clauses: list[SpokenClause]) -> bytes:
    samples = [np.empty(0, np.int16)]
    for clause in clauses:
        decoder = OpusDecoder()  # its state is one clause's, as the encoder's was
        samples += [decoder.decode(packet) for packet in clause.packets]
    return wav_of(np.concatenate(samples), RATE_HZ)
