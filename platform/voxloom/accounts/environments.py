"""Environments: where a version of a bot answers, and what its names stand for there."""

import re

PRODUCTION = "production"
"""The environment that callers reach."""
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")


def is_environment(text: str) -> bool:
    """Whether an environment may be called so."""
    return _NAME.match(text) is not None
