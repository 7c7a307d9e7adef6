"""All checks over one bot."""

from collections.abc import Callable, Iterator
from itertools import islice

from flows.checks.conditions import closed_branches, readable_conditions
from flows.checks.confirmations import confirmed_writes
from flows.checks.endless import ends_when_it_fails
from flows.checks.forgotten import kept_answers
from flows.checks.guardrails import fitting_guardrails, reachable_requests, told_of_the_machine, used_guardrails
from flows.checks.hosted_speech import heard_by_others, usable_speech
from flows.checks.intents import spoken_intents, usable_intents
from flows.checks.look import Look
from flows.checks.names import known_references, known_targets, usable_names
from flows.checks.never import possible_branches
from flows.checks.parts import gives_back, known_parts
from flows.checks.patterns import fitting_patterns
from flows.checks.personal import private_values
from flows.checks.questions import usable_keys, way_out
from flows.checks.requests import named_secrets, safe_headers, safe_urls, sent_keys, whole_requests
from flows.checks.responses import readable_answers
from flows.checks.routes import usable_routes
from flows.checks.secrets import hidden_secrets
from flows.checks.servers import safe_servers, whole_servers
from flows.checks.settings import known_hearing, known_voice, known_zone
from flows.checks.slots import usable_choices, usable_limits
from flows.checks.sounds import distinct_sounds
from flows.checks.structure import leads_on, no_endless_circle, reachable
from flows.checks.templates import spoken_texts, usable_templates
from flows.checks.tests import usable_tests
from flows.checks.tools import early_tools, fitting_arguments, fitting_stubs, usable_tools
from flows.checks.undone import fitting_undo
from flows.checks.unset import given_values
from flows.checks.values import assigned_values
from flows.checks.verifications import verified_writes
from flows.definition.bot import Bot
from flows.findings import Finding
from flows.loader.document import Document
from flows.loader.lost import Lost

Check = Callable[[Look], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    usable_names, known_references, known_targets, known_parts, gives_back, leads_on, no_endless_circle,
    reachable, readable_conditions, closed_branches, usable_templates, spoken_texts, early_tools,
    assigned_values, way_out, usable_keys, possible_branches, ends_when_it_fails, usable_tools, fitting_arguments,
    fitting_stubs, confirmed_writes, verified_writes, usable_intents, spoken_intents, usable_choices, private_values,
    hidden_secrets, usable_limits, fitting_patterns, distinct_sounds, known_zone, known_voice, known_hearing,
    usable_speech, heard_by_others, usable_tests,
    given_values, kept_answers, whole_requests, safe_urls, safe_headers, named_secrets,
    sent_keys, readable_answers, fitting_undo, whole_servers, safe_servers, usable_routes, fitting_guardrails,
    used_guardrails, reachable_requests, told_of_the_machine,
)  # fmt: skip


MAX_FINDINGS = 500
"""Of one check; nobody mends more at a time, and a file made to have more must not take longer."""


def check(bot: Bot, document: Document, lost: Lost | None = None) -> list[Finding]:
    """Everything that is wrong with a bot, or with what of it could be read."""
    look = Look(bot, document, lost)
    return [finding for one in CHECKS for finding in islice(one(look), MAX_FINDINGS)]
