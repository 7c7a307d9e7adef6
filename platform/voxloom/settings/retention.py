"""How long what callers said is kept. docs/how-to/conversations.md is for its users."""

from voxloom.settings.environment import Environment

VALUES_MINUTES = 10
"""Behind the end of a call: who looks into a problem does so at once, and a summary needs a moment."""
CONVERSATIONS_DAYS = 30


def read_retention(environment: Environment) -> tuple[int, int]:
    """Minutes for personal values, days for conversations; what does not fit is noted there."""
    values = environment.whole("KEEP_VALUES_MINUTES", VALUES_MINUTES, 0, 525_600)
    return values, environment.whole("KEEP_CONVERSATIONS_DAYS", CONVERSATIONS_DAYS, 1, 36_500)
