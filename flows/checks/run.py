"""All checks over one bot."""

from collections.abc import Callable, Iterator
from itertools import islice

from flows.checks.expressions import closed_branches, readable_conditions, usable_templates
from flows.checks.look import Look
from flows.checks.names import known_references, known_targets, usable_names
from flows.checks.parts import gives_back, known_parts
from flows.checks.questions import usable_choices, usable_intents, usable_keys, usable_limits, usable_tools, way_out
from flows.checks.structure import leads_on, no_endless_circle, reachable
from flows.checks.tests import known_zone, usable_tests
from flows.definition.bot import Bot
from flows.findings import Finding
from flows.loader.document import Document

Check = Callable[[Look], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    usable_names, known_references, known_targets, leads_on, no_endless_circle, reachable, readable_conditions,
    closed_branches, usable_templates, way_out, usable_keys, usable_tools, usable_intents, usable_choices,
    usable_limits, known_parts, gives_back, known_zone, usable_tests,
)  # fmt: skip


MAX_FINDINGS = 500
"""Of one check; nobody mends more at a time, and a file made to have more must not take longer."""


def check(bot: Bot, document: Document) -> list[Finding]:
    """Everything that is wrong with a bot that could be read."""
    look = Look(bot, document)
    return [finding for one in CHECKS for finding in islice(one(look), MAX_FINDINGS)]
