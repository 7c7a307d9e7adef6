"""`injection`: words that are meant to take over a language model."""

from dataclasses import replace

from flows.guardrails.found import Found
from flows.guardrails.kinds.said import said
from flows.guardrails.reading import Reading


def find(reading: Reading) -> Found | None:
    """In any way in which it can be read. Only in a text that reads as it is written it has a place."""
    for view in reading.views:
        if (found := said("injection", view)) is not None:
            return found if view == reading.text else replace(found, spans=())
    return None
