"""Asks a language model or a knowledge base: no longer than it may take, its words spoken as they come."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from flows.driver.pieces import Pieces, SpokenPieces
from flows.driver.ports import ModelOutcome, Ports, StreamingOutput
from flows.engine.commands import AskModel, LookUp
from flows.engine.program import Program

log = logging.getLogger(__name__)


async def ask_model(ports: Ports, program: Program, command: AskModel) -> tuple[ModelOutcome, str]:
    """What the model gives, and what of its words the output has spoken already, with single spaces.

    These are all of the text or, where it failed in the middle, a part of it, which is then the text of the failure.
    Words are withheld where the caller is to hear none, and where values are taken out.
    """
    pieces = Pieces()
    if command.speak and not command.extract and isinstance(ports.output, StreamingOutput):
        pieces = SpokenPieces(ports.output, command, program)
    try:
        outcome = await _in_time(ports.models.ask(command, pieces.add), command)
        pieces.close(whole=outcome.error is None)
    finally:
        pieces.close(whole=False)  # where it was cancelled
    if outcome.error is not None or (pieces.text and pieces.text != " ".join(outcome.text.split())):
        outcome = replace(outcome, text=pieces.text)  # what was heard counts
    return outcome, pieces.text


async def look_up(ports: Ports, command: LookUp) -> ModelOutcome:
    """What the knowledge base gives."""
    outcome = await _in_time(ports.models.look_up(command), command)
    return outcome if outcome.error is None else replace(outcome, text="")  # nobody heard it


async def _in_time(asked: Coroutine[Any, Any, ModelOutcome], command: AskModel | LookUp) -> ModelOutcome:
    task = asyncio.create_task(asked, name=f"{command.command} {command.node}")
    try:
        done, _ = await asyncio.wait({task}, timeout=command.timeout_ms / 1000)
        return task.result() if done else ModelOutcome(error="timeout")
    except Exception:
        log.warning("the models raised for %s", command.node, exc_info=True)
        return ModelOutcome(error="unavailable")
    finally:
        task.cancel()
